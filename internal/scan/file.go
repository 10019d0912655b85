package scan

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"qwac/internal/files"
	"qwac/pkg/repo"
)

// File is one that may hold certificates.
type File struct {
	Name   string // as reports name it
	Dir    string // folder or archive that it stands in
	Target bool   // what is in it is judged; else it only lends certificates of CAs
	Named  bool   // it was named itself, not found in a folder

	data []byte // of an archive; else nil
}

// Size is how many bytes it has; zero where that cannot be told.
func (f *File) Size() int64 {
	if f.data != nil {
		return int64(len(f.data))
	}
	info, err := os.Stat(f.Name)
	if err != nil {
		return 0
	}
	return info.Size()
}

// Read reads up to one byte beyond limit.
func (f *File) Read(limit int) ([]byte, error) {
	if f.data != nil {
		return f.data[:min(len(f.data), limit+1)], nil
	}
	return files.Read(f.Name, limit)
}

// Source is the file as one to read certificates from; everywhere: it only lends, and to all.
func (f *File) Source(everywhere bool) *repo.Source {
	return &repo.Source{Name: f.Name, Dir: f.Dir, Judged: f.Target && !everywhere, Everywhere: everywhere,
		Named: f.Named, CertName: IsCertificateName(f.Name), Size: f.Size, Read: f.Read}
}

// Trouble is something that could not be looked into.
type Trouble struct {
	Name string
	Why  string // "permission denied"
	Next string // what to do, a sentence
}

// String is a line about a trouble.
func (t Trouble) String() string { return fmt.Sprintf("%s: %s", t.Name, t.Why) }

// troubleOf is why a file or folder cannot be read.
func troubleOf(name string, err error) Trouble {
	why := err
	if p := (*fs.PathError)(nil); errors.As(err, &p) {
		why = p.Err
	}
	next := "Check that it can be read."
	if errors.Is(err, fs.ErrPermission) {
		next = "Let the account that judges read it, or leave it out by --exclude."
	}
	return Trouble{name, why.Error(), next}
}

// Found is the outcome of a walk, sorted by name.
type Found struct {
	Files    []File
	Troubles []Trouble // where certificates may be that nobody saw
	Passed   []Trouble // what cannot hold any, such as pipes and devices
}

// Missing says why nothing can be read of what a list names; nil: it is a file or a folder. Nobody waits for a pipe
// that stands in a list.
func Missing(name string) *Trouble {
	info, err := os.Stat(name)
	switch {
	case err != nil:
		t := troubleOf(name, err)
		return &t
	case !info.IsDir() && !info.Mode().IsRegular():
		return &Trouble{name, "it is " + kindOf(info.Mode()), "Take it out of the list."}
	}
	return nil
}

func kindOf(mode fs.FileMode) string {
	switch {
	case mode&fs.ModeNamedPipe != 0:
		return "a named pipe"
	case mode&fs.ModeSocket != 0:
		return "a socket"
	case mode&fs.ModeDevice != 0:
		return "a device"
	}
	return "no regular file"
}

// IsCertificateName reports whether a file is called as those with certificates are.
func IsCertificateName(name string) bool {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".pem", ".crt", ".cer", ".cert", ".der", ".p7b", ".p7c", ".p7s", ".p12", ".pfx":
		return true
	}
	return false
}

// realPath is an absolute path without links; where that cannot be told, the absolute path.
func realPath(name string) string {
	name = absolute(name)
	if real, err := filepath.EvalSymlinks(name); err == nil {
		return real
	}
	return name
}

func absolute(name string) string {
	if abs, err := filepath.Abs(name); err == nil {
		return abs
	}
	return filepath.Clean(name)
}

// Targets is how many files are judged.
func (all *Found) Targets() int {
	n := 0
	for _, f := range all.Files {
		if f.Target {
			n++
		}
	}
	return n
}
