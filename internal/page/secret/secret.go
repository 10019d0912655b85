// Package secret tells whether a private key stands in a file, whatever it is wrapped in. It is for a page that must
// not keep such a file, so it knows forms that nobody reads certificates from. Most people want [In].
package secret

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"strings"

	"qwac/pkg/bundle"
)

const (
	// maxDepth is how often one thing may be wrapped in another: text in JSON in base64 in an archive in an archive.
	maxDepth = 8
	// maxWork bounds what is looked at in all, in bytes: the largest file that a page takes has 16 MiB, and one that
	// may be judged 1 MiB, which is looked at in every way.
	maxWork = 24 << 20
	// maxEntries bounds how many files of an archive are looked into, as where certificates are read from it.
	maxEntries = 1000
	// maxUnpacked bounds what comes out of one file of an archive, in bytes.
	maxUnpacked = 16 << 20
)

// In reports whether a private key stands in a file: as DER, PEM, or text without its lines; as that of SSH, PuTTY,
// OpenPGP, age and others; in a key store of Java or NSS; in JSON; and all of that again in base64, in hexadecimal
// digits, or in archives. A PKCS#12 file is none: it is opened with its password, and its key dropped.
func In(data []byte) bool { return (&search{left: maxWork}).in(data, maxDepth) }

// search is how much work is left.
type search struct{ left int }

func (s *search) in(data []byte, depth int) bool {
	s.left -= len(data)
	if depth == 0 || s.left < 0 || len(data) == 0 {
		return false
	}
	if isBinaryKey(data) || inTar(data) {
		return true
	}
	switch {
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return s.inZIP(data, depth)
	case bytes.HasPrefix(data, []byte("\x1f\x8b")):
		r, err := gzip.NewReader(bytes.NewReader(data))
		return err == nil && s.inReader(r, depth)
	}
	text := plain(data)
	if hasWords(text) || len(bundle.KeysIn(text)) > 0 || s.inJSON(text, depth) {
		return true
	}
	for inner := range decoded(text) {
		if s.in(inner, depth-1) {
			return true
		}
	}
	return false
}

// inReader looks into what can be read of a file that is packed. Where it is cut off, that is its beginning.
func (s *search) inReader(r io.Reader, depth int) bool {
	data, _ := io.ReadAll(io.LimitReader(r, int64(max(0, min(s.left, maxUnpacked)))))
	return s.in(data, depth-1)
}

func (s *search) inZIP(data []byte, depth int) bool {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return false
	}
	for _, e := range z.File[:min(len(z.File), maxEntries)] {
		if r, err := e.Open(); err == nil && s.inReader(r, depth) {
			return true
		}
	}
	return false
}

// tarBlock is what everything in a tar archive begins at a multiple of.
const tarBlock = 512

// inTar looks at what begins in a tar archive. Text in it is found as in any other file.
func inTar(data []byte) bool {
	if len(data) < tarBlock || !bytes.HasPrefix(data[257:], []byte("ustar")) {
		return false
	}
	for off := tarBlock; off < len(data); off += tarBlock {
		if isBinaryKey(data[off:]) {
			return true
		}
	}
	return false
}

// plain is a text without the second bytes of UTF-16, and with the line breaks that stand in it escaped.
func plain(data []byte) []byte {
	if len(data) > 3 && (data[1] == 0 && data[3] == 0 || data[0] == 0 && data[2] == 0 ||
		bytes.HasPrefix(data, []byte{0xFF, 0xFE}) || bytes.HasPrefix(data, []byte{0xFE, 0xFF})) {
		data = bytes.ReplaceAll(data, []byte{0}, nil)
	}
	if bytes.IndexByte(data, '\\') < 0 && bytes.IndexByte(data, '<') < 0 {
		return data
	}
	return []byte(strings.NewReplacer(`\\n`, "\n", `\n`, "\n", `\r`, "", `\/`, "/", "<br>", "\n", "<br/>", "\n").
		Replace(string(data)))
}

// inJSON looks at the members of objects, and into their texts.
func (s *search) inJSON(text []byte, depth int) bool {
	text = bytes.TrimSpace(bytes.TrimPrefix(text, []byte("\xef\xbb\xbf")))
	if len(text) == 0 || text[0] != '{' && text[0] != '[' {
		return false
	}
	var v any
	if json.Unmarshal(text, &v) != nil { // cut off, or among other text
		return bytes.Contains(text, []byte(`"kty"`)) && bytes.Contains(text, []byte(`"d"`))
	}
	return s.inValue(v, depth)
}

func (s *search) inValue(v any, depth int) bool {
	switch v := v.(type) {
	case string:
		return len(v) >= shortest && s.in([]byte(v), depth-1)
	case []any:
		for _, one := range v {
			if s.inValue(one, depth) {
				return true
			}
		}
	case map[string]any:
		if isJWK(v) {
			return true
		}
		for _, one := range v {
			if s.inValue(one, depth) {
				return true
			}
		}
	}
	return false
}

// isJWK tells a private or secret key (RFC 7518, section 6; RFC 9964 for priv) from a public one.
func isJWK(object map[string]any) bool {
	if _, key := object["kty"].(string); !key {
		return false
	}
	for _, member := range []string{"d", "k", "p", "q", "priv"} {
		if text, ok := object[member].(string); ok && text != "" {
			return true
		}
	}
	return false
}
