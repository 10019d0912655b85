package app

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"qwac/internal/files"
	"qwac/pkg/ber"
	"qwac/pkg/bundle"
	"qwac/pkg/foreign"
	"qwac/pkg/lint"
	"qwac/pkg/repo"
)

// maxReplaced bounds how much of a file is looked at before an output replaces it: the offline page, the largest that
// this program writes, has a third of it.
const maxReplaced = 32 << 20

// keepsKey refuses an output that has a private key now, or may have one: it would be lost. What may be replaced is a
// text without a key, which is all that this program writes, and what holds no secret in DER. Of other files nobody
// knows what is in them.
func keepsKey(file string) error {
	info, err := os.Stat(file)
	if file == "-" || err != nil || !info.Mode().IsRegular() {
		return nil // it is new, or writing says what is wrong
	}
	data, err := files.Read(file, maxReplaced)
	if err != nil {
		return err
	}
	if why := irreplaceable(data); why != "" {
		return fmt.Errorf("%s %s: write to another file", file, why)
	}
	return nil
}

// irreplaceable is why the content of a file must not give way to an output; empty: it may.
func irreplaceable(data []byte) string {
	switch {
	case holdsAnyKey(data) && holdsAnyKey(bytes.ReplaceAll(data, []byte(" KEY stands in the file"), nil)):
		// what a report says of a key is none
		return "has a private key, which would be lost"
	case isText(data):
		return ""
	}
	if e, rest, ok := ber.ReadElement(data); ok && len(rest) == 0 {
		switch ber.KindOf(e) {
		case ber.CertificateKind, ber.RequestKind, ber.ListKind, ber.MessageKind, ber.OCSPKind, ber.PublicKind:
			return ""
		}
	}
	if f := foreign.Recognise(data); f != nil {
		return "is " + f.What + ", which would be lost"
	}
	return "is no text, and what is in it would be lost"
}

// isText tells text from what only some program reads. UTF-16 is text too, and so are the colours of a terminal.
func isText(data []byte) bool {
	text, usual := bundle.UTF8(data), usualInText()
	for i, c := range text {
		if usual[c] {
			continue
		}
		if c != c1 || i+1 < len(text) && text[i+1] < 0xa0 {
			return false
		}
	}
	return utf8.Valid(text)
}

// c1 is the first byte of U+0080 to U+00BF in UTF-8. The first half of these are control characters.
const c1 = 0xc2

// usualInText has the bytes that text may have whatever follows: a table, since reports are large.
func usualInText() (usual [256]bool) {
	for c := range usual {
		usual[c] = c >= utf8.RuneSelf && c != c1 || strings.ContainsRune("\t\n\v\f\r\x1b", rune(c)) ||
			c < utf8.RuneSelf && !unicode.IsControl(rune(c))
	}
	return usual
}

// holdsAnyKey looks for a private key in text in whatever state, also where a reader of certificates sees none, and for
// a store of keys.
func holdsAnyKey(data []byte) bool {
	text := bundle.UTF8(data)
	if repo.HoldsKey(text) || len(bundle.KeysIn(text)) > 0 || bytes.Contains(text, []byte("AGE-SECRET-KEY-1")) {
		return true
	}
	b := &bundle.Bundle{Limits: bundle.Limits{Bytes: inputLimits.Bytes, Certs: inputLimits.Certs, Rounds: 1}}
	err := b.Parse("", data)
	store := func(f lint.Fault) bool { return f.Rule == &bundle.PEMInputPKCS12 }
	return err != nil || b.HoldsKey() || slices.ContainsFunc(b.Faults, store)
}
