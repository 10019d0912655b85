package register

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"path"
	"strings"
	"time"
)

// Limits of a file. In 2026 the archive has 20 MB, the JSON in it 217 MB, 330,000 entities.
const (
	MaxZIP     = 256 << 20
	maxJSON    = 1 << 30
	maxRatio   = 100 // of JSON to archive; the register compresses to a tenth
	maxMembers = 100
	maxSidecar = 4 << 10
)

const hintAgain = "download it again; nothing of it was used"

// Import reads the register as it is published: the JSON document, or the ZIP archive with it. The file has a size and
// a day, which counts where no entry has a version. It is read once and never kept whole.
func Import(file io.ReaderAt, size int64, day time.Time) (*Index, Notes, error) {
	begin := make([]byte, 512)
	n, err := file.ReadAt(begin, 0)
	if err != nil && err != io.EOF {
		return nil, Notes{}, err
	}
	begin = begin[:n]
	if bytes.HasPrefix(begin, []byte("PK")) {
		return importZIP(file, size, day)
	}
	if e := foreign(begin); e != nil {
		return nil, Notes{}, e
	}
	if size > maxJSON {
		return nil, Notes{}, &Error{fmt.Sprintf("it has %d MiB, at most %d are read", size>>20, maxJSON>>20), ""}
	}
	sum := sha256.New()
	return importJSON(io.NewSectionReader(file, 0, size), maxJSON, sum, sum, day)
}

// foreign tells what a file is that is no JSON.
func foreign(begin []byte) *Error {
	text := strings.TrimLeft(strings.TrimPrefix(string(begin), "\ufeff"), " \t\r\n")
	const want = "want the register of the EBA: the ZIP archive or the JSON file in it"
	switch {
	case text == "":
		return &Error{"it is empty", want}
	case strings.HasPrefix(text, "-----BEGIN"):
		return &Error{"it is a PEM file", want}
	case strings.HasPrefix(text, "<"):
		return &Error{"it is HTML or XML, perhaps the page of an error", want}
	case strings.HasPrefix(text, "\x1f\x8b"):
		return &Error{"it is packed by gzip", "unpack it first"}
	case strings.HasPrefix(text, "{") && strings.Contains(text, "golden_copy_path_context"):
		return &Error{"it is the description of the download, not the register",
			"get the file at golden_copy_path_context followed by latest_version_relative_zip_path"}
	case text[0] != '[' && text[0] != '{':
		return &Error{"it is no JSON document", want}
	}
	return nil
}

// importZIP reads the one JSON file of an archive, and holds it to the digest in the file beside it where there is one.
func importZIP(file io.ReaderAt, size int64, day time.Time) (*Index, Notes, error) {
	if size > MaxZIP {
		return nil, Notes{}, &Error{fmt.Sprintf("it has %d MiB, at most %d are read", size>>20, MaxZIP>>20), ""}
	}
	a, err := zip.NewReader(file, size)
	if err != nil {
		return nil, Notes{}, &Error{"it is no whole ZIP archive", hintAgain}
	}
	document, sidecar, err := members(a)
	if err != nil {
		return nil, Notes{}, err
	}
	if document.UncompressedSize64 > maxJSON || document.UncompressedSize64/maxRatio > document.CompressedSize64 {
		return nil, Notes{},
			&Error{fmt.Sprintf("it would unpack to %d MiB: the register has some 220 and compresses to "+
				"a tenth", document.UncompressedSize64>>20), ""}
	}
	whole := sha256.New()
	if _, err := io.Copy(whole, io.NewSectionReader(file, 0, size)); err != nil {
		return nil, Notes{}, err
	}
	r, err := document.Open()
	if err != nil {
		return nil, Notes{}, &Error{"its JSON file cannot be unpacked", hintAgain}
	}
	defer r.Close()
	if !document.Modified.IsZero() {
		day = document.Modified
	}
	sum := sha256.New()
	x, notes, err := importJSON(r, int64(document.UncompressedSize64), sum, whole, day)
	if errors.Is(err, zip.ErrChecksum) || errors.Is(err, zip.ErrFormat) {
		err = &Error{"its JSON file is damaged", hintAgain}
	}
	if err == nil && sidecar != nil {
		err = compareDigest(sidecar, sum)
	}
	if err != nil {
		return nil, Notes{}, err
	}
	return x, notes, nil
}

// members finds the JSON file of an archive and the file with its digest; nil: there is none.
func members(a *zip.Reader) (document, sidecar *zip.File, err error) {
	if len(a.File) > maxMembers {
		return nil, nil, &Error{fmt.Sprintf("the archive has %d files, want one JSON file and its digest",
			len(a.File)), ""}
	}
	for _, f := range a.File {
		switch strings.ToLower(path.Ext(f.Name)) {
		case ".json":
			if document != nil {
				return nil, nil, &Error{"the archive has more than one JSON file, want one", ""}
			}
			document = f
		case ".sha256":
			sidecar = f
		}
	}
	if document == nil {
		return nil, nil, &Error{"the archive has no JSON file", "want the register of the EBA as it is downloaded"}
	}
	if document.Flags&1 != 0 {
		return nil, nil, &Error{"the archive is encrypted", "unpack it first, and name the JSON file"}
	}
	return document, sidecar, nil
}

// compareDigest holds the JSON to the digest that came with it: 64 hexadecimal digits, and perhaps a name.
func compareDigest(sidecar *zip.File, sum hash.Hash) error {
	r, err := sidecar.Open()
	if err != nil {
		return &Error{"the digest in the archive cannot be read", hintAgain}
	}
	defer r.Close()
	text, err := io.ReadAll(io.LimitReader(r, maxSidecar))
	if err != nil {
		return &Error{"the digest in the archive cannot be read", hintAgain}
	}
	for _, word := range strings.Fields(string(text)) {
		if want, err := hex.DecodeString(word); err == nil && len(want) == sha256.Size {
			if !bytes.Equal(want, sum.Sum(nil)) {
				return &Error{"the JSON file is not the one whose SHA-256 stands beside it in the archive", hintAgain}
			}
			return nil
		}
	}
	return &Error{"the file .sha256 in the archive has no SHA-256", hintAgain}
}

// importJSON reads the document. It is fed to a digest; of is that of the whole file.
func importJSON(r io.Reader, limit int64, fed, of hash.Hash, day time.Time) (*Index, Notes, error) {
	s := newScanner(io.TeeReader(r, fed), limit)
	c := newCollector()
	err := c.document(s)
	switch e := (*Error)(nil); {
	case err == nil:
	case errors.As(err, &e), errors.Is(err, zip.ErrChecksum), errors.Is(err, zip.ErrFormat):
		return nil, Notes{}, err
	case errors.Is(err, errEnd), errors.Is(err, io.ErrUnexpectedEOF):
		return nil, Notes{}, &Error{"it ends too early: the download broke off, or a part of the file is missing",
			hintAgain}
	default:
		return nil, Notes{}, &Error{"it is damaged: " + err.Error(), hintAgain}
	}
	return c.index(of.Sum(nil), day)
}
