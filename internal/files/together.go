package files

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// File is a file to be written into a directory.
type File struct {
	Name string
	Mode fs.FileMode
	Data []byte
}

// WriteTogether writes files into a directory, all or none. Without force no file may exist yet. It creates the files
// in a temporary directory beside it first, so that failures come before any visible change.
func WriteTogether(dir string, files []File, force bool) error {
	if err := mayWrite(dir, files, force); err != nil {
		return err
	}
	dir = filepath.Clean(dir)
	stage, err := os.MkdirTemp(filepath.Dir(dir), ".qwac-*")
	if err != nil {
		return cannotWrite(dir, err)
	}
	defer os.RemoveAll(stage)
	for _, f := range files {
		if err := writeWhole(filepath.Join(stage, f.Name), f.Data, f.Mode); err != nil {
			return cannotWrite(filepath.Join(dir, f.Name), err)
		}
	}
	if err := os.Chmod(stage, 0o755); err != nil {
		return cannotWrite(dir, err)
	}
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		return cannotWrite(dir, os.Rename(stage, dir))
	}
	for _, f := range files {
		if err := os.Rename(filepath.Join(stage, f.Name), filepath.Join(dir, f.Name)); err != nil {
			return cannotWrite(filepath.Join(dir, f.Name), err)
		}
	}
	return nil
}

func mayWrite(dir string, files []File, force bool) error {
	if info, err := os.Stat(dir); err == nil && !info.IsDir() {
		return fmt.Errorf("cannot write to %s: it is a file, want a directory", dir)
	}
	for _, f := range files {
		name := filepath.Join(dir, f.Name)
		if _, err := os.Lstat(name); err == nil && !force {
			return fmt.Errorf("%s already exists: name another directory, or give --force to overwrite", name)
		}
	}
	return nil
}

// writeWhole writes a new file and syncs it.
func writeWhole(name string, data []byte, mode fs.FileMode) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Sync(), f.Close())
}
