package scan

import (
	"bytes"
	"encoding/binary"
	"path/filepath"
	"strings"

	"qwac/internal/files"
)

// maxIndex is how much of the index of git is read, in bytes: one of a million files has some 100 MiB.
const maxIndex = 256 << 20

// tracked are the files that git keeps though a .gitignore fits them, and the folders that they stand in, from the top
// of the repository. What git keeps it never ignores (gitignore(5)).
type tracked struct {
	dir          string // folder of git with the index
	hash         int    // bytes of a digest in it
	read         bool
	names, above map[string]bool
}

// newTracked is what the repository with this top keeps; its index is read when it is asked.
func newTracked(top string) *tracked {
	hash := 20
	config := strings.ToLower(readRegular(filepath.Join(gitDir(top), "config")))
	if strings.Contains(strings.ReplaceAll(config, " ", ""), "objectformat=sha256") {
		hash = 32
	}
	return &tracked{dir: ownGitDir(top), hash: hash}
}

// has reports whether a file, or something in a folder, is in the index.
func (t *tracked) has(path []string, folder bool) bool {
	if t == nil {
		return false
	}
	if !t.read {
		t.read = true
		t.names, t.above = map[string]bool{}, map[string]bool{}
		data, err := files.Read(filepath.Join(t.dir, "index"), maxIndex)
		if err == nil && len(data) <= maxIndex {
			eachTracked(data, t.hash, t.add)
		}
	}
	name := strings.Join(path, "/")
	return t.names[name] || folder && t.above[name]
}

func (t *tracked) add(name string) {
	t.names[name] = true
	for i := strings.LastIndexByte(name, '/'); i > 0 && !t.above[name[:i]]; i = strings.LastIndexByte(name[:i], '/') {
		t.above[name[:i]] = true
	}
}

// eachTracked goes through the names in an index, versions 2 to 4 (gitformat-index(5)), as far as it can be read.
func eachTracked(data []byte, hash int, yield func(string)) {
	const head, times = 12, 40 // bytes of the header, and of an entry before its digest
	if len(data) < head || !bytes.HasPrefix(data, []byte("DIRC")) {
		return
	}
	version, count := binary.BigEndian.Uint32(data[4:]), binary.BigEndian.Uint32(data[8:])
	name := ""
	for rest := data[head:]; count > 0; count-- {
		fixed := times + hash + 2
		if len(rest) < fixed {
			return
		}
		if rest[fixed-2]&0x40 != 0 { // there are more flags
			fixed += 2
		}
		at, kept := min(fixed, len(rest)), 0
		if version == 4 {
			drop, n := offset(rest[at:])
			at, kept = at+n, len(name)-drop
		}
		end := bytes.IndexByte(rest[at:], 0)
		if end < 0 || kept < 0 || kept > len(name) {
			return
		}
		name = name[:kept] + string(rest[at:at+end])
		yield(name)
		size := at + end + 1
		if version != 4 {
			size = (at + end + 8) / 8 * 8
		}
		rest = rest[min(size, len(rest)):]
	}
}

// offset is a number as packs have it, and how many bytes it takes.
func offset(data []byte) (value, n int) {
	for n < len(data) && n < 5 {
		c := data[n]
		if n > 0 {
			value++
		}
		value = value<<7 | int(c&0x7f)
		if n++; c&0x80 == 0 {
			break
		}
	}
	return value, n
}
