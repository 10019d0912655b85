package ber

import (
	"bytes"
)

// InDER writes a certificate with the lengths, integers and booleans of DER where they are those of BER, also inside
// the extensions of RFC 5280. What it cannot read, and strings in pieces, stay as they are. What is DER already is not
// copied.
func InDER(content []byte, depth int) []byte { return rewrite(content, depth, false) }

// rewrite is InDER; inside says that octet strings hold elements, as the values of extensions do.
func rewrite(content []byte, depth int, inside bool) []byte {
	var out []byte // nil: nothing was changed so far
	at := 0
	for at < len(content) {
		e, _, ok := ReadElement(content[at:])
		if !ok || depth == 0 || e.Tag&0x1f == 0x1f {
			break
		}
		value := valueInDER(e, depth)
		if inside && e.Tag == TagOctetString {
			value = InDER(value, depth)
		}
		if out == nil && (e.Indefinite || e.padded || !bytes.Equal(value, e.Content)) {
			out = append(make([]byte, 0, len(content)), content[:at]...)
		}
		if out != nil {
			out = AppendElement(out, e.Tag, value)
		}
		at += len(e.Full)
	}
	if out == nil {
		return content
	}
	return append(out, content[at:]...)
}

func valueInDER(e Element, depth int) []byte {
	value := e.Content
	switch {
	case e.Tag == TagSequence && standardExtension(value):
		return rewrite(value, depth-1, true)
	case e.Tag&Constructed != 0:
		return InDER(value, depth-1)
	case e.Tag == TagInteger:
		for len(value) > 1 && (value[0] == 0 && value[1] < 0x80 || value[0] == 0xff && value[1] >= 0x80) {
			value = value[1:]
		}
	case e.Tag == tagBoolean && len(value) == 1 && value[0] != 0 && value[0] != 0xff:
		return []byte{0xff}
	}
	return value
}

// standardExtension reports whether a SEQUENCE is an extension of RFC 5280, by its identifier under 2.5.29 and its
// shape.
func standardExtension(content []byte) bool {
	if len(content) < 4 || content[0] != TagOID ||
		content[1] < 0x80 && !bytes.HasPrefix(content[2:], oidArcExtensions) {
		return false // most SEQUENCEs
	}
	es := new(Elements).Of(content)
	return (len(es) == 2 || len(es) == 3 && es[1].Tag == tagBoolean) && es[0].Tag == TagOID &&
		bytes.HasPrefix(es[0].Content, oidArcExtensions) && es[len(es)-1].Tag == TagOctetString
}

// oidArcExtensions is the content of 2.5.29.
var oidArcExtensions = []byte{0x55, 0x1d}

// AppendElement writes an element whose tag has one octet.
func AppendElement(out []byte, tag byte, value []byte) []byte {
	out = append(out, tag)
	n := len(value)
	switch {
	case n < 0x80:
		out = append(out, byte(n))
	case n < 0x100:
		out = append(out, 0x81, byte(n))
	case n < 0x10000:
		out = append(out, 0x82, byte(n>>8), byte(n))
	default:
		out = append(out, 0x83, byte(n>>16), byte(n>>8), byte(n))
	}
	return append(out, value...)
}
