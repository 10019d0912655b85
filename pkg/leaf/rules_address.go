package leaf

import (
	"slices"
	"strings"
	"unicode/utf8"

	"qwac/pkg/ber"
	"qwac/pkg/eidas"
	"qwac/pkg/ident"
	"qwac/pkg/lint"
)

// addressRules judge where a certificate says that its issuer and its status are to be found (group A): presence and
// form alone, nothing is fetched.
var addressRules = []*lint.Rule[*eidas.Subject]{
	{
		Meta: &lint.Meta{
			ID: "aia-caissuers-missing", Code: "A02", Severity: lint.Error,
			Source: lint.Clause{Document: "EN 319 412-2", Section: "GEN-4.4.1-3"},
			Title:  "no address of the issuer's certificate",
			Means: "authorityInfoAccess is the field with web addresses of the issuer: where its certificate " +
				"is, and where to ask whether yours is still valid. The first of these, caIssuers, is missing here.",
			Why: "Annex IV(h) of the eIDAS regulation requires this address. The software of some banks fails " +
				"on a certificate without one.",
			Wrong: "OCSP - URI:http://ocsp.fixture-trust.example/web",
			Right: "CA Issuers - URI:http://pki.fixture-trust.example/web.cer",
			Fix:   "Ask the issuer (QTSP) for a re-issue with id-ad-caIssuers in authorityInfoAccess.",
			Ask: "authorityInfoAccess of our certificate has no id-ad-caIssuers. Please re-issue the " +
				"certificate with the address of your CA certificate (ETSI EN 319 412-2, GEN-4.4.1-3).",
			See: lint.SeeAddresses,
		},
		Applies: func(s *eidas.Subject) bool {
			return endEntity(s) && eidas.Extension(s.Leaf.Certificate, oidAccess) != nil
		},
		Check: func(p *lint.Pass, s *eidas.Subject) {
			if len(accessURLs(s, oidAccessIssuers)) == 0 && describesAccess(s) {
				p.Reportf(s.Where(pathAccess), "authorityInfoAccess has no %s, want one",
					eidas.Label(oidAccessIssuers))
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "aia-caissuers-scheme", Code: "A03", Severity: lint.Error,
			Source: lint.Clause{Document: "EN 319 412-2", Section: "GEN-4.4.1-4"},
			Title:  "no address of the issuer's certificate with http or https",
			Means: "authorityInfoAccess is the field with web addresses of the issuer: where its certificate " +
				"is, and where to ask whether yours is still valid. For the issuer's certificate there is no " +
				"address here that begins with http or https.",
			Why: "Software that fetches a missing issuer does so by http. By the browsers' rules no other " +
				"address is allowed.",
			Wrong: "CA Issuers - URI:ldap://pki.fixture-trust.example/cn=CA",
			Right: "CA Issuers - URI:http://pki.fixture-trust.example/web.cer",
			Fix:   "Ask the issuer (QTSP) for an address with http at the next re-issue.",
			Ask: "id-ad-caIssuers in authorityInfoAccess of our certificate has no address with http or https. " +
				"Please add one at the next re-issue (ETSI EN 319 412-2, GEN-4.4.1-4).",
			See: lint.SeeAddresses,
		},
		Applies: endEntity,
		Check: func(p *lint.Pass, s *eidas.Subject) {
			urls := accessURLs(s, oidAccessIssuers)
			if len(urls) > 0 && !slices.ContainsFunc(urls, scheme("http", "https")) {
				p.Reportf(s.Where(pathAccess),
					"the addresses of the issuer's certificate are %s, want one with http or https", eidas.Quoted(urls))
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "revocation-info-missing", Code: "A04", Severity: lint.Error,
			Source: lint.Clause{Document: "EN 319 412-2", Section: "GEN-4.3.11-2, GEN-4.4.1-8"},
			Title:  "no address to ask about revocation",
			Means: "A certificate can be declared invalid before its end: it is then revoked. It names an " +
				"address where banks can ask: that of a responder (OCSP) or that of a list (CRL). This certificate " +
				"has neither.",
			Why: "A bank cannot find out whether the certificate was revoked. Only short-term certificates and " +
				"those of responders, marked as such, may do without.",
			Right: "OCSP - URI:http://ocsp.fixture-trust.example/web",
			Fix:   "Ask the issuer (QTSP) for a re-issue with the address of a responder or of a revocation list.",
			Ask: "Our certificate has neither an OCSP address in authorityInfoAccess nor cRLDistributionPoints. " +
				"Please re-issue it with one of them (ETSI EN 319 412-2, GEN-4.3.11-2 and GEN-4.4.1-8).",
			See: lint.SeeAddresses,
		},
		Applies: endEntity,
		Check: func(p *lint.Pass, s *eidas.Subject) {
			if !statusAddress(s) && !hasExtension(s, oidValidityAssured, oidNoRevAvail,
				oidOCSPNoCheck) {
				p.Reportf(s.Where(""),
					"there is neither %s in authorityInfoAccess nor cRLDistributionPoints, want one of them",
					eidas.Label(oidAccessOCSP))
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "revocation-ocsp-scheme", Code: "A05", Severity: lint.Error,
			Source: lint.Clause{Document: "EN 319 412-2", Section: "GEN-4.4.1-6"},
			Title:  "no address of a responder with http or https",
			Means: "authorityInfoAccess is the field with web addresses of the issuer: where its certificate " +
				"is, and where to ask whether yours is still valid. For the second, the responder (OCSP), there is " +
				"no address here that begins with http or https.",
			Why:   "OCSP works over http. Software finds no responder behind another address.",
			Wrong: "OCSP - URI:ldap://ocsp.fixture-trust.example/",
			Right: "OCSP - URI:http://ocsp.fixture-trust.example/web",
			Fix:   "Ask the issuer (QTSP) for an address with http at the next re-issue.",
			Ask: "The address of the OCSP responder in authorityInfoAccess of our certificate has neither http " +
				"nor https. Please correct it at the next re-issue (ETSI EN 319 412-2, GEN-4.4.1-6).",
			See: lint.SeeAddresses,
		},
		Applies: endEntity,
		Check: func(p *lint.Pass, s *eidas.Subject) {
			urls := accessURLs(s, oidAccessOCSP)
			if len(urls) > 0 && !slices.ContainsFunc(urls, scheme("http", "https")) {
				p.Reportf(s.Where(pathAccess),
					"the addresses of responders are %s, want one with http or https", eidas.Quoted(urls))
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "aia-exchanged", Code: "A24", Severity: lint.Warning, Source: lint.RFC5280("4.2.2.1"),
			Title: "addresses of certificate and responder look exchanged",
			Means: "authorityInfoAccess is the field with web addresses of the issuer: caIssuers is where its " +
				"certificate is, OCSP where to ask whether yours is still valid. The address under one of them looks " +
				"like one of the other.",
			Why: "Software that needs the issuer's certificate gets none there, and a bank that asks whether yours " +
				"is still valid gets no answer.",
			Wrong: "CA Issuers - URI:http://ocsp.fixture-trust.example/web",
			Right: "OCSP - URI:http://ocsp.fixture-trust.example/web",
			Fix: "Look at what is behind the addresses, and ask the issuer (QTSP) to exchange them at the next " +
				"re-issue.",
			Ask: "id-ad-ocsp and id-ad-caIssuers in authorityInfoAccess of our certificate seem to have each other's " +
				"address, as the enclosed report says. Please check and correct them at the next re-issue (RFC 5280, " +
				"section 4.2.2.1).",
			See: lint.SeeAddresses,
		},
		Applies: endEntity,
		Check:   checkExchanged,
	},
	{
		Meta: &lint.Meta{
			ID: "revocation-crldp-scheme", Code: "A06", Severity: lint.Error,
			Source: lint.Clause{Document: "EN 319 412-2", Section: "GEN-4.3.11-4"},
			Title:  "revocation list behind an address that software does not fetch",
			Means: "cRLDistributionPoints is the field with the web address of a list, the CRL: it names the " +
				"certificates that were declared invalid before their end. At least one address must " +
				"begin with http or ldap. Here none does. Until the re-issue the certificate can be used.",
			Why: "Much software does not fetch lists over https, as it would have to check another certificate " +
				"first. The browsers' rules (CA/Browser Forum Baseline Requirements, 7.1.2.11.2) allow http alone.",
			Wrong: "URI:https://crl.fixture-trust.example/web.crl",
			Right: "URI:http://crl.fixture-trust.example/web.crl",
			Fix:   "Ask the issuer (QTSP) for an address with http at the next re-issue.",
			Ask: "cRLDistributionPoints of our certificate has no address with http or ldap. Please use http at " +
				"the next re-issue (ETSI EN 319 412-2, GEN-4.3.11-4).",
			See: lint.SeeAddresses,
		},
		Applies: endEntity,
		Check:   checkDistributionPoints,
	},
	{
		Meta: &lint.Meta{
			ID: "revocation-short-term-norevavail", Code: "A07", Severity: lint.Error,
			Source: lint.Clause{Document: "EN 319 412-2", Section: "GEN-4.3.11-2A"},
			Title:  "a short-term certificate that does not say that it cannot be revoked",
			Means: "A short-term certificate ends so soon that it is never declared invalid before (revoked). " +
				"This one says that it is of this kind and has no address to ask. Then it must also have the field " +
				"noRevAvail, which says that there is nothing to ask.",
			Why:   "Without this field software looks for an address, finds none and refuses the certificate.",
			Wrong: "validityAssuredShortTerm (0.4.0.194121.2.1)",
			Right: "validityAssuredShortTerm (0.4.0.194121.2.1), noRevAvail (2.5.29.56)",
			Fix:   "Ask the issuer (QTSP) for a re-issue with noRevAvail (2.5.29.56, RFC 9608).",
			Ask: "Our certificate is a short-term one without revocation information and has no noRevAvail " +
				"(2.5.29.56). Please add it at the next re-issue (ETSI EN 319 412-2, GEN-4.3.11-2A; RFC 9608).",
			See: "openssl asn1parse -in chain.pem -i | grep OBJECT",
		},
		Applies: endEntity,
		Check: func(p *lint.Pass, s *eidas.Subject) {
			if hasExtension(s, oidValidityAssured) && !statusAddress(s) && !hasExtension(s, oidNoRevAvail) {
				p.Reportf(s.Where(""),
					"%s is there and no address to ask about revocation, want %s",
					eidas.Label(oidValidityAssured),
					eidas.Label(oidNoRevAvail))
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "url-malformed", Code: "A11a", Severity: lint.Warning,
			Source: lint.Clause{Document: "RFC 3986", Section: "3"},
			Title:  "an address that is none",
			Means: "A certificate has web addresses of the issuer, such as those of its certificate, its terms " +
				"or its responder. One of them is not a whole address, or has a blank or another character that " +
				"addresses do not have, so nothing can be fetched from it.",
			Why:   "Software that needs what is at the address does not get it.",
			Wrong: "pki.fixture-trust.example/cps",
			Right: "https://pki.fixture-trust.example/cps",
			Fix:   "Ask the issuer (QTSP) to correct the address at the next re-issue.",
			Ask: "A URI in our certificate is malformed, as the enclosed report says. Please correct it at the " +
				"next re-issue (RFC 3986, section 3).",
			See: "openssl x509 -in chain.pem -noout -text | grep URI",
		},
		Applies: endEntity,
		Check: func(p *lint.Pass, s *eidas.Subject) {
			for _, a := range addressesOf(s) {
				u := a.Parsed
				if a.At.Path != eidas.PathPDS && noIA5String(a.Text) {
					continue // x509-extension-malformed
				}
				i := strings.IndexFunc(a.Text, func(r rune) bool { return r <= ' ' || r > '~' })
				switch {
				case u != nil && strings.EqualFold(u.Scheme, "file"):
					p.Reportf(a.At, "the address is %s, a file on a machine of the issuer, want one with http or https",
						ber.Quote(a.Text))
				case u == nil && i < 0, u != nil && u.Scheme == "",
					u != nil && u.Host == "" && u.Opaque == "" && !strings.EqualFold(u.Scheme, "ldap"):
					p.Reportf(a.At, "the address is %s, want an absolute URL", ber.Quote(a.Text))
				case i >= 0:
					r, _ := utf8.DecodeRuneInString(a.Text[i:])
					p.Reportf(a.At, "the address is %s: %U at character %d has no place in a URL (RFC 3986, 2)",
						ber.Quote(a.Text), r, 1+utf8.RuneCountInString(a.Text[:i]))
				}
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "url-internal-host", Code: "A11b", Severity: lint.Warning, Source: eidas.Inference(),
			Title: "an address of no public network",
			Means: "A certificate has web addresses of the issuer, such as those of its certificate, its terms " +
				"or its responder. One of them is in a private network.",
			Why:   "A bank is outside this network and gets no answer from there.",
			Wrong: "https://pki.fixture-trust.local/cps",
			Right: "https://pki.fixture-trust.example/cps",
			Fix:   "Ask the issuer (QTSP) for a public address at the next re-issue.",
			Ask: "A URI in our certificate has a host that is not public, as the enclosed report says. Please " +
				"use a public address at the next re-issue.",
			See: "openssl x509 -in chain.pem -noout -text | grep URI",
		},
		Applies: endEntity,
		Check: func(p *lint.Pass, s *eidas.Subject) {
			known := map[string]string{} // most addresses are of one host
			for _, a := range addressesOf(s) {
				if a.Parsed == nil {
					continue
				}
				why, ok := known[a.Parsed.Hostname()]
				if !ok {
					why = ident.InternalHost(a.Parsed.Hostname())
					known[a.Parsed.Hostname()] = why
				}
				if why != "" {
					p.Reportf(a.At, "the host of %s is internal: %s", ber.Quote(a.Text), why)
				}
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "url-credentials", Code: "A11c", Severity: lint.Warning, Source: eidas.Inference(),
			Title: "an address with a user name",
			Means: "A certificate has web addresses of the issuer, such as those of its certificate, its terms " +
				"or its responder. One of them has a user name, perhaps with a password, before the host.",
			Why:   "Everybody can read what is in a certificate. Most software refuses such an address.",
			Wrong: "http://user@crl.fixture-trust.example/web.crl",
			Right: "http://crl.fixture-trust.example/web.crl",
			Fix: "Tell the issuer (QTSP) that user name and password are public, and ask for a re-issue without " +
				"them.",
			Ask: "A URI in our certificate has a user name in it, which everybody can read. Please change the " +
				"password and leave the user name out at the next re-issue.",
			See: "openssl x509 -in chain.pem -noout -text | grep URI",
		},
		Applies: endEntity,
		Check: func(p *lint.Pass, s *eidas.Subject) {
			for _, a := range addressesOf(s) {
				if a.Parsed != nil && a.Parsed.User != nil {
					p.Reportf(a.At, "an address of the host %s has a user name in it, want none",
						ber.Quote(a.Parsed.Hostname()))
				}
			}
		},
	},
}

func checkExchanged(p *lint.Pass, s *eidas.Subject) {
	for _, a := range accessesOf(s) {
		w := s.Where(pathAccess)
		w.Discriminator = a.URL
		switch {
		case a.Method.Equal(oidAccessIssuers) && ident.OfResponder(a.URL):
			p.Reportf(w, "caIssuers is %s, which looks like a responder (OCSP), want the issuer's certificate",
				ber.Quote(a.URL))
		case a.Method.Equal(oidAccessOCSP) && ident.OfFile(a.URL):
			p.Reportf(w, "ocsp is %s, which looks like a file, want a responder", ber.Quote(a.URL))
		}
	}
}
