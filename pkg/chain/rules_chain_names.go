package chain

import (
	"crypto/x509/pkix"
	"encoding/asn1"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/crypto/cryptobyte"
	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"

	"qwac/pkg/lint"
)

var (
	oidPolicies   = asn1.ObjectIdentifier{2, 5, 29, 32}
	oidUserNotice = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 2, 2}
)

var chainTestCA = lint.Rule[*Chain]{
	Meta: &lint.Meta{
		ID: "chain-test-ca", Code: "C45", Severity: lint.Error,
		Title:  "a certificate of the chain is made for tests",
		Why:    "Certificates of a test or sandbox CA are not qualified. The production environment of a bank refuses them.",
		Fix:    "Use the certificate from the production service of your trust service provider, or upload to the sandbox.",
		Source: inference,
	},
	Check: func(p *lint.Pass, c *Chain) {
		for i := range c.Path {
			field, text, word := c.testMark(i)
			if word == "" {
				continue
			}
			f := lint.Finding{Where: c.field(i, field), Message: fmt.Sprintf("%s says %q: %q marks a certificate for tests", field, text, word)}
			if c.Options.Sandbox {
				f.Severity = lint.Notice
				f.Hint = "Nothing to do for the sandbox; the production environment will not take it."
			}
			p.Report(f)
		}
	},
}

// testWords mark a certificate for tests where they stand as words of a name, in any case of letters, alone or with a number or
// CA at their end; testInitials only alone and in capitals, since they are words or parts of names otherwise. CAs that are known
// to be for tests only by their whole name are not listed: no document lists them.
var (
	testWords    = []string{"TEST", "SANDBOX", "DEMO", "PREPROD", "PREPRODUCTION"}
	testInitials = []string{"UAT", "POC", "ART"}
	noticeWords  = []string{"TEST", "TESTING", "SANDBOX"}
)

// TestMark finds the first certificate of the path that is marked as made for tests. The field is where the mark stands, the
// text the whole of its value. Ok is false when there is none.
func (c *Chain) TestMark() (w lint.Where, text string, ok bool) {
	for i := range c.Path {
		if field, text, word := c.testMark(i); word != "" {
			return c.field(i, field), text, true
		}
	}
	return lint.Where{}, "", false
}

// testMark finds the first word in the names or user notices of a certificate of the path that marks it for tests, and
// where it stands. Of issuers only the last one is read: the others are subjects on the path.
func (c *Chain) testMark(i int) (field, text, word string) {
	cert := c.Path[i]
	if text, word = nameMark(cert.Subject); word != "" {
		return "subject", text, word
	}
	if i == len(c.Path)-1 {
		if text, word = nameMark(cert.Issuer); word != "" {
			return "issuer", text, word
		}
	}
	for _, text := range userNotices(cert) {
		if w := findWord(text, noticeWords, nil); w != "" {
			return "certificatePolicies.userNotice", text, w
		}
	}
	return "", "", ""
}

func nameMark(n pkix.Name) (text, word string) {
	for _, a := range n.Names {
		text, ok := a.Value.(string)
		if !ok || !slices.ContainsFunc(markedAttributes, a.Type.Equal) {
			continue
		}
		if w := findWord(text, testWords, testInitials); w != "" && (!a.Type.Equal(oidLocality) || w == text) {
			return text, w
		}
	}
	return "", ""
}

// markedAttributes are the attributes of a name in which a mark is looked for. A locality must be the mark and nothing else:
// there is a Test Valley.
var markedAttributes = []asn1.ObjectIdentifier{{2, 5, 4, 3}, {2, 5, 4, 10}, {2, 5, 4, 11}, oidLocality} // CN, O, OU, L

var oidLocality = asn1.ObjectIdentifier{2, 5, 4, 7}

// findWord is the first word of text that is one of words, or in capitals one of initials. Two words, of which the first is
// PRE, are one.
func findWord(text string, words, initials []string) string {
	before := ""
	for w := range strings.FieldsFuncSeq(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if strings.EqualFold(before, "PRE") {
			w = before + "-" + w
		}
		bare := bareWord(w)
		if slices.Contains(initials, w) || slices.ContainsFunc(words, func(o string) bool { return strings.EqualFold(o, bare) }) {
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

// userNotices are the explicit texts of certificatePolicies (RFC 5280, 4.2.1.4), as far as they can be read.
func userNotices(c *Cert) []string {
	der, _ := extValue(c.Certificate, oidPolicies)
	input := cryptobyte.String(der)
	var policies, policy, qualifiers cryptobyte.String
	if !input.ReadASN1(&policies, cbasn1.SEQUENCE) {
		return nil
	}
	var texts []string
	for policies.ReadASN1(&policy, cbasn1.SEQUENCE) {
		if policy.SkipASN1(cbasn1.OBJECT_IDENTIFIER) && policy.ReadASN1(&qualifiers, cbasn1.SEQUENCE) {
			texts = append(texts, noticesOf(qualifiers)...)
		}
	}
	return texts
}

func noticesOf(qualifiers cryptobyte.String) []string {
	var texts []string
	var info, notice, value cryptobyte.String
	var id asn1.ObjectIdentifier
	var tag cbasn1.Tag
	for qualifiers.ReadASN1(&info, cbasn1.SEQUENCE) {
		if !info.ReadASN1ObjectIdentifier(&id) || !id.Equal(oidUserNotice) || !info.ReadASN1(&notice, cbasn1.SEQUENCE) {
			continue
		}
		for notice.ReadAnyASN1(&value, &tag) {
			if text, ok := decodeString(tag, value); ok { // a noticeRef is no string
				texts = append(texts, text)
			}
		}
	}
	return texts
}
