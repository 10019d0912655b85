package files

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// replace puts a new file in the place of old, with its permissions and its owner, or where there is none (old is nil).
// It does so in one step: whoever reads the file, or stops the program, has the one or the other. With wait, so does
// who stops the machine.
func replace(file string, data io.Reader, old fs.FileInfo, wait bool) error {
	mode := fs.FileMode(0o666) // the umask takes from it
	if old != nil {
		mode = 0o600 // until it is whole
	}
	f, err := newBeside(file, mode)
	if err != nil {
		return err
	}
	err = fill(f, data, old)
	if err == nil && wait {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), file)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}

// newBeside makes a file of no name that anybody knows in the folder of another.
func newBeside(file string, mode fs.FileMode) (*os.File, error) {
	name := filepath.Join(filepath.Dir(file), ".qwac-"+rand.Text())
	return os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, mode)
}

// fill writes all of a file. The owner comes before the permissions: a change of owner takes some of them away.
func fill(f *os.File, data io.Reader, old fs.FileInfo) error {
	if _, err := io.Copy(f, data); err != nil {
		return err
	}
	if old != nil {
		if err := sameOwner(f, old); err != nil {
			return err
		}
		if err := f.Chmod(old.Mode()); err != nil {
			return err
		}
	}
	return nil
}

// mayReplace refuses to put another file in the place of one that its owner protects from being written: who may write
// to the folder could do so all the same.
func mayReplace(file string, old fs.FileInfo) error {
	if old.Mode().Perm()&0o222 == 0 {
		return fmt.Errorf("cannot write %s: it is read-only: make it writable, or name another file", file)
	}
	return nil
}
