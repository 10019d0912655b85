package leaf

import (
	"fmt"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"

	"golang.org/x/crypto/cryptobyte"
	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"

	"qwac/pkg/ber"
	"qwac/pkg/eidas"
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
			Why: "Annex IV(h) of the eIDAS regulation wants it. Some banks' software fails on a certificate " +
				"without one.",
			Fix: "Ask the issuer (QTSP) for a re-issue with id-ad-caIssuers in authorityInfoAccess.",
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
			Why:    "Software that completes chains fetches by http. By the browsers' rules there is nothing but http.",
			Fix:    "Ask the issuer (QTSP) for an address with http at the next re-issue.",
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
			Why: "Nobody can tell whether the certificate was revoked. Only short-term certificates and those of " +
				"responders, marked as such, may do without.",
			Fix: "Ask the issuer (QTSP) for a re-issue with the address of a responder or of a revocation list.",
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
			Why:    "OCSP is spoken over http; software finds no responder behind another address.",
			Fix:    "Ask the issuer (QTSP) for an address with http at the next re-issue.",
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
			ID: "revocation-crldp-scheme", Code: "A06", Severity: lint.Error,
			Source: lint.Clause{Document: "EN 319 412-2", Section: "GEN-4.3.11-4"},
			Title:  "revocation list behind an address that software does not fetch",
			Why: "A distribution point has an address with http or ldap; the browsers' rules (CABF Baseline " +
				"Requirements, 7.1.2.11.2) allow http alone.",
			Fix: "Ask the issuer (QTSP) for an address with http at the next re-issue.",
		},
		Applies: endEntity,
		Check:   checkDistributionPoints,
	},
	{
		Meta: &lint.Meta{
			ID: "revocation-short-term-norevavail", Code: "A07", Severity: lint.Error,
			Source: lint.Clause{Document: "EN 319 412-2", Section: "GEN-4.3.11-2A"},
			Title:  "a short-term certificate that does not say that it cannot be revoked",
			Why: "Without an address to ask, noRevAvail must say that there is nothing to ask; software refuses " +
				"the certificate otherwise.",
			Fix: "Ask the issuer (QTSP) for a re-issue with noRevAvail (2.5.29.56, RFC 9608).",
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
			Why:    "Nothing can be fetched from it.",
			Fix:    "Ask the issuer (QTSP) to correct the address at the next re-issue.",
		},
		Applies: endEntity,
		Check: func(p *lint.Pass, s *eidas.Subject) {
			for _, a := range addressesOf(s) {
				if u := a.parsed; u == nil || u.Scheme == "" ||
					u.Host == "" && u.Opaque == "" && !strings.EqualFold(u.Scheme, "ldap") {
					p.Reportf(a.at, "the address is %s, want an absolute URL", ber.Quote(a.text))
				}
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "url-internal-host", Code: "A11b", Severity: lint.Warning, Source: eidas.Inference(),
			Title: "an address of no public network",
			Why:   "A bank cannot reach it.",
			Fix:   "Ask the issuer (QTSP) for a public address at the next re-issue.",
		},
		Applies: endEntity,
		Check: func(p *lint.Pass, s *eidas.Subject) {
			for _, a := range addressesOf(s) {
				if a.parsed == nil || a.parsed.Hostname() == "" {
					continue
				}
				if why := internalHost(a.parsed.Hostname()); why != "" {
					p.Reportf(a.at, "the host of %s is internal: %s", ber.Quote(a.text), why)
				}
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "url-credentials", Code: "A11c", Severity: lint.Warning, Source: eidas.Inference(),
			Title: "an address with a user name",
			Why:   "Everybody reads what stands in a certificate, and most software refuses such an address.",
			Fix:   "Tell the issuer (QTSP): the credentials are public.",
		},
		Applies: endEntity,
		Check: func(p *lint.Pass, s *eidas.Subject) {
			for _, a := range addressesOf(s) {
				if a.parsed != nil && a.parsed.User != nil {
					p.Reportf(a.at, "an address of the host %s has a user name in it, want none",
						ber.Quote(a.parsed.Hostname()))
				}
			}
		},
	},
}

const (
	pathAccess = "authorityInfoAccess"
	pathPoints = "cRLDistributionPoints"

	tagURI = cbasn1.Tag(6 | 0x80) // uniformResourceIdentifier of a GeneralName
)

// endEntity reports whether there is a leaf that has extensions and is no CA.
func endEntity(s *eidas.Subject) bool { return s.Leaf != nil && s.Type != eidas.TypeCA && s.Extended() }

// hasExtension reports whether the leaf has one of the extensions.
func hasExtension(s *eidas.Subject, ids ...eidas.OID) bool {
	return slices.ContainsFunc(ids, func(id eidas.OID) bool { return eidas.Extension(s.Leaf.Certificate, id) != nil })
}

// accessURLs lists the addresses of one method: AuthorityInfoAccessSyntax ::= SEQUENCE OF SEQUENCE { accessMethod
// OBJECT IDENTIFIER, accessLocation GeneralName } (RFC 5280, 4.2.2.1).
func accessURLs(s *eidas.Subject, method eidas.OID) []string {
	var urls []string
	ext := eidas.Extension(s.Leaf.Certificate, oidAccess)
	if ext == nil {
		return nil
	}
	value := cryptobyte.String(ext.Value)
	var list, entry, location cryptobyte.String
	value.ReadASN1(&list, cbasn1.SEQUENCE)
	for list.ReadASN1(&entry, cbasn1.SEQUENCE) && len(urls) < eidas.MaxEntries {
		id, _, ok := ber.ReadOID(&entry)
		if ok && id.Equal(method) && entry.ReadASN1(&location, tagURI) {
			urls = append(urls, string(location))
		}
	}
	return urls
}

// describesAccess reports whether authorityInfoAccess has a description that can be read. With none it is
// x509-extension-malformed.
func describesAccess(s *eidas.Subject) bool {
	value := cryptobyte.String(eidas.Extension(s.Leaf.Certificate, oidAccess).Value)
	var list, entry cryptobyte.String
	value.ReadASN1(&list, cbasn1.SEQUENCE)
	for list.ReadASN1(&entry, cbasn1.SEQUENCE) {
		if _, _, ok := ber.ReadOID(&entry); ok {
			return true
		}
	}
	return false
}

// pointURLs lists the addresses of the distribution points: SEQUENCE OF SEQUENCE { distributionPoint [0] { fullName [0]
// GeneralNames }, ... } (RFC 5280, 4.2.1.13). named says that each point that has no address has another name, so that
// nothing is malformed.
func pointURLs(s *eidas.Subject) (urls []string, named bool) {
	const inner, relative = cbasn1.Tag(0xa0), cbasn1.Tag(0xa1)
	ext := eidas.Extension(s.Leaf.Certificate, oidDistributionPoints)
	if ext == nil {
		return nil, false
	}
	value := cryptobyte.String(ext.Value)
	var list, point, place, names, name cryptobyte.String
	var tag cbasn1.Tag
	value.ReadASN1(&list, cbasn1.SEQUENCE)
	for list.ReadASN1(&point, cbasn1.SEQUENCE) && len(urls) < eidas.MaxEntries {
		if !point.ReadASN1(&place, inner) {
			return urls, false
		}
		named = named || place.PeekASN1Tag(relative)
		if !place.ReadASN1(&names, inner) {
			continue
		}
		for names.ReadAnyASN1(&name, &tag) {
			named = true
			if tag == tagURI {
				urls = append(urls, string(name))
			}
		}
	}
	return urls, named
}

// statusAddress reports whether the leaf says where to ask about its revocation.
func statusAddress(s *eidas.Subject) bool {
	return len(accessURLs(s, oidAccessOCSP)) > 0 || hasExtension(s, oidDistributionPoints)
}

// httpAlone is the day from which the Baseline Requirements, then V2.0.0, allow revocation lists behind http alone.
func httpAlone() time.Time { return time.Date(2023, 9, 15, 0, 0, 0, 0, time.UTC) }

func checkDistributionPoints(p *lint.Pass, s *eidas.Subject) {
	urls, named := pointURLs(s)
	other := func(u string) bool { return !scheme("http")(u) }
	switch {
	case eidas.Extension(s.Leaf.Certificate, oidDistributionPoints) == nil:
	case s.Browser() && !s.Leaf.NotBefore.Before(httpAlone()) && slices.ContainsFunc(urls, other):
		p.Reportf(s.Where(pathPoints), "the addresses are %s, want http alone", eidas.Quoted(urls))
	case named && !slices.ContainsFunc(urls, scheme("http", "ldap")):
		p.Reportf(s.Where(pathPoints), "the addresses are %s, want one with http or ldap", eidas.Quoted(urls))
	}
}

// scheme recognises addresses by what stands before the first colon.
func scheme(names ...string) func(string) bool {
	return func(text string) bool {
		have, _, _ := strings.Cut(text, ":")
		return slices.Contains(names, strings.ToLower(have))
	}
}

// address is an address of the leaf with its place.
type address struct {
	at     lint.Where
	text   string
	parsed *url.URL // nil: it is no URL
}

// addressesOf are all of the leaf: of the issuer and the status, of policies, of the disclosure statement.
func addressesOf(s *eidas.Subject) []address {
	var all []address
	add := func(path string, texts ...string) {
		for _, text := range texts {
			at := s.Where(path)
			at.Discriminator = text
			parsed, err := url.Parse(text)
			if err != nil {
				parsed = nil
			}
			all = append(all, address{at, text, parsed})
		}
	}
	points, _ := pointURLs(s)
	add(pathAccess, slices.Concat(accessURLs(s, oidAccessOCSP), accessURLs(s, oidAccessIssuers))...)
	add(pathPoints, points...)
	add("certificatePolicies", practiceURLs(s)...)
	for _, d := range s.Info.PDS {
		add(eidas.PathPDS, d.URL)
	}
	return all
}

// practiceURLs lists the addresses of certification practice statements.
func practiceURLs(s *eidas.Subject) []string {
	ext := eidas.Extension(s.Leaf.Certificate, eidas.OIDPolicies)
	if ext == nil {
		return nil
	}
	var urls []string
	for _, q := range eidas.ReadQualifiers(ext.Value) {
		var text cryptobyte.String
		if value := q.Value; q.Id.Equal(oidCPS) && value.ReadASN1(&text, cbasn1.IA5String) {
			urls = append(urls, string(text))
		}
	}
	return urls
}

func internalHost(host string) string {
	if addr, err := netip.ParseAddr(host); err == nil {
		if !publicAddress(addr) {
			return fmt.Sprintf("%s is of no public network", addr)
		}
		return ""
	}
	return internalName(host)
}
