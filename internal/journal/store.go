package journal

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"qwac/internal/files"
)

const (
	suffix = ".json" // of a record; the rest of the name is the request id
	draft  = ".new-" // begins the name of a file that is being written
	// keptClosed is how many closed records are kept, to refuse used ids and for people to read.
	keptClosed = 100
	// maxFiles is ten times what a journal holds that has as many open records as closed ones.
	maxFiles = 2000
	// maxRecord is ten times a record with a URL of 500 bytes.
	maxRecord = 8 << 10
)

// makeDir makes a directory and those above it. What it makes is on the disk when it returns.
func makeDir(path string) error {
	err := os.Mkdir(path, 0o700)
	if parent := filepath.Dir(path); errors.Is(err, fs.ErrNotExist) && parent != path {
		if err := makeDir(parent); err != nil {
			return err
		}
		err = os.Mkdir(path, 0o700)
	}
	if err == nil {
		return files.SyncDir(filepath.Dir(path))
	}
	info, statErr := os.Stat(path)
	if statErr != nil || !info.IsDir() {
		return err
	}
	return nil
}

// closeToOthers removes the rights of group and others. It fails if somebody else owns the directory.
func closeToOthers(path string) error {
	info, err := os.Lstat(path)
	switch {
	case err != nil:
		return err
	case !info.IsDir():
		return fmt.Errorf("%s is %w", path, errLink)
	case runtime.GOOS == "windows" || info.Mode().Perm() == 0o700:
		return nil
	}
	return os.Chmod(path, 0o700)
}

// errLink reports something in the journal that the journal did not create.
var errLink = errors.New("a symbolic link or a special file, which the journal does not follow: put the real thing " +
	"in its place")

// openPlain opens or creates a regular file, and follows no link. If the system cannot refuse links, it relies on a
// check before opening; nobody else may write to the directory.
func openPlain(path string, flag int) (*os.File, error) {
	info, err := os.Lstat(path)
	if err == nil && !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is %w", path, errLink)
	}
	return os.OpenFile(path, flag|noFollow, 0o600)
}

// load reads all records, and removes files that were not written whole. The lock is held.
func (d *Dir) load() (book, error) {
	files, err := os.ReadDir(d.path)
	if err != nil {
		return nil, err
	}
	if len(files) > maxFiles {
		return nil, fmt.Errorf("%s holds %d files, want at most %d: this is not a journal", d.path, len(files),
			maxFiles)
	}
	var records book
	for _, f := range files {
		path := filepath.Join(d.path, f.Name())
		if strings.HasPrefix(f.Name(), draft) {
			if err := os.Remove(path); err != nil {
				return nil, err
			}
		}
		id, ok := strings.CutSuffix(f.Name(), suffix)
		if !ok {
			continue
		}
		data, err := readFile(path)
		if err != nil {
			return nil, err
		}
		r, err := parseRecord(id, data)
		if err != nil {
			return nil, &CorruptError{path, err}
		}
		records = append(records, r)
	}
	return records, nil
}

func readFile(path string) ([]byte, error) {
	f, err := openPlain(path, os.O_RDONLY)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, maxRecord))
}

// write puts a record in place, whole or not at all, and returns when it would survive a crash. The lock is held.
func (d *Dir) write(r record) error {
	if err := errors.Join(r.seal(), r.validate()); err != nil {
		return err
	}
	data, err := json.Marshal(r)
	if err != nil {
		return err
	}
	if len(data) >= maxRecord {
		return fmt.Errorf("a record of %d bytes, want at most %d", len(data), maxRecord)
	}
	f, err := os.CreateTemp(d.path, draft) // mode 0600
	if err != nil {
		return err
	}
	_, err = f.Write(append(data, '\n'))
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), filepath.Join(d.path, r.ID+suffix))
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return files.SyncDir(d.path)
}

// prune removes the oldest surplus closed records. The lock is held.
func (d *Dir) prune(records book) error {
	closed := slices.DeleteFunc(slices.Clone(records), record.isOpen)
	slices.SortFunc(closed, newest)
	for _, r := range closed[min(len(closed), keptClosed):] {
		if err := os.Remove(filepath.Join(d.path, r.ID+suffix)); err != nil {
			return err
		}
	}
	return nil
}
