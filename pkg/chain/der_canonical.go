package chain

import (
	"bytes"
	"fmt"
)

// notCanonical names the first place where a certificate is not DER (RFC 5280, section 4.1; X.690, section 8 against 10 and
// 11); empty: none was found. The certificate may still be readable.
func notCanonical(der []byte) string {
	var c canonical
	c.walk(der, 0, maxDepth)
	return c.what
}

type canonical struct{ what string }

// walk judges the elements that content consists of; base is the offset of content in the certificate.
func (c *canonical) walk(content []byte, base, depth int) {
	for c.what == "" && depth > 0 && len(content) > 0 {
		e, rest, ok := readElement(content)
		if !ok {
			return // broken, and that is another rule's business
		}
		c.element(e, base)
		if e.tag&constructed != 0 && c.what == "" {
			inner := base + len(e.full) - len(e.content)
			c.defaults(e, base, maxDepth-depth)
			c.walk(e.content, inner, depth-1)
		}
		base, content = base+len(e.full), rest
	}
}

func (c *canonical) fault(base int, what string) {
	if c.what == "" {
		c.what = fmt.Sprintf("%s at byte %d of the certificate: BER, wanted DER", what, base)
	}
}

func (c *canonical) element(e element, base int) {
	switch {
	case e.indefinite:
		c.fault(base, "an indefinite length")
	case e.padded:
		c.fault(base, "a length in more bytes than it needs")
	case e.tag == tagBoolean && (len(e.content) != 1 || e.content[0] != 0 && e.content[0] != 0xff):
		c.fault(base, fmt.Sprintf("a BOOLEAN of value %x (true is ff)", e.content))
	case e.tag == tagInteger && len(e.content) > 1 && (e.content[0] == 0 && e.content[1] < 0x80 || e.content[0] == 0xff && e.content[1] >= 0x80):
		c.fault(base, "an INTEGER with a needless first byte")
	case e.tag == tagBitString && unusedBitsSet(e.content):
		c.fault(base, "a BIT STRING with bits behind its end")
	case e.tag == tagBitString|constructed, e.tag == tagOctetString|constructed:
		c.fault(base, "a string in pieces")
	}
}

func unusedBitsSet(content []byte) bool {
	if len(content) < 2 || content[0] > 7 {
		return false
	}
	return content[len(content)-1]&(1<<content[0]-1) != 0
}

// defaults finds DEFAULT values that are written out, and looks into the values of extensions.
func (c *canonical) defaults(e element, base, level int) {
	if e.tag == tagExplicit0 && level == 2 && bytes.Equal(e.content, []byte{tagInteger, 1, 0}) {
		c.fault(base, "the version 1, which is the default, is written out")
	}
	if e.tag != tagSequence || !mayBeExtension(e.content) {
		return
	}
	es := new(elements).of(e.content)
	if len(es) < 2 || len(es) > 3 || es[len(es)-1].tag != tagOctetString {
		return
	}
	if len(es) == 3 && bytes.Equal(es[1].full, []byte{tagBoolean, 1, 0}) {
		c.fault(base, "critical FALSE, which is the default, is written out")
	}
	value := es[len(es)-1]
	c.extension(es[0].content, value.content, base+len(e.full)-len(value.content))
}

// mayBeExtension looks whether an identifier is followed by critical or the value: in most SEQUENCEs it is not. A long identifier is
// left to whoever reads all.
func mayBeExtension(content []byte) bool {
	if len(content) < 2 || content[0] != tagOID {
		return false
	}
	next := 2 + int(content[1])
	return content[1] >= 0x80 || next < len(content) && (content[next] == tagBoolean || content[next] == tagOctetString)
}

// extension judges the value of the extensions of RFC 5280, whose values are DER.
func (c *canonical) extension(id, value []byte, base int) {
	if !bytes.HasPrefix(id, oidArcExtensions) {
		return
	}
	inner, _, ok := readElement(value)
	switch {
	case !ok:
		return
	case id[len(id)-1] == 19 && bytes.HasPrefix(inner.content, []byte{tagBoolean, 1, 0}):
		c.fault(base, "basicConstraints cA FALSE, which is the default, is written out")
	case id[len(id)-1] == 15 && len(inner.content) > 1 && inner.content[len(inner.content)-1] == 0:
		c.fault(base, "keyUsage ends with a byte of zeros")
	}
	c.walk(value, base, maxDepth/2)
}
