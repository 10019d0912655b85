package eidas

import (
	"crypto/x509"
	"encoding/asn1"
	"slices"
	"strings"

	"qwac/pkg/cert"
	"qwac/pkg/ident"
)

// DocumentPolicy returns the policy by which the certificate says that it is for seals or signatures, or nil.
func (i *Info) DocumentPolicy() asn1.ObjectIdentifier {
	return i.Policy(OIDPolicyQCPn, OIDPolicyQCPl, oidPolicyQCPnQSCD, oidPolicyQCPlQSCD)
}

// Type is the kind of a certificate, by the token that stands for it in reports.
type Type string

// The types.
const (
	TypeQWAC    Type = "qwac"   // website authentication certificate, for TLS
	TypeQSealC  Type = "qsealc" // electronic seal
	TypeQSig    Type = "qsig"   // electronic signature of a person
	Type2QWAC   Type = "2-qwac" // signs a binding to another TLS certificate (TS 119 411-5, 4.2.2)
	TypeWallet  Type = "wallet" // access to EU digital identity wallets (TS 119 475)
	TypeTLS     Type = "tls"    // ordinary TLS certificate
	TypeCA      Type = "ca"
	TypeUnknown Type = "unknown"
)

func (t Type) String() string { return string(t) }

// TLS reports whether certificates of the type are for TLS, or may be.
func (t Type) TLS() bool { return t == TypeQWAC || t == TypeTLS || t == TypeUnknown || t == "" }

// Title is the type as it stands in a sentence: "QSealC".
func (t Type) Title() string {
	switch t {
	case TypeQWAC:
		return "QWAC"
	case TypeQSealC:
		return "QSealC"
	case TypeQSig:
		return "certificate for electronic signatures"
	case Type2QWAC:
		return "2-QWAC"
	case TypeWallet:
		return "wallet access certificate"
	case TypeTLS:
		return "TLS certificate"
	case TypeCA:
		return "CA certificate"
	}
	return "certificate of unknown type"
}

// Profile is the policy of EN 319 411-2 that a website authentication certificate follows. Empty: none.
type Profile string

// The profiles.
const (
	QEVCPw   Profile = "QEVCP-w"
	QNCPw    Profile = "QNCP-w"
	QNCPwGen Profile = "QNCP-w-gen"
)

func (p Profile) String() string { return string(p) }

// TypeOf says what kind of certificate c is; i is what Decode made of it. QcType decides; without one policies, usages
// and names do. A qualified certificate without QcType is one for signatures, as verifiers that know the time before
// eIDAS take it. Whether c is a precertificate is a question of its own: see [Precertificate].
func TypeOf(c *x509.Certificate, i *Info) Type {
	switch {
	case c.IsCA:
		return TypeCA
	case i.PSD2 == nil && i.isWallet():
		return TypeWallet
	case len(i.Types) == 1:
		return typeOfQcType(c, i.Types[0])
	case len(i.Types) > 1:
		return TypeUnknown
	case BindingOnly(c):
		return Type2QWAC
	case i.WebPolicy() == nil && i.Policy(OIDPolicyQCPl, oidPolicyQCPlQSCD) != nil:
		return TypeQSealC
	case i.Compliance || i.WebPolicy() == nil && i.Policy(OIDPolicyQCPn, oidPolicyQCPnQSCD) != nil:
		return TypeQSig
	case sealsOnly(c):
		return TypeQSealC
	case doesTLS(c):
		return TypeTLS
	}
	return TypeUnknown
}

func typeOfQcType(c *x509.Certificate, oid asn1.ObjectIdentifier) Type {
	switch {
	case oid.Equal(OIDQctWeb) && BindingOnly(c):
		return Type2QWAC
	case oid.Equal(OIDQctWeb):
		return TypeQWAC
	case oid.Equal(OIDQctESeal):
		return TypeQSealC
	case oid.Equal(OIDQctESign):
		return TypeQSig
	}
	return TypeUnknown
}

// Precertificate reports whether c carries the poison extension of Certificate Transparency (RFC 6962, 3.1), so that no
// TLS stack takes it.
func Precertificate(c *x509.Certificate) bool { return Extension(c, oidCTPoison) != nil }

// Profile returns the policy profile that the certificate names; when it names several, the first of QEVCP-w, QNCP-w,
// QNCP-w-gen.
func (i *Info) Profile() Profile {
	switch {
	case i.Policy(OIDPolicyQEVCPw) != nil:
		return QEVCPw
	case i.Policy(OIDPolicyQNCPw) != nil:
		return QNCPw
	case i.Policy(OIDPolicyQNCPwGen) != nil:
		return QNCPwGen
	}
	return ""
}

// Prefer ranks end-entity certificates by how likely each is the one for the bank: a PSD2 QWAC first (0), then other
// QWACs, whatever else has PSD2 roles and is no seal, ordinary TLS certificates, and the rest. A precertificate comes
// behind the final certificates of its kind. It serves as Prefer of [chain.Options].
func Prefer(c *cert.Cert) int {
	rank := 2 * preference(c)
	if Precertificate(c.Certificate) {
		rank++
	}
	return rank
}

func preference(c *cert.Cert) int {
	i := Decode(c.Certificate)
	t := TypeOf(c.Certificate, i)
	psd2 := i.PSD2 != nil || i.Has(&RulePSD2AsExtension)
	switch {
	case t == TypeQWAC && psd2:
		return 0
	case t == TypeQWAC:
		return 1
	case psd2 && t != TypeQSealC:
		return 2
	case t == TypeTLS:
		return 3
	}
	return 4
}

// isWallet reports whether the certificate is one for access to wallets.
func (i *Info) isWallet() bool {
	_, oid := i.Wallet()
	return oid != nil
}

// Wallet returns the statement or the policy that is of wallets, and where it stands; nil: none is.
func (i *Info) Wallet() (path string, oid asn1.ObjectIdentifier) {
	for _, st := range i.Statements {
		if Under(st.ID, OIDWalletArc) {
			return PathStatements, st.ID
		}
	}
	for _, p := range i.Policies {
		if Under(p, OIDWalletArc) || Under(p, oidWalletPolicies) {
			return "certificatePolicies", p
		}
	}
	return "", nil
}

// Policy returns the first of the policies that the certificate names, or nil.
func (i *Info) Policy(oids ...asn1.ObjectIdentifier) asn1.ObjectIdentifier {
	for _, p := range i.Policies {
		if slices.ContainsFunc(oids, p.Equal) {
			return p
		}
	}
	return nil
}

// WebPolicy returns the policy by which the certificate says that it is for websites, or nil.
func (i *Info) WebPolicy() asn1.ObjectIdentifier {
	return i.Policy(OIDPolicyQEVCPw, OIDPolicyQNCPw, OIDPolicyQNCPwGen, OIDPolicyPSD2)
}

// BindingOnly reports whether tls-binding is the only extended key usage, the mark of a 2-QWAC.
func BindingOnly(c *x509.Certificate) bool {
	usages, _ := ReadUsages(c)
	other := func(u asn1.ObjectIdentifier) bool { return !u.Equal(OIDEKUTLSBinding) }
	return len(usages) > 0 && !slices.ContainsFunc(usages, other)
}

func HasUsage(c *x509.Certificate, oids ...asn1.ObjectIdentifier) bool {
	usages, _ := ReadUsages(c)
	return slices.ContainsFunc(usages, func(u asn1.ObjectIdentifier) bool { return slices.ContainsFunc(oids, u.Equal) })
}

// doesTLS reports whether the certificate looks like one for TLS: by its usages, or without any by its DNS names.
func doesTLS(c *x509.Certificate) bool {
	_, limited := ReadUsages(c)
	return HasUsage(c, OIDEKUServerAuth, OIDEKUClientAuth) || !limited && len(c.DNSNames) > 0
}

// sealsOnly reports whether the certificate can do nothing but sign documents: nonRepudiation alone, no use in TLS, no
// name of a host.
func sealsOnly(c *x509.Certificate) bool {
	return c.KeyUsage == x509.KeyUsageContentCommitment && !HasUsage(c, OIDEKUServerAuth, OIDEKUClientAuth) &&
		Extension(c, OIDSubjectAltName) == nil
}

// IsPSD reports whether an identifier is one of PSD2, if need be with small letters, with letters that only look like
// its own, or with something before it that does not belong.
func IsPSD(id string) bool {
	_, value := ident.Unlabelled(ident.PlainID(id))
	return strings.HasPrefix(ident.UpperASCII(value), "PSD")
}
