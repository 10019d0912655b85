package ber

import (
	"bytes"
	"fmt"
)

// NotCanonical names the first place where a certificate is not DER (RFC 5280, section 4.1; X.690, section 8 against 10
// and 11); empty: none was found. The certificate may still be readable.
func NotCanonical(der []byte) string {
	var c canonical
	c.walk(der, 0, MaxDepth)
	return c.what
}

type canonical struct{ what string }

// walk judges the elements that content consists of; base is the offset of content in the certificate.
func (c *canonical) walk(content []byte, base, depth int) {
	for c.what == "" && depth > 0 && len(content) > 0 {
		e, rest, ok := ReadElement(content)
		if !ok {
			return // broken, and that is another rule's business
		}
		c.element(&e, base)
		if e.Tag&Constructed != 0 && c.what == "" {
			inner := base + len(e.Full) - len(e.Content)
			c.defaults(&e, base, MaxDepth-depth)
			c.walk(e.Content, inner, depth-1)
		}
		base, content = base+len(e.Full), rest
	}
}

func (c *canonical) fault(base int, what string) {
	if c.what == "" {
		c.what = fmt.Sprintf("%s at byte %d of the certificate: BER, want DER", what, base)
	}
}

func (c *canonical) element(e *Element, base int) {
	switch {
	case e.Indefinite:
		c.fault(base, "an indefinite length")
	case e.padded:
		c.fault(base, "a length in more bytes than it needs")
	case e.Tag == tagBoolean && (len(e.Content) != 1 || e.Content[0] != 0 && e.Content[0] != 0xff):
		c.fault(base, fmt.Sprintf("a BOOLEAN of value %x (true is ff)", e.Content))
	case e.Tag == TagInteger && len(e.Content) > 1 &&
		(e.Content[0] == 0 && e.Content[1] < 0x80 || e.Content[0] == 0xff && e.Content[1] >= 0x80):
		c.fault(base, "an INTEGER with a needless first byte")
	case e.Tag == tagBitString && unusedBitsSet(e.Content):
		c.fault(base, "a BIT STRING with bits behind its end")
	case e.Tag == tagBitString|Constructed, e.Tag == TagOctetString|Constructed:
		c.fault(base, "a string in pieces")
	}
}

func unusedBitsSet(content []byte) bool {
	if len(content) < 2 || content[0] > 7 {
		return false
	}
	return content[len(content)-1]&(1<<content[0]-1) != 0
}

// lastBitZero reports whether the last bit of a BIT STRING that is used is zero. A list of named bits has none such.
func lastBitZero(content []byte) bool {
	return len(content) > 1 && content[0] < 8 && content[len(content)-1]>>content[0]&1 == 0
}

// defaults finds DEFAULT values that are written out, and looks into the values of extensions.
func (c *canonical) defaults(e *Element, base, level int) {
	if e.Tag == TagExplicit0 && level == 2 && bytes.Equal(e.Content, []byte{TagInteger, 1, 0}) {
		c.fault(base, "the version 1, which is the default, is written out")
	}
	if e.Tag != TagSequence || !mayBeExtension(e.Content) {
		return
	}
	es := new(Elements).Of(e.Content)
	if len(es) < 2 || len(es) > 3 || es[len(es)-1].Tag != TagOctetString {
		return
	}
	if len(es) == 3 && bytes.Equal(es[1].Full, []byte{tagBoolean, 1, 0}) {
		c.fault(base, "critical FALSE, which is the default, is written out")
	}
	value := es[len(es)-1]
	c.extension(es[0].Content, value.Content, base+len(e.Full)-len(value.Content))
}

// mayBeExtension looks whether an identifier is followed by critical or the value: in most SEQUENCEs it is not. A long
// identifier is left to whoever reads all.
func mayBeExtension(content []byte) bool {
	if len(content) < 2 || content[0] != TagOID {
		return false
	}
	next := 2 + int(content[1])
	return content[1] >= 0x80 || next < len(content) && (content[next] == tagBoolean || content[next] == TagOctetString)
}

// extension judges the value of the extensions of RFC 5280, whose values are DER.
func (c *canonical) extension(id, value []byte, base int) {
	if !bytes.HasPrefix(id, oidArcExtensions) {
		return
	}
	inner, _, ok := ReadElement(value)
	switch {
	case !ok:
		return
	case id[len(id)-1] == 19 && bytes.HasPrefix(inner.Content, []byte{tagBoolean, 1, 0}):
		c.fault(base, "basicConstraints cA FALSE, which is the default, is written out")
	case id[len(id)-1] == 15 && len(inner.Content) > 1 && inner.Content[len(inner.Content)-1] == 0:
		c.fault(base, "keyUsage ends with a byte of zeros")
	case id[len(id)-1] == 15 && lastBitZero(inner.Content):
		c.fault(base, "keyUsage ends with a bit of zero (X.690, 11.2.2)")
	}
	c.walk(value, base, MaxDepth/2)
}
