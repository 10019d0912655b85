package app

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"github.com/rogpeppe/go-internal/lockedfile"
	"github.com/urfave/cli/v2"

	"qwac/pkg/trustlist"
)

// Files of the store. The index is all that check needs; the other file only spares downloads.
const (
	indexFile   = "trusted-lists.index"
	fetchedFile = "trusted-lists.fetched.json"
	lockFile    = "trusted-lists.lock"
)

// store is the folder with the index of the trusted lists.
type store struct{ dir string }

func storeFlag() cli.Flag {
	return &cli.StringFlag{Name: "store", Usage: "`DIR` of the store (default: qwac in $XDG_DATA_HOME, else ~/.local/share, or where the system keeps settings)"}
}

func storeOf(c *cli.Context) (store, error) {
	if dir := c.String("store"); dir != "" {
		return store{dir}, nil
	}
	return defaultStore()
}

func defaultStore() (store, error) {
	dir, err := dataHome()
	if err != nil {
		return store{}, fmt.Errorf("no place for the trusted lists is known: %w: name one with --store", err)
	}
	return store{filepath.Join(dir, "qwac")}, nil
}

// dataHome follows the XDG base directory specification, which wants absolute paths; elsewhere the folder for settings serves.
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

func (s store) index() string { return filepath.Join(s.dir, indexFile) }

// load reads the index; nil when there is none.
func (e *env) load(s store) (*trustlist.Index, error) {
	if _, err := os.Stat(s.index()); os.IsNotExist(err) {
		return nil, nil
	}
	data, err := e.read(s.index(), trustlist.MaxIndex)
	if err != nil {
		return nil, err
	}
	x, err := decodeIndex(s.index(), data)
	if err != nil {
		return nil, fmt.Errorf("%w: remove it and run qwac trust update, or qwac trust add", err)
	}
	return x, nil
}

func decodeIndex(name string, data []byte) (*trustlist.Index, error) {
	x := new(trustlist.Index)
	if err := x.UnmarshalBinary(data); err != nil {
		return nil, fmt.Errorf("reading %s: %w", name, err)
	}
	return x, nil
}

// mustLoad is load for commands that can do nothing without lists.
func (e *env) mustLoad(s store) (*trustlist.Index, error) {
	x, err := e.load(s)
	if err == nil && x == nil {
		err = fmt.Errorf("no trusted lists in %s: run qwac trust update, or qwac trust add FILE", s.dir)
	}
	return x, err
}

// save replaces the index known by x, whole or not at all. An index that another process put there meanwhile stays.
func (e *env) save(s store, known, x *trustlist.Index) error {
	data, err := x.MarshalBinary()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(s.dir, 0o755); err != nil {
		return fmt.Errorf("cannot make the store: %w", err)
	}
	unlock, err := lockedfile.MutexAt(filepath.Join(s.dir, lockFile)).Lock()
	if err != nil {
		return fmt.Errorf("cannot lock the store: %w", err)
	}
	defer unlock()
	now, err := e.load(s)
	if err != nil {
		return err
	}
	if (now == nil) != (known == nil) || now != nil && now.Digest() != known.Digest() {
		return fmt.Errorf("another qwac changed the lists in %s meanwhile, nothing was replaced: run the command again", s.dir)
	}
	return e.write(s.index(), data, nil)
}
