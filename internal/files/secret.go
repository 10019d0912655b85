package files

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// Secret is a new file that only its owner can read. Once kept, it survives a crash.
type Secret struct {
	name  string
	draft *os.File // beside it; nil: kept or discarded
}

// NewSecret makes sure, before there is a secret, that the file can be written. It refuses an existing file, unless the
// request for the secret is repeated: an earlier run may have written it.
func NewSecret(name string, repeated bool) (*Secret, error) {
	if _, err := os.Lstat(name); !errors.Is(err, fs.ErrNotExist) && !repeated {
		if err != nil {
			return nil, cannotWrite(name, err)
		}
		return nil, fmt.Errorf("%s already exists: name another file; nothing was done", name)
	}
	// the same in each run, so none stays of one that was killed
	draft := filepath.Join(filepath.Dir(name), ".qwac-"+filepath.Base(name))
	if err := os.Remove(draft); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, cannotWrite(name, err)
	}
	f, err := os.OpenFile(draft, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600) // never a file of somebody else
	if err != nil {
		return nil, cannotWrite(name, err)
	}
	return &Secret{name, f}, nil
}

// errOtherRun means that the draft is no longer ours.
var errOtherRun = errors.New("another run writes the same file")

// ours makes sure that no other run has replaced this draft.
func (f *Secret) ours() error {
	mine, err := f.draft.Stat()
	if err != nil {
		return err
	}
	there, err := os.Lstat(f.draft.Name())
	if err != nil || !os.SameFile(mine, there) {
		return errOtherRun
	}
	return nil
}

// Keep writes the content, and returns once it would survive a crash.
func (f *Secret) Keep(content string) error {
	if have, err := os.ReadFile(f.name); err == nil {
		if string(have) == content {
			return nil
		}
		return fmt.Errorf("%s already exists and holds something else: name another file", f.name)
	}
	_, err := f.draft.WriteString(content)
	if err = errors.Join(err, f.draft.Sync(), f.ours(), f.draft.Close()); err != nil {
		return cannotWrite(f.name, err)
	}
	if err := os.Rename(f.draft.Name(), f.name); err != nil {
		return cannotWrite(f.name, err)
	}
	f.draft = nil
	return cannotWrite(f.name, SyncDir(filepath.Dir(f.name)))
}

// Discard removes the draft if it was not kept.
func (f *Secret) Discard() {
	if f.draft != nil {
		ours := f.ours() == nil
		f.draft.Close()
		if ours {
			os.Remove(f.draft.Name())
		}
	}
}

// SyncDir makes the names in a directory durable. Windows has no such call.
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
