package path

import (
	"bytes"
	"fmt"
	"math/bits"
	"net/netip"
	"net/url"
	"strings"

	"golang.org/x/crypto/cryptobyte"

	"qwac/pkg/ber"
)

func readRaw(g *generalName, value []byte) { g.text, g.key = fmt.Sprintf("%X", value), string(value) }

// readRegistered keeps an object identifier, and its text in dots.
func readRegistered(g *generalName, value []byte) {
	readRaw(g, value)
	if len(value) > 0 && len(value) < 0x80 {
		s := cryptobyte.String(append([]byte{ber.TagOID, byte(len(value))}, value...))
		if id, ok := ber.ReadOIDText(&s); ok {
			g.text = id
		}
	}
}

// readOther keeps the type of an otherName as its key, and its value.
func readOther(g *generalName, value []byte) {
	s := cryptobyte.String(value)
	id, ok := ber.ReadOIDText(&s)
	g.text, g.key, g.local = "otherName of type "+id, id, string(s)
	if !ok {
		readRaw(g, value)
	}
}

// otherType reports whether two otherNames have different types: then they are names of different kinds.
func otherType(name, base generalName) bool { return name.key != base.key }

// readDirectory reads a Name under its explicit tag.
func readDirectory(g *generalName, value []byte) { readSubject(g, value) }

func readSubject(g *generalName, der []byte) {
	g.text = string(der)
	g.key, g.valid = ber.FoldRDNs(der)
}

// readDNS takes a name of labels; an asterisk may be the whole of the first one. An empty name stands for nothing.
func readDNS(g *generalName, value []byte) {
	g.text = string(value)
	g.key = strings.ToLower(g.text)
	g.valid = g.key == "" || isHost(strings.TrimPrefix(g.key, "*."))
}

// readDNSBase takes a name, nothing (all names), or a name after a dot (with at least one label before it: not of RFC
// 5280, but crypto/x509 and OpenSSL have it so).
func readDNSBase(g *generalName, value []byte) {
	g.text = string(value)
	g.key = strings.ToLower(g.text)
	g.valid = g.key == "" || isHost(strings.TrimPrefix(g.key, "."))
}

// isHost reports whether a name consists of labels of letters, digits, hyphens and underscores.
func isHost(name string) bool {
	if len(name) == 0 || len(name) > 253 {
		return false
	}
	for label := range strings.SplitSeq(name, ".") {
		if len(label) == 0 || len(label) > 63 || strings.ContainsFunc(label, func(r rune) bool {
			return !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == '-' || r == '_')
		}) {
			return false
		}
	}
	return true
}

func bearsDNS(name generalName, n Name) bool {
	want := strings.TrimSuffix(strings.ToLower(n.Value), ".")
	if n.Kind != DNSName || !isHost(want) {
		return false
	}
	if _, err := netip.ParseAddr(want); err == nil {
		return false
	}
	parent, wild := strings.CutPrefix(name.key, "*.")
	if !wild {
		return want == name.key
	}
	_, rest, ok := strings.Cut(want, ".")
	return ok && rest == parent
}

// readMail takes an address; the part before the at sign is compared as it is (7.5).
func readMail(g *generalName, value []byte) {
	g.text = string(value)
	at := strings.LastIndexByte(g.text, '@')
	if g.valid = at > 0 && isHost(g.text[at+1:]); !g.valid {
		return
	}
	g.local, g.key = unquote(g.text[:at]), strings.ToLower(g.text[at+1:])
	g.valid = g.local != ""
}

// unquote gives the local part of a mail address (RFC 5321, 4.1.2); empty: it is none.
func unquote(local string) string {
	if !strings.HasPrefix(local, `"`) {
		if strings.ContainsFunc(local, isNoAtom) || strings.HasPrefix(local, ".") ||
			strings.HasSuffix(local, ".") || strings.Contains(local, "..") {
			return ""
		}
		return local
	}
	if len(local) < 2 || !strings.HasSuffix(local, `"`) {
		return ""
	}
	var b strings.Builder
	escaped := false
	for _, r := range local[1 : len(local)-1] {
		switch {
		case r < ' ' || r == 0x7f:
			return ""
		case escaped:
			b.WriteRune(r)
			escaped = false
		case r == '\\':
			escaped = true
		case r == '"':
			return ""
		default:
			b.WriteRune(r)
		}
	}
	if escaped {
		return ""
	}
	return b.String()
}

// isNoAtom reports whether a letter stands in the local part of a mail address only in quotes, or not at all (RFC 5322,
// 3.2.3).
func isNoAtom(r rune) bool { return r <= ' ' || r == 0x7f || strings.ContainsRune("\"(),:;<>@[\\]", r) }

// readMailBase takes an address, a host (all addresses there), or a dot and a domain (all hosts under it).
func readMailBase(g *generalName, value []byte) {
	if bytes.IndexByte(value, '@') >= 0 {
		readMail(g, value)
		return
	}
	readURIBase(g, value)
}

func mailWithin(name, base generalName) bool {
	if base.local != "" {
		return name.local == base.local && name.key == base.key
	}
	return hostWithin(name, base)
}

func bearsMail(name generalName, n Name) bool {
	want := generalName{valid: true}
	readMail(&want, []byte(n.Value))
	return n.Kind == MailAddress && want.valid && mailWithin(name, want)
}

// readURI keeps the host. Without one, or with an address in its place, a constraint cannot be met (4.2.1.10).
func readURI(g *generalName, value []byte) {
	g.text = string(value)
	u, err := url.Parse(g.text)
	if err != nil {
		g.valid = false
		return
	}
	g.key = strings.ToLower(u.Hostname())
	_, address := netip.ParseAddr(g.key)
	g.valid = isHost(g.key) && address != nil
}

// readURIBase takes a host, nothing (all hosts), or a dot and a domain.
func readURIBase(g *generalName, value []byte) {
	g.text = string(value)
	g.key = strings.ToLower(g.text)
	_, address := netip.ParseAddr(g.key)
	g.valid = g.key == "" || isHost(strings.TrimPrefix(g.key, ".")) && address != nil
}

// hostWithin: a host is itself; only a base with a leading dot has hosts under it.
func hostWithin(name, base generalName) bool {
	return base.key == "" || name.key == base.key || base.key[0] == '.' && strings.HasSuffix(name.key, base.key)
}

func readIP(g *generalName, value []byte) {
	addr, ok := netip.AddrFromSlice(value)
	g.text, g.key, g.valid = addr.String(), string(value), ok
}

// readIPBase takes an address and a mask whose ones come first, as CIDR has it.
func readIPBase(g *generalName, value []byte) {
	n := len(value) / 2
	addr, ok := netip.AddrFromSlice(value[:n])
	if g.valid = ok && 2*n == len(value); !g.valid {
		g.text = fmt.Sprintf("%X", value)
		return
	}
	for _, b := range value[n:] {
		g.bits += bits.OnesCount8(b)
	}
	g.valid = maskFits(value[n:], g.bits)
	g.text, g.key = fmt.Sprintf("%v/%d", addr, g.bits), string(value[:n])
}

// maskFits reports whether a mask is that many ones and then zeros.
func maskFits(mask []byte, ones int) bool {
	for i, b := range mask {
		want := byte(0xff)
		if rest := ones - 8*i; rest < 8 {
			want <<= 8 - rest // nothing is left of it from 8 on
		}
		if b != want {
			return false
		}
	}
	return true
}

func ipWithin(name, base generalName) bool {
	a, ok := netip.AddrFromSlice([]byte(name.key))
	b, ok2 := netip.AddrFromSlice([]byte(base.key))
	return ok && ok2 && a.BitLen() == b.BitLen() && netip.PrefixFrom(b, base.bits).Contains(a)
}

func bearsIP(name generalName, n Name) bool {
	addr, err := netip.ParseAddr(n.Value)
	return err == nil && addr.Zone() == "" && n.Kind != MailAddress && string(addr.AsSlice()) == name.key
}
