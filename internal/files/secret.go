package files

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// Secret is a new file for its owner only. It is kept once, and survives a crash from then on.
type Secret struct {
	name  string
	draft *os.File // beside it; nil: kept or discarded
}

// NewSecret makes sure, before there is a secret, that the file can be written. A file that is there already is
// refused, unless what gives the secret is repeated: an earlier run may have written it.
func NewSecret(name string, repeated bool) (*Secret, error) {
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
	return &Secret{name, draft}, nil
}

// Keep writes the content, and returns when it would survive a crash.
func (f *Secret) Keep(content string) error {
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
	return cannotWrite(f.name, SyncDir(filepath.Dir(f.name)))
}

// Discard removes what was not kept.
func (f *Secret) Discard() {
	if f.draft != nil {
		f.draft.Close()
		os.Remove(f.draft.Name())
	}
}

// SyncDir makes the names in a directory durable. Windows has no such call for directories.
func SyncDir(path string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
