package files

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// Write writes a file, whole or not at all. It replaces the target of a link, not the link, unless the link is
// dangling. A file that is there keeps its permissions and its owner. Pipes and devices are written to directly. When
// it returns, the disk has the file.
func Write(file string, data []byte) error { return write(file, bytes.NewReader(data), true) }

// WriteFrom is Write of all that can be read, for what can be made again: it does not wait for the disk.
func WriteFrom(file string, data io.Reader) error { return write(file, data, false) }

func write(file string, data io.Reader, wait bool) error {
	if target, err := filepath.EvalSymlinks(file); err == nil {
		file = target
	}
	info, err := os.Stat(file)
	switch {
	case err == nil && info.IsDir():
		return isFolder(file)
	case err == nil && !info.Mode().IsRegular():
		return cannotWrite(file, writeTo(file, data))
	case err == nil:
		if err := mayReplace(file, info); err != nil {
			return err
		}
	case errors.Is(err, fs.ErrNotExist):
		info = nil
	default:
		return cannotWrite(file, err)
	}
	return cannotWrite(file, replace(file, data, info, wait))
}

// writeTo writes to a pipe or a device.
func writeTo(file string, data io.Reader) error {
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, data)
	return errors.Join(err, f.Close())
}

// Writable fails early if a file cannot be written: its folder must be there and take a file, and it must not be a
// folder itself.
func Writable(file string) error {
	info, err := os.Stat(file)
	switch {
	case err == nil && info.IsDir():
		return isFolder(file)
	case err == nil && !info.Mode().IsRegular():
		return nil // a pipe or a device
	case err == nil:
		if err := mayReplace(file, info); err != nil {
			return err
		}
	}
	f, err := newBeside(file, 0o600)
	if err == nil {
		err = errors.Join(f.Close(), os.Remove(f.Name()))
	}
	return cannotWrite(file, err)
}

func isFolder(file string) error {
	return fmt.Errorf("cannot write %s: it is a directory: name a file in it", file)
}

// cannotWrite names the file that the user knows, not the temporary one beside it.
func cannotWrite(file string, err error) error {
	if err == nil {
		return nil
	}
	for p := (*fs.PathError)(nil); errors.As(err, &p); {
		err = p.Err
	}
	for l := (*os.LinkError)(nil); errors.As(err, &l); {
		err = l.Err
	}
	return fmt.Errorf("cannot write %s: %w: check the folder and who may write to it", file, err)
}

// Same reports whether two names are, or would be, the same regular file. A missing file is identified by its path. An
// empty name and - are not files.
func Same(a, b string) bool {
	infoA, errA := os.Stat(a)
	infoB, errB := os.Stat(b)
	if errA == nil && errB == nil {
		return os.SameFile(infoA, infoB) && infoA.Mode().IsRegular()
	}
	if b == "" || b == "-" {
		return false
	}
	a, errA = filepath.Abs(a)
	b, errB = filepath.Abs(b)
	return errA == nil && errB == nil && a == b
}
