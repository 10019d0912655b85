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
// permissions. What it was is kept beside it, in the first of FILE.bak, FILE.bak.1 and so on that is not there yet; the
// result is its name. On an error there is no copy.
func Rewrite(file string, was, now []byte) (backup string, err error) {
	info, err := os.Stat(file)
	if err != nil {
		return "", cannotWrite(file, err)
	}
	if !info.Mode().IsRegular() {
		return "", fmt.Errorf("cannot write %s: it is no regular file: name another output", file)
	}
	current, err := Read(file, len(was))
	if err != nil {
		return "", err
	}
	if !bytes.Equal(current, was) {
		return "", fmt.Errorf("cannot write %s: it has changed since it was read: run again", file)
	}
	if backup, err = keep(file, was, info.Mode().Perm()); err != nil {
		return "", err
	}
	if err := Write(file, now); err != nil {
		return "", errors.Join(err, os.Remove(backup))
	}
	return backup, nil
}

// keep writes a copy of a file beside it, under a name that nothing has.
func keep(file string, data []byte, mode fs.FileMode) (string, error) {
	for n := range maxBackups {
		name := file + ".bak"
		if n > 0 {
			name += "." + strconv.Itoa(n)
		}
		err := writeWhole(name, data, mode)
		switch {
		case errors.Is(err, fs.ErrExist):
			continue
		case err == nil: // the umask may have taken some
			err = os.Chmod(name, mode)
		}
		if err != nil {
			os.Remove(name)
			return "", cannotWrite(name, err)
		}
		return name, nil
	}
	return "", fmt.Errorf("%d copies of %s are beside it: move them away", maxBackups, file)
}
