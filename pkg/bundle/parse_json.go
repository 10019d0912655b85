package bundle

import (
	"bytes"
	"encoding/json"
	"io"
	"slices"

	"qwac/pkg/lint"
	"qwac/pkg/unwrap"
)

// jwsHeader is the header of a JWS in its compact form (RFC 7515, section 7.1), or of its first part alone; nil: it is
// none.
func jwsHeader(text []byte) []byte {
	if !bytes.HasPrefix(text, []byte("eyJ")) && !bytes.HasPrefix(text, []byte("ew")) {
		return nil
	}
	first, _, _ := bytes.Cut(text, []byte("."))
	if header := bytes.TrimSpace(decodeAny(first)); json.Valid(header) {
		return header
	}
	return nil
}

// token is the text, or the JWS that stands in the header of a request or in another line of it: three words of
// base64url with dots between them.
func token(text []byte) []byte {
	i := bytes.Index(text, []byte("eyJ"))
	if i <= 0 || text[0] == '{' || text[0] == '[' || bytes.Contains(text, []byte("-----")) {
		return text
	}
	n := 0
	for i+n < len(text) && (unwrap.IsBase64Char(text[i+n]) || bytes.IndexByte([]byte("-_."), text[i+n]) >= 0) {
		n++
	}
	if unwrap.IsAlnum(text[i-1]) || bytes.Count(text[i:i+n], []byte(".")) != 2 {
		return text
	}
	return text[i : i+n]
}

// jsonWalk goes through a JSON document from its beginning to its end.
type jsonWalk struct {
	dec   *json.Decoder
	text  []byte
	src   *source
	shift int // of text in the source

	open  []jsonOpen
	found []jsonValue
	keys  []lint.Location
	pem   bool // there is PEM in a string
}

// jsonValue is what was in base64.
type jsonValue struct {
	data   []byte
	at     lint.Location
	broken bool // a value of x5c that is no base64 of a certificate
}

// jsonOpen is an object or an array that is not closed yet.
type jsonOpen struct {
	object       bool
	name         string // of the member that comes next; empty: none is named yet
	kty, private bool   // it is a JWK; it has a private part
	x5c          bool   // it is the array of x5c
	at           lint.Location
}

// maxOpen bounds how deep a document is nested. A JWKS has four levels, a secret of Kubernetes three.
const maxOpen = 64

// run walks over documents that follow each other; false: they are no JSON.
func (w *jsonWalk) run() bool {
	for {
		start := int(w.dec.InputOffset())
		token, err := w.dec.Token()
		if err == io.EOF {
			return len(w.open) == 0
		}
		if err != nil || len(w.open) > maxOpen {
			return false
		}
		for start < len(w.text) && bytes.IndexByte([]byte(" \t\r\n,:"), w.text[start]) >= 0 {
			start++
		}
		w.token(token, w.src.spot(w.shift+start))
	}
}

func (w *jsonWalk) token(token json.Token, at lint.Location) {
	var top *jsonOpen
	if len(w.open) > 0 {
		top = &w.open[len(w.open)-1]
	}
	switch t := token.(type) {
	case json.Delim:
		if t == '{' || t == '[' {
			w.open = append(w.open,
				jsonOpen{object: t == '{', at: at, x5c: t == '[' && top != nil && top.name == "x5c:"})
			return
		}
		if top.kty && top.private {
			w.keys = append(w.keys, top.at)
		}
		if w.open = w.open[:len(w.open)-1]; len(w.open) > 0 {
			w.open[len(w.open)-1].name = ""
		}
		return
	case string:
		if top != nil && top.object && top.name == "" {
			top.name = t + ":" // never empty
			return
		}
		w.value(top, t, at)
	default:
		if top != nil && top.x5c {
			w.found = append(w.found, jsonValue{at: at, broken: true})
		}
	}
	if top != nil {
		top.name = ""
	}
}

// value looks at a string that is not the name of a member.
func (w *jsonWalk) value(top *jsonOpen, text string, at lint.Location) {
	if top != nil {
		top.kty = top.kty || top.name == "kty:"
		top.private = top.private ||
			text != "" && slices.Contains([]string{"d:", "p:", "q:", "dp:", "dq:", "qi:", "k:"}, top.name)
	}
	if bytes.Contains([]byte(text), []byte("-----BEGIN")) {
		w.pem = true
		return
	}
	if header := jwsHeader([]byte(text)); header != nil {
		inner := jsonWalk{dec: json.NewDecoder(bytes.NewReader(header)), text: header,
			src: &source{file: at.File, raw: header, text: header, inside: &at}}
		if inner.run() {
			w.found, w.keys = append(w.found, inner.found...), append(w.keys, inner.keys...)
		}
		return
	}
	if data := decodeAny([]byte(text)); isElement(data) || isEncoded(data, maxNested) {
		w.found = append(w.found, jsonValue{data: data, at: at})
	} else if top != nil && top.x5c {
		w.found = append(w.found, jsonValue{at: at, broken: true})
	}
}
