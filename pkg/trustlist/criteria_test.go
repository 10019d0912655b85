package trustlist

import (
	"strings"
	"testing"

	"qwac/internal/testpki"
	"qwac/pkg/tsl"
)

// The leaf has policy 0.4.0.194112.1.6, key usage digitalSignature, purposes serverAuth and clientAuth, organization
// and no given name.
func TestCriteria(t *testing.T) {
	const (
		here, gone = "0.4.0.194112.1.6", "1.2.3.4"
		serverAuth = "1.3.6.1.5.5.7.3.1"
	)
	have, lack := testpki.TLPolicies(here), testpki.TLPolicies(gone)
	dunno := testpki.TLOther("Unheard", "Of", gone)
	list := testpki.TLCriteria
	words := map[truth]string{no: "no", unknown: "unknown", yes: "yes"}
	for _, c := range []struct {
		name, criteria string
		want           truth
	}{
		{"all, one", list("all", have), yes},
		{"all, other", list("all", lack), no},
		{"all, both", list("all", have, lack), no},
		{"all, unknown", list("all", have, dunno), unknown},
		{"all, false and unknown", list("all", lack, dunno), no},
		{"some, both", list("atLeastOne", have, lack), yes},
		{"some, other", list("atLeastOne", lack, lack), no},
		{"some, unknown", list("atLeastOne", lack, dunno), unknown},
		{"some, true and unknown", list("atLeastOne", dunno, have), yes},
		{"none, one", list("none", have), no},
		{"none, other", list("none", lack), yes},
		{"none, unknown", list("none", dunno), unknown},
		{"none, unknown and false", list("none", lack, dunno), unknown},
		{"none, unknown and true", list("none", dunno, have), no},
		{"empty all", list("all"), unknown},
		{"empty none", list("none"), unknown},
		{"unheard assertion", list("most", have), unknown},
		{"no assertion", strings.Replace(list("all", have), ` assert="all"`, "", 1), unknown},
		{"nested", list("all", have, list("none", lack)), yes},
		{"nested unknown under none", list("none", list("all", have, dunno)), unknown},
		{"description", list("all", "<sie:Description>words</sie:Description>", have), yes},
		{"unheard element", list("all", "<sie:Novelty></sie:Novelty>", have), unknown},
		{"two policies", list("all", testpki.TLPolicies(here, gone)), no},
		{"policy as URN", list("all", testpki.TLPolicies("urn:oid:"+here)), yes},
		{"policy as URN in capitals", list("all", testpki.TLPolicies(" URN:OID:"+here+" ")), yes},
		{"no policy", list("all", testpki.TLPolicies()), unknown},
		{"key usage", list("all", testpki.TLKeyUsage("digitalSignature=true", "nonRepudiation=false")), yes},
		{"key usage missing", list("all", testpki.TLKeyUsage("nonRepudiation=true")), no},
		{"key usage too many", list("all", testpki.TLKeyUsage("digitalSignature=false")), no},
		{"key usage unheard", list("all", testpki.TLKeyUsage("knitting=true")), unknown},
		{"key usage in words", list("all", testpki.TLKeyUsage("digitalSignature=perhaps")), unknown},
		{"purpose", list("all", testpki.TLOther("ExtendedKeyUsage", "KeyPurposeId", serverAuth)), yes},
		{"purpose missing", list("all", testpki.TLOther("ExtendedKeyUsage", "KeyPurposeId", serverAuth, gone)), no},
		{"attribute", list("all", testpki.TLOther("CertSubjectDNAttribute", "AttributeOID", "2.5.4.10")), yes},
		{"attribute missing", list("none", testpki.TLOther("CertSubjectDNAttribute", "AttributeOID", "2.5.4.42")), yes},
		{"statement", list("all", statements("0.4.0.1862.1.1", "")), yes},
		{"statement missing", list("all", statements("0.4.0.1862.1.4", "")), no},
		{"statement of a type", list("all", statements("0.4.0.1862.1.6", "0.4.0.1862.1.6.3")), yes},
		{"statement of another type", list("all", statements("0.4.0.1862.1.6", "0.4.0.1862.1.6.2")), no},
		{"no criteria", "", unknown},
		{"two lists", list("all", have) + list("all", have), unknown},
	} {
		t.Run(c.name, func(t *testing.T) {
			service := granted()
			service.States[0].Extensions = testpki.TLQualification(false, c.criteria, "QCForWSA")
			l := parse(t, testDK(service).XML())
			q := l.Providers[0].Services[0].States[0].Qualifications[0]
			if got := holds(q.Criteria, factsOf(testpki.Clean().Leaf.X509())); got != c.want {
				t.Errorf("%s, want %s: %+v", words[got], words[c.want], q.Criteria)
			}
		})
	}
}

// statements is a set of one statement, perhaps of a QcType.
func statements(id, kind string) string {
	const open = `<sie:otherCriteriaList><m:QcStatementSet ` +
		`xmlns:m="http://ec.europa.eu/tools/lotl/mra/schema/v2#"><m:QcStatement>`
	oid := func(name, oid string) string {
		return "<m:" + name + `><x:Identifier xmlns:x="http://uri.etsi.org/01903/v1.3.2#">` + oid +
			"</x:Identifier></m:" + name + ">"
	}
	info := ""
	if kind != "" {
		info = "<m:QcStatementInfo>" + oid("QcType", kind) + "</m:QcStatementInfo>"
	}
	return open + oid("QcStatementId", id) + info + "</m:QcStatement></m:QcStatementSet></sie:otherCriteriaList>"
}

// A certificate without the extension meets no criterion on key usage, not even one that forbids a bit.
func TestCriteriaKeyUsageAbsent(t *testing.T) {
	chain := testpki.NewLeaf(func(leaf *testpki.Spec) { leaf.Drop(testpki.OIDKeyUsage) })
	test := tsl.Test{Kind: tsl.TestKeyUsage, Off: 1}
	if got := meets(test, factsOf(chain.Leaf.X509())); got != no {
		t.Errorf("%v, want no", got)
	}
}

// Critical criteria that are not understood must not be passed over; others are, with a warning.
func TestDetermineUnknownCriteria(t *testing.T) {
	criteria := testpki.TLCriteria("none", testpki.TLOther("Unheard", "Of", "1.2.3"))
	for _, critical := range []bool{true, false} {
		service := granted()
		service.States[0].Extensions = testpki.TLQualification(critical, criteria, "NotQualified")
		got := determination(t, index(t, service), pathOf(testpki.Clean()))
		want := both(QWAC, "4.4.4-31").warned("criteria for NotQualified are not understood and not critical: left out")
		if critical {
			want = both(Indeterminate, "4.4.4-27")
		}
		if got.Verdict != want.Verdict || got.Evaluation != want.Evaluation || len(got.Warnings) != len(want.Warnings) {
			t.Errorf("critical %v: %+v, want %+v", critical, got, want)
		}
	}
}
