package path

import (
	"qwac/pkg/ber"
)

// nameKinds is how many kinds of GeneralName there are (RFC 5280, 4.2.1.6); a kind is its tag.
const nameKinds = 9

// The kinds that are indexed.
const (
	kindDNS       = 2
	kindDirectory = 4
)

// generalName is a name of a certificate, or the base of a name constraint.
type generalName struct {
	kind  int
	field string // where it stands; "subjectAltName", "subject", "subject.emailAddress", "subject.commonName"
	text  string // for messages; of a directory name its DER, see shown
	key   string // for comparison
	local string // of a mail address: what stands before the at sign; of an otherName: its value
	bits  int    // of the base of an address: how many of key count
	valid bool   // it has the form of its kind
}

// shown is the name for messages.
func (g *generalName) shown() string {
	if g.kind == kindDirectory {
		return ber.DN([]byte(g.text))
	}
	return g.text
}

// NameKind is the kind of a name that a leaf must bear.
type NameKind int

// The kinds of [Name].
const (
	DNSName NameKind = iota
	IPAddress
	MailAddress
)

// nameIndex has the constraints of a CA on the kinds of which a certificate can have thousands, laid out so that a name
// is found among them in steps of the logarithm of their number.
type nameIndex struct {
	dnsPermitted, dnsExcluded *dnsTrees
	dnPermitted, dnExcluded   prefixes
}

// Name is a name that a leaf must bear.
type Name struct {
	Kind  NameKind
	Value string
}
