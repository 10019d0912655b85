package form

import (
	"crypto/x509/pkix"
	"slices"

	"golang.org/x/crypto/cryptobyte"

	"qwac/pkg/ber"
)

// Extensions are the remarks on the extensions of a certificate, in their order.
func Extensions(all []pkix.Extension) []Remark {
	var f form
	for _, e := range all {
		f.extension(e)
	}
	return f.remarks
}

// Field is what an extension is called ("keyUsage"), by its identifier in numbers with dots. Empty: none of these.
func Field(id string) string { return extensionForms.Get(id).field }

// Malformed reports whether an extension does not have the form of RFC 5280.
func Malformed(e pkix.Extension) bool {
	return slices.ContainsFunc(Extensions([]pkix.Extension{e}), func(r Remark) bool { return r.Malformed })
}

// Algorithm are the remarks on the object identifier of an algorithm (AlgorithmIdentifier).
func Algorithm(path string, der []byte) []Remark {
	f := form{path: path}
	seq, _, _ := ber.ReadElement(der)
	id := cryptobyte.String(seq.Content)
	if large, _ := ber.PassOID(&id); large {
		f.beyondGo("the algorithm %s", greatNumber)
	}
	return f.remarks
}

// extensionForm is how to judge the value of an extension, and what it is called.
type extensionForm struct {
	field string
	judge func(*form, pkix.Extension, cryptobyte.String)
}

// extensionForms are the extensions of RFC 5280, section 4.2, and those of other documents that stand in website
// certificates. The statements of qualified certificates and the timestamps of logs have rules of their own.
var extensionForms = ber.Table[extensionForm]{
	{"2.5.29.9", extensionForm{"subjectDirectoryAttributes", formDirectoryAttributes}},
	{"2.5.29.14", extensionForm{"subjectKeyIdentifier", formSubjectKeyID}},
	{"2.5.29.15", extensionForm{"keyUsage", formKeyUsage}},
	{"2.5.29.16", extensionForm{"privateKeyUsagePeriod", formKeyPeriod}},
	{"2.5.29.17", extensionForm{"subjectAltName", formSubjectAltName}},
	{"2.5.29.18", extensionForm{"issuerAltName", formIssuerAltName}},
	{"2.5.29.19", extensionForm{"basicConstraints", formBasicConstraints}},
	{"2.5.29.30", extensionForm{"nameConstraints", formNameConstraints}},
	{"2.5.29.31", extensionForm{"cRLDistributionPoints", formDistributionPoints}},
	{"2.5.29.32", extensionForm{"certificatePolicies", formPolicies}},
	{"2.5.29.33", extensionForm{"policyMappings", formPolicyMappings}},
	{"2.5.29.35", extensionForm{"authorityKeyIdentifier", formAuthorityKeyID}},
	{"2.5.29.36", extensionForm{"policyConstraints", formPolicyConstraints}},
	{"2.5.29.37", extensionForm{"extKeyUsage", formExtKeyUsage}},
	{"2.5.29.46", extensionForm{"freshestCRL", formFreshest}},
	{"2.5.29.54", extensionForm{"inhibitAnyPolicy", formInhibitAnyPolicy}},
	{"1.3.6.1.5.5.7.1.1", extensionForm{"authorityInfoAccess", formAuthorityInfoAccess}},
	{"1.3.6.1.5.5.7.1.11", extensionForm{"subjectInfoAccess", formSubjectInfoAccess}},
	{"1.3.6.1.5.5.7.1.24", extensionForm{"tlsFeature", formTLSFeature}},
	{"1.3.6.1.5.5.7.48.1.5", extensionForm{"ocsp-nocheck", formNull}},
	{"1.3.6.1.4.1.11129.2.4.3", extensionForm{"ctPoison", formNull}},
	{"2.5.29.56", extensionForm{"noRevAvail", formNull}},
	{"0.4.0.194121.2.1", extensionForm{"validityAssuredShortTerm", formNull}},
	{"2.23.140.3.1", extensionForm{"cabfOrganizationIdentifier", formRepetition}},
}

// extension judges an extension by what it is in DER; that it is BER another rule says.
func (f *form) extension(e pkix.Extension) {
	if len(e.Id) == 0 {
		f.path = "extensions"
		f.beyondGo("an extension %s", greatNumber)
		return
	}
	if i := extensionForms.IndexOf(e.Id); i >= 0 {
		x := &extensionForms[i].Value
		before := len(f.remarks)
		x.judge(f, e, ber.InDER(e.Value, ber.MaxDepth))
		for j := before; j < len(f.remarks); j++ {
			f.remarks[j].Path = "extensions." + x.field
		}
	}
}
