package eidas

import (
	"net/url"
	"slices"
	"strings"
	"time"

	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"

	"qwac/pkg/cert"
	"qwac/pkg/chain"
	"qwac/pkg/eds"
	"qwac/pkg/ident"
	"qwac/pkg/lint"
	"qwac/pkg/register"
	"qwac/pkg/trustlist"
)

// Subject is what the rules judge: the leaf of a chain and what is known around it.
type Subject struct {
	Chain *chain.Chain // nil: the leaf stands alone
	Leaf  *cert.Cert   // nil: the chain has none, and Info is nil and Type empty
	Info  *Info        // what Decode makes of the leaf
	Type  Type         // what TypeOf makes of it
	At    time.Time    // time of judging; zero: today, as far as law depends on it

	// any certificate is judged as what it is; false: one that is no PSD2 QWAC is the wrong one
	AsItIs     bool
	Sandbox    bool         // the upload is for a sandbox, where test certificates are welcome
	Registered []ident.Role // roles registered for the client; nil: not known
	Offered    []ident.Role // roles that the bank registers; nil: all

	Requested []string         // roles that a registration asks for, as written; nil: none is under way
	Lists     *trustlist.Index // EU trusted lists; nil: none were given, and Listing is nil
	Listing   *Listing         // what ListingOf makes of them

	Register      *register.Index // of payment institutions; nil: it was not given, and Authorisation is nil
	Authorisation *Authorisation  // what it says of the number of the leaf; nil: there is none to look up
	BankCountry   string          // where the bank is: "DK"; empty: not known

	Listed *eds.Answer // what the directory of the scheme says of BIC and number; nil: it was not asked
	// WantsListed says that the one who looks at the certificate asks that directory.
	WantsListed bool

	RevocationChecked bool // usable evidence about the revocation of the leaf was given

	Previous *cert.Cert // certificate that the leaf replaces; nil: not known
	Seal     *cert.Cert // QSealC that was given beside the leaf; nil: none

	// What many rules ask of the leaf, read when the first one asks. Nil: not read yet.
	Addresses []Address
	Texts     []Text
	Accesses  []Access
	issuer    []Attribute
	mistake   struct { // see Confusion
		known bool
		rule  *lint.Meta
	}
}

// Address is an address that stands in the leaf, with its place.
type Address struct {
	At     lint.Where
	Text   string
	Parsed *url.URL // nil: it is no URL
}

// Access is where the issuer says that something about the leaf can be had: its status, the certificate above it.
type Access struct {
	Method OID
	URL    string
}

// Text is an attribute of the subject with its string type.
type Text struct {
	Attribute
	Tag cbasn1.Tag
}

// ClaimsPSD2 reports whether anything in the leaf says that it is made for PSD2.
func (s *Subject) ClaimsPSD2() bool { return s.Leaf != nil && s.Info.ClaimsPSD2() }

// Wrongly reports whether the leaf is what a rule names, where a PSD2 QWAC was asked for.
func (s *Subject) Wrongly(rule *lint.Meta) bool { return !s.AsItIs && s.Confusion() == rule }

// IssuerName are the attributes of the leaf's issuer, read once for all rules.
func (s *Subject) IssuerName() []Attribute {
	if s.issuer == nil {
		s.issuer = ReadName(s.Leaf.RawIssuer)
	}
	return s.issuer
}

// Confusion returns the rule that names what was uploaded in the place of a PSD2 QWAC. It is nil when the leaf is
// one or was meant to be one.
func (s *Subject) Confusion() *lint.Meta {
	if !s.mistake.known {
		s.mistake.known, s.mistake.rule = true, s.mistaken()
	}
	return s.mistake.rule
}

func (s *Subject) mistaken() *lint.Meta {
	switch {
	case s.Leaf == nil:
		return &RuleTypeCA
	case s.Type == TypeCA:
		return &chain.LeafIsCA
	case s.swapped():
		return &RulePairSwapped
	case s.Type == Type2QWAC:
		return &Rule2QWAC
	case s.Type == TypeWallet:
		return &RuleWallet
	case s.openBanking():
		return &RuleOBWAC
	case s.Type == TypeQSealC && !s.contradicted():
		return &RuleQSealC
	case s.Type == TypeQSig && !s.contradicted() && s.personal():
		return &RuleQSig
	case s.plainTLS():
		return &RulePlainTLS
	case s.plainQWAC():
		return &RulePlainQWAC
	}
	return nil
}

// ForWeb reports whether the leaf is a QWAC, for PSD2 or not, or was meant to be one.
func (s *Subject) ForWeb() bool { return s.Pure() || s.Confusion() == &RulePlainQWAC }

// Pure reports whether the leaf is a PSD2 QWAC or was meant to be one.
func (s *Subject) Pure() bool { return s.Confusion() == nil }

// swapped reports whether the leaf is a seal and the certificate given as the seal is a QWAC.
func (s *Subject) swapped() bool {
	if s.Seal == nil || s.Type != TypeQSealC {
		return false
	}
	return TypeOf(s.Seal.Certificate, Decode(s.Seal.Certificate)) == TypeQWAC
}

// openBanking reports whether the leaf comes from the directory of UK Open Banking or is made in its manner: PSD2 roles
// and a British authority without any sign of an EU qualified certificate. Elsewhere it is QcCompliance that is
// missing.
func (s *Subject) openBanking() bool {
	if slices.ContainsFunc(s.Leaf.Issuer.Organization, func(o string) bool {
		return strings.EqualFold(o, "OpenBanking")
	}) {
		return true
	}
	return s.Info.PSD2 != nil && !s.Info.Compliance && s.Readable() && !s.Info.qualifiedPolicy() && s.Info.british()
}

// british reports whether organizationIdentifier or NCAId name an authority of the United Kingdom.
func (i *Info) british() bool {
	return strings.HasPrefix(i.PSD2.NCAID, "GB-") ||
		slices.ContainsFunc(i.OrgIDs, func(id string) bool { return strings.HasPrefix(id, "PSDGB-") })
}

// contradicted reports whether all but QcType says that the leaf is for websites: then the type is wrong, not the file.
func (s *Subject) contradicted() bool {
	i := s.Info
	if len(i.Types) != 1 || i.DocumentPolicy() != nil {
		return false
	}
	return i.WebPolicy() != nil || HasUsage(s.Leaf.Certificate, OIDEKUServerAuth) && len(s.Leaf.DNSNames) > 0
}

// personal reports whether more than the lack of QcType says that the leaf is for signatures of a person.
func (s *Subject) personal() bool {
	return len(s.Info.Types) == 1 || s.Info.Policy(OIDPolicyQCPn, oidPolicyQCPnQSCD) != nil ||
		s.Info.WebPolicy() == nil && len(s.Info.Natural()) > 0
}

// plainTLS reports whether nothing in the leaf says that it is qualified or made for PSD2.
func (s *Subject) plainTLS() bool {
	return !s.Info.Present && s.Extended() && !s.Info.qualifiedPolicy() && !s.Info.ClaimsPSD2()
}

// Extended reports whether the leaf can have extensions. In versions before 3 (x509-version-not-3) they are not read.
func (s *Subject) Extended() bool { return s.Leaf.Version >= 3 }

// plainQWAC reports whether the leaf is a qualified certificate for websites that nothing in it connects with PSD2.
func (s *Subject) plainQWAC() bool {
	return s.Type == TypeQWAC && s.Info.Compliance && s.Readable() && !s.Info.ClaimsPSD2()
}

// Readable reports whether the list of statements could be read to its end, so that a missing statement is really
// missing.
func (s *Subject) Readable() bool { return !s.Info.Has(&RuleStatementsMalformed) }

// ClaimsPSD2 reports whether anything in the certificate says that it is made for PSD2.
func (i *Info) ClaimsPSD2() bool {
	return i.PSD2 != nil || i.Has(&RulePSD2AsExtension) || i.Policy(OIDPolicyPSD2) != nil ||
		slices.ContainsFunc(i.OrgIDs, IsPSD)
}

// qualifiedPolicy reports whether the certificate names a policy for qualified certificates.
func (i *Info) qualifiedPolicy() bool {
	for _, p := range i.Policies {
		if Under(p, OIDPolicyEIDASArc) || Under(p, OIDPolicyPSD2Arc) {
			return true
		}
	}
	return false
}

// Natural returns the attributes of the subject that only a natural person has.
func (i *Info) Natural() []Attribute {
	var out []Attribute
	for _, a := range i.Subject {
		if a.Type.Equal(oidGivenName) || a.Type.Equal(OIDSurname) || a.Type.Equal(oidPseudonym) {
			out = append(out, a)
		}
	}
	return out
}

// ReportFaults reports the faults of the encoding that are the rule's. The message names the field, so that it can be
// sent to the issuer by itself.
func ReportFaults(p *lint.Pass, s *Subject) {
	if s.Leaf == nil {
		return
	}
	for _, f := range s.Info.Faults {
		if f.Rule == p.Rule() {
			p.Reportf(s.Where(f.Path), "%s%s", fieldOf(f.Path), f.Detail)
		}
	}
}

// fieldOf is the field of a statement as it begins a message: "rolesOfPSP[0]: ". It is empty for other extensions.
func fieldOf(path string) string {
	if !strings.HasPrefix(path, PathStatements) {
		return ""
	}
	field := strings.TrimPrefix(path, PathPSD2+".")
	return strings.TrimPrefix(field, PathStatements+".") + ": "
}

// Where is the place of a field of the leaf.
func (s *Subject) Where(path string) lint.Where {
	w := lint.Where{At: s.Leaf.At, Cert: 1}
	if s.Chain != nil && len(s.Chain.Path) > 0 {
		w = s.Chain.Where(0)
	}
	w.Path = path
	return w
}

// Path is the chain, or the leaf where it stands alone.
func (s *Subject) Path() []*cert.Cert {
	switch {
	case s.Chain != nil && len(s.Chain.Path) > 0:
		return s.Chain.Path
	case s.Leaf != nil:
		return []*cert.Cert{s.Leaf}
	}
	return nil
}

// WhereOf is the place of a certificate of the path.
func (s *Subject) WhereOf(i int) lint.Where {
	c := s.Path()[i]
	return lint.Where{At: c.At, Cert: i + 1}
}
