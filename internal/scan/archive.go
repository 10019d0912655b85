package scan

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"path"
	"path/filepath"
	"strings"

	"qwac/internal/files"
)

// Limits of an archive. What a QTSP sends has a handful of certificates, a few KB each, and perhaps a PDF or two.
const (
	MaxArchive  = 16 << 20 // of the archive itself, and of all that is unpacked, in bytes
	maxEntries  = 1000
	maxUnpacked = 1 << 20 // of one file, in bytes: as much as of one outside
	// maxAllArchives bounds what is unpacked in one run, in bytes: it is kept until it is judged.
	maxAllArchives = 256 << 20
	maxRatio       = 100 // unpacked to packed: text becomes about five times smaller
)

// IsArchive reports whether a file is read like a folder.
func IsArchive(name string) bool { return strings.EqualFold(filepath.Ext(name), ".zip") }

// archived are the files that are packed in a ZIP file, and what is wrong with it.
func archived(archive string) (found []File, troubles []Trouble) {
	data, err := files.Read(archive, MaxArchive)
	if err != nil {
		return nil, []Trouble{{archive, troubleOf(archive, err).Why, archiveNext}}
	}
	return Unpack(archive, data)
}

const archiveNext = "Get the archive again, or unpack it and give the folder."

// Unpack finds the files that are packed in a ZIP file, and what is wrong with it.
func Unpack(archive string, data []byte) (found []File, troubles []Trouble) {
	refuse := func(name, why, next string) { troubles = append(troubles, Trouble{name, why, next}) }
	entries, why := entriesOf(data)
	if why != "" {
		refuse(archive, why, archiveNext)
		return nil, troubles
	}
	left := MaxArchive
	seen := map[string]bool{}
	for _, e := range entries {
		name, junk := entryName(e)
		if junk {
			continue
		}
		whole := filepath.Join(archive, filepath.FromSlash(name))
		content, why := unpack(e, left)
		if why == "" && seen[name] {
			why = "the archive has two files of this name"
		}
		seen[name] = true
		if why != "" {
			refuse(whole, why, "Unpack the archive by hand, look what it is, and give the certificates in it.")
			continue
		}
		left -= len(content)
		found = append(found, File{Name: whole, Dir: filepath.Dir(whole), data: content})
	}
	return found, troubles
}

// entriesOf reads the directory of an archive, or says why not.
func entriesOf(data []byte) (entries []*zip.File, why string) {
	if len(data) > MaxArchive {
		return nil, fmt.Sprintf("the archive has more than %d bytes", MaxArchive)
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	switch {
	case err != nil:
		return nil, "it is no ZIP archive that can be read: " + strings.TrimPrefix(err.Error(), "zip: ")
	case len(z.File) > maxEntries:
		return nil, fmt.Sprintf("the archive has %d files, want at most %d", len(z.File), maxEntries)
	}
	return z.File, ""
}

// entryName is the name of a file in an archive as one below it, whatever dots and slashes it has. Junk is what holds
// no certificate: folders, and what macOS adds.
func entryName(e *zip.File) (name string, junk bool) {
	name = strings.TrimPrefix(path.Clean("/"+strings.ReplaceAll(e.Name, `\`, "/")), "/")
	junk = name == "" || !e.Mode().IsRegular() || strings.HasSuffix(e.Name, "/") ||
		strings.HasPrefix(name, "__MACOSX/") || path.Base(name) == ".DS_Store"
	return name, junk
}

// unpack reads a file of an archive, or says why not. The result is never nil then.
func unpack(e *zip.File, left int) (content []byte, why string) {
	switch {
	case e.Flags&1 != 0:
		return nil, "it is encrypted"
	case IsArchive(e.Name):
		return nil, "it is an archive in an archive"
	case e.UncompressedSize64 > maxUnpacked:
		if !IsCertificateName(e.Name) {
			return []byte{}, ""
		}
		return nil, fmt.Sprintf("it has more than %d bytes", maxUnpacked)
	case e.UncompressedSize64/maxRatio > e.CompressedSize64:
		return nil, fmt.Sprintf("it is packed more than %d times smaller", maxRatio)
	}
	r, err := e.Open()
	if err != nil {
		return nil, strings.TrimPrefix(err.Error(), "zip: ")
	}
	defer r.Close()
	content, err = io.ReadAll(io.LimitReader(r, int64(min(left, maxUnpacked))+1))
	switch {
	case err != nil:
		return nil, strings.TrimPrefix(err.Error(), "zip: ")
	case len(content) > maxUnpacked:
		return nil, fmt.Sprintf("it has more than %d bytes", maxUnpacked)
	case len(content) > left:
		return nil, fmt.Sprintf("the archive has more than %d bytes in all", MaxArchive)
	}
	return content, ""
}
