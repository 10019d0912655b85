package store

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/rogpeppe/go-internal/lockedfile"

	"qwac/internal/files"
	"qwac/pkg/register"
)

// Register is the name of the index of the register.
func (s Store) Register() string { return filepath.Join(s.Dir, registerFile) }

// LoadRegister reads the index of the register; nil when there is none.
func (s Store) LoadRegister() (*register.Index, error) {
	if _, err := os.Stat(s.Register()); os.IsNotExist(err) {
		return nil, nil
	}
	data, err := files.Read(s.Register(), register.MaxIndex)
	if err != nil {
		return nil, err
	}
	x, err := register.Decode(data)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w: remove it and run qwac register import", s.Register(), err)
	}
	return x, nil
}

// SaveRegister replaces the index of the register known by x, whole or not at all. One that another process put there
// meanwhile stays.
func (s Store) SaveRegister(known, x *register.Index) error {
	if err := s.make(); err != nil {
		return err
	}
	unlock, err := lockedfile.MutexAt(filepath.Join(s.Dir, registerLock)).Lock()
	if err != nil {
		return fmt.Errorf("cannot lock the store: %w", err)
	}
	defer unlock()
	now, err := s.LoadRegister()
	if err != nil && known != nil {
		return err
	}
	if now != nil && (known == nil || now.Source != known.Source) {
		return fmt.Errorf("another qwac changed the register in %s meanwhile, nothing was replaced: run the command "+
			"again",
			s.Dir)
	}
	return files.Write(s.Register(), x.Bytes())
}
