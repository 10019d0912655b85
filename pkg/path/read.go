package path

import (
	"crypto/x509/pkix"
	"slices"

	"golang.org/x/crypto/cryptobyte"
	casn1 "golang.org/x/crypto/cryptobyte/asn1"

	"qwac/pkg/ber"
	"qwac/pkg/cert"
	"qwac/pkg/key"
)

// FactsOf decodes a certificate.
func FactsOf(c *cert.Cert) *Facts {
	f := &Facts{
		Cert: c.Certificate, subject: c.FoldedSubject(), issuer: c.FoldedIssuer(), key: key.Of(c.Certificate),
		pathLen: -1, requireExplicit: -1, inhibitMapping: -1, inhibitAny: -1,
	}
	f.selfIssued = f.subject == f.issuer
	f.weak = cert.WeakSignature(c)
	inner, outer := key.SignatureFields(c.Raw)
	if string(inner) != string(outer) {
		f.fault(RuleAlgorithms, "4.1.1.2", "signatureAlgorithm", "two different signature algorithms are named")
	}
	f.form(c)
	if c.Version != 3 && hasExtensions(c.RawTBSCertificate) {
		f.fault(RuleVersion, "4.1.2.9", "version", "version %d with extensions, want 3", c.Version)
	}
	f.extensions()
	f.subjectNames()
	return f
}

// form is what is wrong with how the certificate itself is written, where RFC 5280 allows one way.
func (f *Facts) form(c *cert.Cert) {
	if text := cert.TimeFault(c); text != "" {
		f.ifStrict(RuleTimes, "4.1.2.5", "validity", "%s", text)
	}
	if c.Refused == nil { // crypto/x509 wants DER
		return
	}
	if text := ber.NotCanonical(c.Raw); text != "" {
		f.ifStrict(RuleDER, "4.1", "", "%s", text)
	}
}

// hasExtensions reports whether there are extensions, whatever the version; crypto/x509 looks for them in version 3
// alone.
func hasExtensions(tbs cryptobyte.String) bool {
	var body, field cryptobyte.String
	var tag casn1.Tag
	found := false
	for ok := tbs.ReadASN1(&body, casn1.SEQUENCE); ok && body.ReadAnyASN1(&field, &tag); {
		found = tag == ber.ContextTag(3).Constructed()
	}
	return found
}

// extensions reads each extension once. One that section 6 needs must have the form of its clause; a critical one must
// be known (6.1.4 (o), 6.1.5 (f)).
func (f *Facts) extensions() {
	for i := range f.Cert.Extensions {
		e := &f.Cert.Extensions[i]
		if slices.ContainsFunc(f.Cert.Extensions[:i], func(before pkix.Extension) bool {
			return before.Id.Equal(e.Id)
		}) {
			f.fault(RuleTwice, "4.2", "extensions."+e.Id.String(), "the extension %s stands twice", e.Id)
			continue
		}
		x := readers.Of(e.Id)
		switch {
		case e.Id.Equal(cert.OIDPoison):
			f.fault(RulePrecert, "RFC 6962, 3.1", "extensions."+e.Id.String(), "it is a precertificate")
		case x.read == nil && e.Critical:
			f.fault(RuleCritical, "6.1.5 (f)", "extensions."+e.Id.String(), "the critical extension %s is not known",
				e.Id)
		case x.read == nil:
		case !x.read(f, cryptobyte.String(e.Value)):
			f.fault(RuleMalformed, x.clause, x.field, "%s does not have its form", x.field)
		case !e.Critical && x.marked && (x.field != "subjectAltName" || f.subject == ""):
			f.ifProfile(x.clause, x.field, x.field+" is not critical, want critical")
		case e.Critical && x.never:
			f.ifStrict(RuleCritical, x.clause, x.field, "%s is critical, which it must not be", x.field)
		}
		if e.Critical {
			f.own = append(f.own, f.pending...)
		}
		f.pending = nil
	}
}

// extReader is how to read an extension.
type extReader struct {
	field, clause string
	read          func(*Facts, cryptobyte.String) bool
	never         bool // it must not be critical, and OpenSSL refuses it so
	marked        bool // it must be critical; subjectAltName where there is no subject
}

// oidAltNames is subjectAltName (RFC 5280, 4.2.1.6).
const oidAltNames = "2.5.29.17"

// readers are the extensions that are understood (RFC 5280, 4.2).
var readers = ber.Table[extReader]{
	{"2.5.29.14", extReader{"subjectKeyIdentifier", "4.2.1.2", (*Facts).readOctets, true, false}},
	{"2.5.29.15", extReader{"keyUsage", "4.2.1.3", (*Facts).readKeyUsage, false, false}},
	{oidAltNames, extReader{"subjectAltName", "4.2.1.6", (*Facts).readAltNames, false, true}},
	{"2.5.29.18", extReader{"issuerAltName", "4.2.1.7", (*Facts).readIssuerNames, true, false}},
	{"2.5.29.19", extReader{"basicConstraints", "4.2.1.9", (*Facts).readBasic, false, false}},
	{"2.5.29.30", extReader{"nameConstraints", "4.2.1.10", (*Facts).readConstraints, false, true}},
	{"2.5.29.31", extReader{"cRLDistributionPoints", "4.2.1.13", (*Facts).readSequences, false, false}},
	{"2.5.29.32", extReader{"certificatePolicies", "4.2.1.4", (*Facts).readPolicies, false, false}},
	{"2.5.29.33", extReader{"policyMappings", "4.2.1.5", (*Facts).readMappings, false, false}},
	{"2.5.29.35", extReader{"authorityKeyIdentifier", "4.2.1.1", (*Facts).readSequence, true, false}},
	{"2.5.29.36", extReader{"policyConstraints", "4.2.1.11", (*Facts).readPolicyConstraints, false, true}},
	{oidUsages, extReader{"extKeyUsage", "4.2.1.12", (*Facts).readUsages, false, false}},
	{"2.5.29.46", extReader{"freshestCRL", "4.2.1.15", (*Facts).readSequences, true, false}},
	{"2.5.29.54", extReader{"inhibitAnyPolicy", "4.2.1.14", (*Facts).readInhibitAny, false, false}},
	{"1.3.6.1.5.5.7.1.1", extReader{"authorityInfoAccess", "4.2.2.1", (*Facts).readAccess, true, false}},
	{"1.3.6.1.5.5.7.1.11", extReader{"subjectInfoAccess", "4.2.2.2", (*Facts).readAccess, true, false}},
	{"1.3.6.1.5.5.7.48.1.5", extReader{"ocsp-nocheck", "RFC 6960, 4.2.2.2.1", (*Facts).readNull, false, false}},
}
