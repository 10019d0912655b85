package psd2

import (
	"bytes"
	"crypto/x509"
	"encoding/asn1"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"qwac/pkg/ber"
	"qwac/pkg/cert"
	"qwac/pkg/eidas"
	"qwac/pkg/lint"
)

// testWords mark a CA as one for tests where they stand as words of its name, in any case of letters, alone or with a
// number or CA at their end; testInitials only alone and in capitals, since they are words or parts of names otherwise.
// hostWords are those by which the name of a host can be told too. Notices to users are prose, and read by testPhrase.
var (
	testWords    = []string{"TEST", "SANDBOX", "DEMO", "PREPROD", "PREPRODUCTION"}
	testInitials = []string{"UAT", "POC", "ART"}
	hostWords    = []string{"TEST", "SANDBOX", "DEMO", "PREPROD", "PREPRODUCTION", "UAT", "POC"}
)

// developmentCAs are CAs of open-source projects for developers, by organisation or common name. No provider bears such
// a name.
var developmentCAs = []string{
	"Trust Service Provider AG", "Authority CA Domain Name", "Fictional Corporation AG", "TESOBE CA",
	"obri-external-ca",
}

// testPolicies is the arc that NIST keeps for the policies of test certificates (Computer Security Objects Register,
// csor 48).
var testPolicies = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 2, 1, 48}

// What the content of these identifiers begins with or is, in DER.
const (
	derTestPolicies = "\x60\x86\x48\x01\x65\x03\x02\x01\x30"
	derUserNotice   = "\x2b\x06\x01\x05\x05\x07\x02\x02"
)

// testMark is what shows that a certificate is made for tests, and where.
type testMark struct {
	where lint.Where
	text  string // the whole value
	word  string // the part that is the mark
}

func (m testMark) String() string { return fmt.Sprintf("%s says %s", m.where.Path, ber.Quote(m.text)) }

// testMarks are the marks that the issuers left, at most one of a certificate: in the names of CAs and in the policies.
// What the holder is called is no mark. A CA that the lists grant is none for tests, and neither are those above it.
func testMarks(s *eidas.Subject) []testMark {
	var marks []testMark
	path := s.Path()
	for i, c := range path {
		m := nameMark(s, i, c, i == len(path)-1)
		if m.text == "" {
			m = policyMark(c.Certificate)
		}
		if m.text != "" {
			field := m.where.Path
			m.where = s.WhereOf(i)
			m.where.Path = field
			marks = append(marks, m)
		}
	}
	return marks
}

// nameMark looks at the subject of a CA, and at the issuer of the last certificate: the other issuers are subjects on
// the path.
func nameMark(s *eidas.Subject, i int, c *cert.Cert, last bool) testMark {
	if s.Stands(eidas.StandingGranted) {
		return testMark{}
	}
	if i > 0 {
		if text, word := caMark(c.RawSubject); text != "" {
			return testMark{lint.Where{Path: "subject"}, text, word}
		}
	}
	if last && !bytes.Equal(c.RawIssuer, c.RawSubject) {
		if text, word := caMark(c.RawIssuer); text != "" {
			return testMark{lint.Where{Path: "issuer"}, text, word}
		}
	}
	return testMark{}
}

// caMark finds the value of a CA's name that marks it as one for tests, and the word in it. A locality must be the word
// and nothing else: there is a Test Valley.
func caMark(name []byte) (text, word string) {
	for _, a := range eidas.ReadName(name) {
		switch {
		case a.Type.Equal(eidas.OIDLocality):
			if w := findWord(a.Value, testWords, testInitials); w != "" && w == a.Value {
				return a.Value, w
			}
		case a.Type.Equal(eidas.OIDCommonName) || a.Type.Equal(eidas.OIDOrganization) || a.Type.Equal(eidas.OIDUnit):
			if slices.Contains(developmentCAs, a.Value) {
				return a.Value, a.Value
			}
			if w := findWord(a.Value, testWords, testInitials); w != "" {
				return a.Value, w
			}
		}
	}
	return "", ""
}

// policyMark finds the policy or the notice to users that says that a certificate is for tests.
func policyMark(c *x509.Certificate) testMark {
	ext := eidas.Extension(c, eidas.OIDPolicies)
	if ext == nil || !bytes.Contains(ext.Value, []byte(derTestPolicies)) &&
		!bytes.Contains(ext.Value, []byte(derUserNotice)) {
		return testMark{} // as nearly always: nothing needs to be read
	}
	for _, p := range eidas.ReadPolicies(ext.Value) {
		if eidas.Under(p, testPolicies) {
			return testMark{lint.Where{Path: "certificatePolicies"}, p.String(), "test policy of NIST"}
		}
	}
	for _, q := range eidas.ReadQualifiers(ext.Value) {
		for _, text := range q.Notices() {
			if w := testPhrase(text); w != "" {
				return testMark{lint.Where{Path: "certificatePolicies.userNotice"}, text, w}
			}
		}
	}
	return testMark{}
}

// hostMark finds a name of a host, in the subjectAltName or as the common name, that has a word of tests in it.
func hostMark(c *x509.Certificate) (host, word string) {
	for _, h := range append(slices.Clone(c.DNSNames), c.Subject.CommonName) {
		if strings.ContainsAny(h, " @") || !strings.Contains(h, ".") {
			continue
		}
		if w := findWord(h, hostWords, nil); w != "" {
			return h, w
		}
	}
	return "", ""
}

// findWord is the first word of text that is one of words, or in capitals one of initials. Two words, of which the
// first is PRE, are one.
func findWord(text string, words, initials []string) string {
	before := ""
	for w := range strings.FieldsFuncSeq(text, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}) {
		if strings.EqualFold(before, "PRE") {
			w = before + "-" + w
		}
		bare := bareWord(w)
		if slices.Contains(initials, w) || slices.ContainsFunc(words, func(o string) bool {
			return strings.EqualFold(o, bare)
		}) {
			return w
		}
		before = w
	}
	return ""
}

// bareWord is a word without hyphen, and without the number or CA at its end: TESTCA, TEST2.
func bareWord(w string) string {
	w = strings.TrimRightFunc(strings.ReplaceAll(w, "-", ""), unicode.IsDigit)
	if end := len(w) - len("CA"); end > 0 && strings.EqualFold(w[end:], "CA") {
		return w[:end]
	}
	return w
}
