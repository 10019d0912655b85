package psd2

import (
	"fmt"
	"strings"
	"time"

	"golang.org/x/crypto/cryptobyte"
	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"

	"qwac/pkg/ber"
	"qwac/pkg/eidas"
	"qwac/pkg/ident"
	"qwac/pkg/lint"
)

// evg is a clause of the EV guidelines.
func evg(section string) lint.Clause {
	return lint.Clause{Document: "CABF EV Guidelines", Section: section}
}

// cabfRules compare the identifier of the subject with the extension that repeats it in EV certificates (group S).
var cabfRules = []*lint.Rule[*eidas.Subject]{
	{
		Meta: &lint.Meta{
			ID: "psd2-cabf-orgid-missing", Code: "S41", Severity: lint.Error, Source: evg("7.1.2.2"),
			Title: "an EV certificate does not repeat organizationIdentifier",
			Means: "EV certificates follow a set of rules of the browsers, the EV Guidelines. If such a " +
				"certificate has an organizationIdentifier (your authorisation number), a second field repeats it " +
				"in parts. This field, cabfOrganizationIdentifier, is missing.",
			Why:   "The software of some banks refuses an EV certificate without this field.",
			Right: `cabfOrganizationIdentifier "PSD", "DK", "DFSA-97351842"`,
			Fix:   "Ask the issuer (QTSP) to add cabfOrganizationIdentifier (2.23.140.3.1) at the next re-issue.",
			Ask: "Our certificate has organizationIdentifier and an EV policy, but no " +
				"cabfOrganizationIdentifier (2.23.140.3.1). Please add it at the next re-issue (CA/Browser Forum EV " +
				"Guidelines, 7.1.2.2).",
			See: "openssl asn1parse -in chain.pem -i | sed -n '/2.23.140.3.1/,/OCTET/p'",
		},
		Applies: func(s *eidas.Subject) bool {
			return s.Website() && s.Info.Policy(eidas.OIDPolicyCABFEV) != nil && len(s.Info.OrgIDs) > 0 &&
				!s.Leaf.NotBefore.Before(cabfOrgIDs())
		},
		Check: func(p *lint.Pass, s *eidas.Subject) {
			if eidas.Extension(s.Leaf.Certificate, oidCABFOrgID) == nil {
				p.Reportf(s.Where(pathCABF),
					"organizationIdentifier is %s, but there is no %s", eidas.Quoted(s.Info.OrgIDs),
					eidas.Label(oidCABFOrgID))
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "psd2-cabf-orgid-inconsistent", Code: "S42", Severity: lint.Error, Source: evg("9.2.8"),
			Title: "organizationIdentifier and the extension that repeats it differ",
			Means: "Your authorisation number stands in two fields of this certificate: whole in " +
				"organizationIdentifier, and in parts in cabfOrganizationIdentifier. The two must be the same. Here " +
				"they differ.",
			Why:   "Some banks read the one field and some the other, so they know you by two numbers.",
			Wrong: `PSDDK-DFSA-97351842 and "PSD", "DK", "DFSA-97351843"`,
			Right: `PSDDK-DFSA-97351842 and "PSD", "DK", "DFSA-97351842"`,
			Fix:   "Ask the issuer (QTSP) for a re-issue with the number from the register in both fields.",
			Ask: "organizationIdentifier and cabfOrganizationIdentifier (2.23.140.3.1) of our certificate " +
				"differ. Please re-issue the certificate with the number from the register in both (CA/Browser " +
				"Forum EV Guidelines, 9.2.8).",
			See: "openssl asn1parse -in chain.pem -i | sed -n '/2.23.140.3.1/,/OCTET/p'",
		},
		Applies: func(s *eidas.Subject) bool { return s.Leaf != nil && len(s.Info.OrgIDs) == 1 },
		Check:   checkRepeated,
	},
	{
		Meta: &lint.Meta{
			ID: "psd2-cabf-orgid-state-is-nca", Code: "S43", Severity: lint.Error, Source: evg("7.1.2.2"),
			Title: "the authority stands in the place of a state",
			Means: "The field cabfOrganizationIdentifier repeats your authorisation number in parts. One part " +
				"is for a state or province. Here the authority stands in it; it belongs before the number instead.",
			Why: "Software that puts the parts together gets another number than the one in " +
				"organizationIdentifier.",
			Wrong: `state "DFSA", reference "97351842"`,
			Right: `reference "DFSA-97351842"`,
			Fix: "Ask the issuer (QTSP) for a re-issue with authority, hyphen and number in " +
				"registrationReference.",
			Ask: "registrationStateOrProvince in cabfOrganizationIdentifier (2.23.140.3.1) of our certificate " +
				"holds the authority. Please re-issue the certificate with authority, hyphen and number as " +
				"registrationReference (CA/Browser Forum EV Guidelines, 7.1.2.2).",
			See: "openssl asn1parse -in chain.pem -i | sed -n '/2.23.140.3.1/,/OCTET/p'",
		},
		Applies: func(s *eidas.Subject) bool { return s.Leaf != nil },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			r, _ := readRepetition(s)
			if _, known := ident.LookupNCA(r.country + "-" + r.state); r.scheme == "PSD" && r.state != "" &&
				(known || namesAuthority(s, r.state)) {
				p.Reportf(s.Where(pathCABF),
					"registrationStateOrProvince is %s, which is the authority, want registrationReference %s",
					ber.Quote(r.state), ber.Quote(r.state+"-"+r.reference))
			}
		},
	},
}

const pathCABF = "cabfOrganizationIdentifier"

// cabfOrgIDs is the day from which EV certificates repeat the identifier (ballot SC-17).
func cabfOrgIDs() time.Time { return time.Date(2020, 1, 31, 0, 0, 0, 0, time.UTC) }

// repetition is CABFOrganizationIdentifier ::= SEQUENCE { registrationSchemeIdentifier PrintableString (SIZE(3)),
// registrationCountry PrintableString (SIZE(2)), registrationStateOrProvince [0] IMPLICIT PrintableString OPTIONAL,
// registrationReference UTF8String }.
type repetition struct{ scheme, country, state, reference string }

// String is the identifier that the parts make together.
func (r repetition) String() string {
	return r.scheme + r.country + ber.Choose(r.state == "", "", "+"+r.state) + "-" + r.reference
}

// stateText is the state with its name; empty: there is none.
func (r repetition) stateText() string {
	if r.state == "" {
		return ""
	}
	return "state " + ber.Quote(r.state) + ", "
}

// readRepetition reads the extension; ok is false where there is none or it cannot be read.
func readRepetition(s *eidas.Subject) (r repetition, ok bool) {
	ext := eidas.Extension(s.Leaf.Certificate, oidCABFOrgID)
	if ext == nil {
		return r, false
	}
	const implicit0, explicit0 = cbasn1.Tag(0x80), cbasn1.Tag(0xa0)
	value := cryptobyte.String(ext.Value)
	var parts, body cryptobyte.String
	var tag cbasn1.Tag
	value.ReadASN1(&parts, cbasn1.SEQUENCE)
	var texts []string
	for parts.ReadAnyASN1(&body, &tag) {
		text, isText := eidas.StringValue(tag, body)
		switch {
		case tag == implicit0:
			r.state = string(body)
		case tag == explicit0:
			body.ReadAnyASN1(&body, &tag)
			r.state, _ = eidas.StringValue(tag, body)
		case isText:
			texts = append(texts, text)
		}
	}
	if len(texts) != 3 {
		return r, false
	}
	r.scheme, r.country, r.reference = texts[0], texts[1], texts[2]
	return r, true
}

// checkRepeated takes a reference without the authority for a warning: some issuers write it so.
func checkRepeated(p *lint.Pass, s *eidas.Subject) {
	r, ok := readRepetition(s)
	if !ok { // it is not there, or x509-extension-malformed
		return
	}
	w := s.Where(pathCABF)
	id := s.Info.OrgIDs[0]
	o, err := ident.ParseOrgID(id)
	want := o.Reference
	if o.NCA != "" {
		want = o.NCA + "-" + o.Reference
	}
	f := lint.Finding{Where: w}
	f.Message = fmt.Sprintf("organizationIdentifier is %s, the extension has scheme %s, country %s, %sreference %s",
		ber.Quote(id), ber.Quote(r.scheme), ber.Quote(r.country), r.stateText(), ber.Quote(r.reference))
	switch {
	case err != nil && s.ForPSD2() && strings.HasPrefix(id, r.scheme+r.country), id == r.String():
		return // what is wrong with the identifier has rules of its own
	case r.scheme != o.Scheme || ident.OwnCountry(r.country) != ident.OwnCountry(o.Country): // EL of VAT numbers is GR
	case r.reference == want && r.state == o.State, // and psd2-cabf-orgid-state-is-nca:
		r.state == o.NCA && o.NCA != "":
		return
	case o.NCA != "" && r.reference == o.Reference:
		f.Severity = lint.Warning
		f.Message += fmt.Sprintf(", want the authority before it: %s", ber.Quote(want))
	}
	p.Report(f)
}

// namesAuthority reports whether text is the authority of the identifier or of the PSD2 statement.
func namesAuthority(s *eidas.Subject, text string) bool {
	for _, id := range s.Info.OrgIDs {
		if o, _ := ident.ParseOrgID(id); o.NCA == text {
			return true
		}
	}
	return s.Info.PSD2 != nil && strings.HasSuffix(s.Info.PSD2.NCAID, "-"+text)
}
