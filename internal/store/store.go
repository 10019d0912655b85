// Package store keeps the index of the trusted lists on disk. Most people want [Default] and [Store.Load].
package store

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"github.com/rogpeppe/go-internal/lockedfile"

	"qwac/internal/files"
	"qwac/pkg/trustlist"
)

// Files of the store. The index is all that check needs; the other file only spares downloads.
const (
	indexFile   = "trusted-lists.index"
	fetchedFile = "trusted-lists.fetched.json"
	lockFile    = "trusted-lists.lock"
	// of the register of payment institutions
	registerFile = "register.index"
	registerLock = "register.lock"
)

// Store is the folder with the index of the trusted lists. It may not be there yet.
type Store struct{ Dir string }

// Named is the store in dir; of an empty dir it is the default one.
func Named(dir string) (Store, error) {
	if dir != "" {
		return Store{dir}, nil
	}
	return Default()
}

// Default is the store of the user.
func Default() (Store, error) {
	dir, err := dataHome()
	if err != nil {
		return Store{}, fmt.Errorf("no place for the trusted lists is known: %w: name one with --store", err)
	}
	return Store{filepath.Join(dir, "qwac")}, nil
}

// dataHome follows the XDG base directory specification, which wants absolute paths; elsewhere the folder for settings
// serves.
func dataHome() (string, error) {
	if dir := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(dir) {
		return dir, nil
	}
	if runtime.GOOS == "windows" || runtime.GOOS == "darwin" {
		return os.UserConfigDir()
	}
	home, err := os.UserHomeDir()
	return filepath.Join(home, ".local", "share"), err
}

// Index is the name of the index.
func (s Store) Index() string { return filepath.Join(s.Dir, indexFile) }

// Owns reports whether a file is one of the store's own.
func (s Store) Owns(file string) bool {
	for _, name := range []string{indexFile, fetchedFile, lockFile, registerFile, registerLock} {
		if s.Dir != "" && files.Same(file, filepath.Join(s.Dir, name)) {
			return true
		}
	}
	return false
}

// Of is the store whose index the file is, by its name.
func Of(file string) (s Store, ok bool) {
	return Store{filepath.Dir(file)}, filepath.Base(file) == indexFile
}

// Load reads the index; nil when there is none.
func (s Store) Load() (*trustlist.Index, error) {
	if _, err := os.Stat(s.Index()); os.IsNotExist(err) {
		return nil, nil
	}
	data, err := files.Read(s.Index(), trustlist.MaxIndex)
	if err != nil {
		return nil, err
	}
	x, err := Decode(s.Index(), data)
	if err != nil {
		return nil, fmt.Errorf("%w: remove it and run qwac trust update, or qwac trust add", err)
	}
	return x, nil
}

// Decode reads an index; name is for errors.
func Decode(name string, data []byte) (*trustlist.Index, error) {
	x := new(trustlist.Index)
	if err := x.UnmarshalBinary(data); err != nil {
		return nil, fmt.Errorf("reading %s: %w", name, err)
	}
	return x, nil
}

// MustLoad is Load for commands that can do nothing without lists.
func (s Store) MustLoad() (*trustlist.Index, error) {
	x, err := s.Load()
	if err == nil && x == nil {
		err = fmt.Errorf("no trusted lists in %s: run qwac trust update, or qwac trust add FILE", s.Dir)
	}
	return x, err
}

// Save replaces the index known by x, whole or not at all. An index that another process put there meanwhile stays.
func (s Store) Save(known, x *trustlist.Index) error {
	data, err := x.MarshalBinary()
	if err != nil {
		return err
	}
	if err := s.make(); err != nil {
		return err
	}
	unlock, err := lockedfile.MutexAt(filepath.Join(s.Dir, lockFile)).Lock()
	if err != nil {
		return fmt.Errorf("cannot lock the store: %w", err)
	}
	defer unlock()
	now, err := s.Load()
	if err != nil {
		return err
	}
	if (now == nil) != (known == nil) || now != nil && now.Digest() != known.Digest() {
		return fmt.Errorf("another qwac changed the lists in %s meanwhile, nothing was replaced: run the command again",
			s.Dir)
	}
	return files.Write(s.Index(), data)
}

func (s Store) make() error {
	if err := os.MkdirAll(s.Dir, 0o755); err != nil {
		return fmt.Errorf("cannot make the store: %w", err)
	}
	return nil
}
