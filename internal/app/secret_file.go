package app

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"qwac/internal/journal"
	"qwac/pkg/submit"
)

// secretFile is the file that register writes: the client secret on the first line, the client id on the second. It is for its owner
// only.
type secretFile struct {
	name  string
	draft *os.File // beside it; nil: kept or discarded
}

// newSecretFile makes sure, before anything is sent, that the file can be written. A file that is there already is refused, unless the
// registration is repeated: an earlier run may have written it.
func newSecretFile(name string, repeated bool) (*secretFile, error) {
	if _, err := os.Lstat(name); !errors.Is(err, fs.ErrNotExist) && !repeated {
		if err != nil {
			return nil, cannotWrite(name, err)
		}
		return nil, fmt.Errorf("%s is there already: name another file for the client secret; nothing was sent", name)
	}
	draft, err := os.CreateTemp(filepath.Dir(name), ".qwac-*") // mode 0600
	if err != nil {
		return nil, cannotWrite(name, err)
	}
	return &secretFile{name, draft}, nil
}

// keep writes the credentials, and returns when they would survive a crash.
func (f *secretFile) keep(c submit.Credentials) error {
	content := c.ClientSecret.Reveal() + "\n" + c.ClientID + "\n"
	if have, err := os.ReadFile(f.name); err == nil {
		if string(have) == content {
			return nil
		}
		return fmt.Errorf("%s is there already and holds something else: name another file", f.name)
	}
	_, err := f.draft.WriteString(content)
	if err = errors.Join(err, f.draft.Sync(), f.draft.Close()); err != nil {
		return cannotWrite(f.name, err)
	}
	if err := os.Rename(f.draft.Name(), f.name); err != nil {
		return cannotWrite(f.name, err)
	}
	f.draft = nil
	return cannotWrite(f.name, journal.SyncDir(filepath.Dir(f.name)))
}

// discard removes what was not kept.
func (f *secretFile) discard() {
	if f.draft != nil {
		f.draft.Close()
		os.Remove(f.draft.Name())
	}
}
