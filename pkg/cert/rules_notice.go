package cert

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/crypto/cryptobyte"
	casn1 "golang.org/x/crypto/cryptobyte/asn1"

	"qwac/pkg/ber"
	"qwac/pkg/lint"
)

var policyNoticeText = lint.Meta{
	ID: "policy-notice-text", Code: "L47", Title: "the notice of a policy is not as it should be",
	Means: "A policy in a certificate may have a text for people, the userNotice. RFC 5280 wants it as a " +
		"UTF8String of at most 200 characters that can be shown, and advises against a reference to a text elsewhere " +
		"(noticeRef). This notice is not so.",
	Why:   "Programs that show the notice cannot show it, or cut it. No bank is known to look at it.",
	Wrong: "a BMPString",
	Right: "a UTF8String of at most 200 characters",
	Fix:   "Ask the issuer (QTSP) to leave the notice out at the next re-issue; nothing needs it.",
	Ask: "A userNotice in certificatePolicies of our certificate does not follow RFC 5280, section 4.2.1.4, as the " +
		"enclosed report says. Please correct it or leave it out at the next re-issue.",
	See:        lint.SeePolicies,
	SilencedBy: []*lint.Meta{&X509ExtensionMalformed},
	Severity:   lint.Warning, Source: lint.RFC5280("4.2.1.4"),
}

// checkPolicyNotices looks at the leaf: the notices of CAs are not the user's to change.
func checkPolicyNotices(p *lint.Pass, s *Subject) {
	for w, c := range s.eachInFile {
		if c.IsCA {
			continue
		}
		w.Path = "extensions.certificatePolicies"
		for _, fault := range noticeFaults(c) {
			p.Reportf(w, "%s", fault)
		}
	}
}

// noticeFaults reads UserNotice ::= SEQUENCE { noticeRef SEQUENCE OPTIONAL, explicitText DisplayText OPTIONAL } of each
// policy.
func noticeFaults(c *Cert) (faults []string) {
	var notice, part cryptobyte.String
	var tag casn1.Tag
	for _, policy := range policiesOf(c) {
		for _, qualifier := range policy.qualifiers {
			ber.SkipOID(&qualifier) // only a userNotice is a SEQUENCE
			if !qualifier.ReadASN1(&notice, casn1.SEQUENCE) {
				continue
			}
			for notice.ReadAnyASN1(&part, &tag) {
				if fault := noticeFault(tag, part); fault != "" {
					faults = append(faults, fault)
				}
			}
		}
	}
	return faults
}

// oldNotices are the types of text that issuers must not use for a notice (RFC 5280, 4.2.1.4; RFC 6818, 3).
var oldNotices = [...]string{22: "an IA5String", 26: "a VisibleString", 30: "a BMPString"}

func noticeFault(tag casn1.Tag, part cryptobyte.String) string {
	const most = 200
	control := strings.IndexFunc(string(part), unicode.IsControl)
	switch n := utf8.RuneCount(part); {
	case tag == casn1.SEQUENCE:
		return "a userNotice has noticeRef, want its text alone"
	case int(tag) < len(oldNotices) && oldNotices[tag] != "":
		return fmt.Sprintf("the text of a userNotice is %s, want a UTF8String", oldNotices[tag])
	case n > most:
		return fmt.Sprintf("the text of a userNotice has %d characters, want at most %d", n, most)
	case control >= 0:
		r, _ := utf8.DecodeRune(part[control:])
		return fmt.Sprintf("the text of a userNotice has the control character %U, want none", r)
	}
	return ""
}
