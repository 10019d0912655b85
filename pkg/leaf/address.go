package leaf

import (
	"net/url"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/crypto/cryptobyte"
	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"

	"qwac/pkg/ber"
	"qwac/pkg/eidas"
	"qwac/pkg/lint"
)

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

// accessURLs lists the addresses of one method.
func accessURLs(s *eidas.Subject, method eidas.OID) (urls []string) {
	for _, a := range accessesOf(s) {
		if a.Method.Equal(method) && len(urls) < eidas.MaxEntries {
			urls = append(urls, a.URL)
		}
	}
	return urls
}

// accessesOf are all addresses in authorityInfoAccess, read once for all rules: AuthorityInfoAccessSyntax ::= SEQUENCE
// OF SEQUENCE { accessMethod OBJECT IDENTIFIER, accessLocation GeneralName } (RFC 5280, 4.2.2.1).
func accessesOf(s *eidas.Subject) []eidas.Access {
	if s.Accesses != nil {
		return s.Accesses
	}
	s.Accesses = []eidas.Access{}
	ext := eidas.Extension(s.Leaf.Certificate, oidAccess)
	if ext == nil {
		return s.Accesses
	}
	value := cryptobyte.String(ext.Value)
	var list, entry, location cryptobyte.String
	value.ReadASN1(&list, cbasn1.SEQUENCE)
	for list.ReadASN1(&entry, cbasn1.SEQUENCE) {
		if id, _, ok := ber.ReadOID(&entry); ok && entry.ReadASN1(&location, tagURI) {
			s.Accesses = append(s.Accesses, eidas.Access{Method: id, URL: string(location)})
		}
	}
	return s.Accesses
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
	const inner, relative, byIssuer = cbasn1.Tag(0xa0), cbasn1.Tag(0xa1), cbasn1.Tag(0xa2)
	ext := eidas.Extension(s.Leaf.Certificate, oidDistributionPoints)
	if ext == nil {
		return nil, false
	}
	value := cryptobyte.String(ext.Value)
	var list, point, place, names, name cryptobyte.String
	var tag cbasn1.Tag
	value.ReadASN1(&list, cbasn1.SEQUENCE)
	for list.ReadASN1(&point, cbasn1.SEQUENCE) && len(urls) < eidas.MaxEntries {
		if point.PeekASN1Tag(byIssuer) { // the list is found by the name of its issuer alone
			named = true
			continue
		}
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

func checkDistributionPoints(p *lint.Pass, s *eidas.Subject) {
	urls, named := pointURLs(s)
	other := func(u string) bool { return !scheme("http")(u) }
	switch {
	case eidas.Extension(s.Leaf.Certificate, oidDistributionPoints) == nil:
	case s.Browser() && !s.Leaf.NotBefore.Before(eidas.BR200()) && slices.ContainsFunc(urls, other):
		p.Reportf(s.Where(pathPoints), "the addresses are %s, want http only", eidas.Quoted(urls))
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

// addressesOf are all of the leaf, read once for all rules: of the issuer and the status, of policies, of the
// disclosure statement.
func addressesOf(s *eidas.Subject) []eidas.Address {
	if s.Addresses != nil {
		return s.Addresses
	}
	all := []eidas.Address{}
	add := func(path string, texts ...string) {
		for _, text := range texts {
			at := s.Where(path)
			at.Discriminator = text
			parsed, err := url.Parse(text)
			if err != nil {
				parsed = nil
			}
			all = append(all, eidas.Address{At: at, Text: text, Parsed: parsed})
		}
	}
	points, _ := pointURLs(s)
	add(pathAccess, slices.Concat(accessURLs(s, oidAccessOCSP), accessURLs(s, oidAccessIssuers))...)
	add(pathPoints, points...)
	add("certificatePolicies", practiceURLs(s)...)
	for _, d := range s.Info.PDS {
		add(eidas.PathPDS, d.URL)
	}
	s.Addresses = all
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

// noIA5String reports whether a text is no address in an IA5String with something in it.
func noIA5String(text string) bool {
	return text == "" || strings.ContainsFunc(text, func(r rune) bool { return r > unicode.MaxASCII })
}
