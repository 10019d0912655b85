//go:build !wasm

package app

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

// lockTimeout is how long another sandbox on the same state file may take to end.
const lockTimeout = 2 * time.Second

// sandboxState is where the sandbox keeps what it knows.
type sandboxState struct {
	db     *bbolt.DB
	caFile string
	dir    string // to be removed at the end; empty: none
}

// openState opens the file, or without one makes a directory that is removed at the end.
func openState(file string) (*sandboxState, error) {
	s := &sandboxState{}
	options := bbolt.Options{Timeout: lockTimeout}
	if file == "" {
		dir, err := os.MkdirTemp("", "qwac-sandbox-")
		if err != nil {
			return nil, fmt.Errorf("cannot keep the state: %w", err)
		}
		s.dir, s.caFile = dir, filepath.Join(dir, "ca.pem")
		file, options.NoSync = filepath.Join(dir, "state.db"), true
	} else {
		s.caFile = file + ".ca.pem"
	}
	var err error
	s.db, err = bbolt.Open(file, 0o600, &options)
	if err == nil {
		return s, nil
	}
	os.RemoveAll(s.dir)
	if errors.Is(err, bolterrors.ErrTimeout) {
		return nil, fmt.Errorf("--state %s: another sandbox uses the file", file)
	}
	return nil, fmt.Errorf("--state %s: %w", file, err)
}

func (s *sandboxState) close() {
	s.db.Close()
	if s.dir != "" {
		os.RemoveAll(s.dir)
	}
}
