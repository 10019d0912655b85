package files

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strconv"
)

// maxBackups is how many copies of a file may stand beside it: who has so many keeps them by other means.
const maxBackups = 1000

// Rewrite replaces the content of a file that is still the one that was read, whole or not at all, with the same
// permissions and owner. What it was is kept beside it, in the first of FILE.bak, FILE.bak.1 and so on that is not
// there yet; the result is its name. On an error there is no copy. A file with several names (hard links) is refused:
// under the others it would stay what it was.
func Rewrite(file string, was, now []byte) (backup string, err error) {
	info, err := os.Stat(file)
	if err != nil {
		return "", cannotWrite(file, err)
	}
	if !info.Mode().IsRegular() {
		return "", fmt.Errorf("cannot write %s: it is no regular file: name another output", file)
	}
	if n := names(info); n > 1 {
		return "", fmt.Errorf("cannot write %s: it has %d names (hard links), and would change under this one alone: "+
			"name another output", file, n)
	}
	if err := mayReplace(file, info); err != nil {
		return "", err
	}
	current, err := Read(file, len(was))
	if err != nil {
		return "", err
	}
	if !bytes.Equal(current, was) {
		return "", fmt.Errorf("cannot write %s: it has changed since it was read: run again", file)
	}
	if backup, err = keep(file, was, info); err != nil {
		return "", err
	}
	if err := Write(file, now); err != nil {
		return "", errors.Join(err, os.Remove(backup))
	}
	return backup, nil
}

// keep writes a copy of a file beside it, under a name that nothing has.
func keep(file string, data []byte, old fs.FileInfo) (string, error) {
	for n := range maxBackups {
		name := file + ".bak"
		if n > 0 {
			name += "." + strconv.Itoa(n)
		}
		f, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if err != nil {
			return "", cannotWrite(name, err)
		}
		if err := errors.Join(fill(f, bytes.NewReader(data), old), f.Close()); err != nil {
			return "", cannotWrite(name, errors.Join(err, os.Remove(name)))
		}
		return name, nil
	}
	return "", fmt.Errorf("%d copies of %s are beside it: move them away", maxBackups, file)
}
