package browsers

import (
	"encoding/asn1"
	"strings"

	"golang.org/x/crypto/cryptobyte"
	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"

	"qwac/pkg/ber"
	"qwac/pkg/eidas"
	"qwac/pkg/lint"
)

var (
	oidAccess  = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 1, 1}
	oidOCSP    = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 48, 1}
	oidIssuers = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 48, 2}
	oidPoints  = asn1.ObjectIdentifier{2, 5, 29, 31}
)

var addressRules = []*lint.Rule[*eidas.Subject]{
	{
		Meta: &lint.Meta{
			ID: "access-browser-form", Code: "A23", Severity: lint.Error, Source: br("7.1.2.7.7"),
			Title: "addresses of the issuer that the browsers' rules forbid",
			Means: "A certificate has web addresses of the issuer: where its certificate is, where to ask whether " +
				"yours is still valid (authorityInfoAccess), and where the list of invalid ones is " +
				"(cRLDistributionPoints). Since 2023 the browsers' rules allow http addresses of these alone, each " +
				"once, and nothing beside them. Here something else stands.",
			Why: "Behind https much software asks for nothing: it would have to check another certificate first. " +
				"No bank is known to refuse the certificate for it; ETSI allows https.",
			Wrong: "OCSP - URI:https://ocsp.fixture-trust.example/web",
			Right: "OCSP - URI:http://ocsp.fixture-trust.example/web",
			Fix:   "Ask the issuer (QTSP) for addresses with http, each once, at the next re-issue.",
			Ask: "An address in authorityInfoAccess or cRLDistributionPoints of our certificate does not follow the " +
				"Baseline Requirements, as the enclosed report says. Please correct it at the next re-issue " +
				"(CA/Browser Forum Baseline Requirements, 7.1.2.7.7 and 7.1.2.11.2).",
			See: lint.SeeAddresses,
		},
		Applies: func(s *eidas.Subject) bool { return s.Browser() && !s.Leaf.NotBefore.Before(eidas.BR200()) },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			checkAccesses(p, s)
			checkPoints(p, s)
		},
	},
}

// checkAccesses reads AuthorityInfoAccessSyntax ::= SEQUENCE OF SEQUENCE { accessMethod OBJECT IDENTIFIER,
// accessLocation GeneralName } (RFC 5280, 4.2.2.1). An address behind neither http nor https has rules of its own.
func checkAccesses(p *lint.Pass, s *eidas.Subject) {
	seen := map[string]bool{}
	var entry cryptobyte.String
	for list := elements(s, oidAccess); list.ReadASN1(&entry, cbasn1.SEQUENCE) && len(seen) < eidas.MaxEntries; {
		id, _, ok := ber.ReadOID(&entry)
		if !ok {
			continue
		}
		fault := accessFault(id, entry, seen[id.String()+string(entry)])
		if seen[id.String()+string(entry)] = true; fault != "" {
			p.Reportf(s.Where("authorityInfoAccess"), "%s %s", eidas.Label(id), fault)
		}
	}
}

func accessFault(method eidas.OID, location cryptobyte.String, again bool) string {
	const uri = cbasn1.Tag(6 | 0x80)
	var text cryptobyte.String
	switch {
	case !method.Equal(oidOCSP) && !method.Equal(oidIssuers):
		return "is in authorityInfoAccess, want ocsp and caIssuers only"
	case !location.ReadASN1(&text, uri):
		return "is no URI, want an address with http"
	case again:
		return "has the address " + ber.Quote(string(text)) + " twice, want it once"
	case strings.HasPrefix(strings.ToLower(string(text)), "https:"):
		return "is at " + ber.Quote(string(text)) + ", want http"
	}
	return ""
}

// checkPoints reads DistributionPoint ::= SEQUENCE { distributionPoint [0], reasons [1], cRLIssuer [2] }, all optional
// (RFC 5280, 4.2.1.13).
func checkPoints(p *lint.Pass, s *eidas.Subject) {
	const reasons, issuer = cbasn1.Tag(0x81), cbasn1.Tag(0xa2)
	var point, body cryptobyte.String
	var tag cbasn1.Tag
	for list := elements(s, oidPoints); list.ReadASN1(&point, cbasn1.SEQUENCE); {
		for point.ReadAnyASN1(&body, &tag) {
			if tag == reasons || tag == issuer {
				p.Reportf(s.Where("cRLDistributionPoints"), "a distribution point has %s, want its address alone",
					ber.Choose(tag == issuer, "cRLIssuer", "reasons"))
			}
		}
	}
}

// elements are those of the list in an extension.
func elements(s *eidas.Subject, id eidas.OID) (list cryptobyte.String) {
	if ext := eidas.Extension(s.Leaf.Certificate, id); ext != nil {
		value := cryptobyte.String(ext.Value)
		value.ReadASN1(&list, cbasn1.SEQUENCE)
	}
	return list
}
