// Package files reads files up to a limit, and writes them whole or not at all. Most people want [Read] and [Write].
package files

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// Read reads a file up to one byte beyond limit, so that the caller sees that there is more, and a huge file costs no
// more.
func Read(name string, limit int) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, CannotRead(name, err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, CannotRead(name, err)
	}
	if info.IsDir() {
		return nil, &ReadError{name, fmt.Errorf("%s is a directory: name a file in it", name)}
	}
	size := info.Size() // some systems report size 0 for files with content
	if !info.Mode().IsRegular() || size == 0 || size > int64(limit) {
		return ReadFrom(f, name, limit)
	}
	data := make([]byte, size) // at once: growing to the size of a large index costs more than reading it
	if n, err := io.ReadFull(f, data); err != nil && err != io.ErrUnexpectedEOF && err != io.EOF {
		return nil, CannotRead(name, err)
	} else if n < len(data) { // it shrank meanwhile
		data = data[:n]
	}
	return data, nil
}

// ReadFrom is Read for a stream; name is for errors.
func ReadFrom(r io.Reader, name string, limit int) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, int64(limit)+1))
	if err != nil {
		return nil, CannotRead(name, err)
	}
	return data, nil
}

// ReadError says why a file cannot be read.
type ReadError struct {
	Name string // of the file
	Err  error  // names it too
}

func (e *ReadError) Error() string { return e.Err.Error() }

func (e *ReadError) Unwrap() error { return e.Err }

// CannotRead names the file that cannot be read, and what to check.
func CannotRead(name string, err error) error {
	hint := ""
	switch {
	case errors.Is(err, fs.ErrNotExist):
		hint = ": " + missing(name)
	case errors.Is(err, fs.ErrPermission):
		hint = ": check who may read the file"
	}
	if p := (*fs.PathError)(nil); errors.As(err, &p) {
		err = p.Err
	}
	return &ReadError{name, fmt.Errorf("cannot read %s: %w%s", name, err, hint)}
}
