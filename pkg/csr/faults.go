package csr

import (
	"fmt"
	"html"
	"net/netip"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"

	"qwac/pkg/ident"
)

// Fault is what a QTSP or a bank would refuse in a request.
type Fault struct {
	Field string // name of the member: "NCAID"
	Text  string // what is wrong, and what is needed
}

func (f Fault) Error() string { return f.Text }

// Faults lists everything that is wrong with a request, in the order of its members.
func (r *Request) Faults() []Fault {
	var all []Fault
	bad := func(field, format string, args ...any) {
		all = append(all, Fault{field, fmt.Sprintf(format, args...)})
	}
	if r.Kind != QWAC && r.Kind != QSealC {
		bad("Kind", "%q is no kind of certificate, want %s or %s", r.Kind, QWAC, QSealC)
	}
	if why := textFault(r.Organization, 0); why != "" {
		bad("Organization", "%q is no legal name, want it as the authority registered it: it %s", r.Organization, why)
	}
	for _, t := range []struct {
		field, value string
		most         int // characters
	}{
		{"Province", r.Province, 128}, {"Locality", r.Locality, 128}, {"CommonName", r.CommonName, maxCommonName},
		{"NCAName", r.NCAName, 256}, // upper bounds of RFC 5280, A.1, and of TS 119 495, Annex A
	} {
		if why := textFault(t.value, t.most); why != "" && t.value != "" {
			bad(t.field, "%q %s", t.value, why)
		}
	}
	if r.Kind == QWAC && r.CommonName != "" && !slices.ContainsFunc(r.DNSNames, r.isCommonName) {
		bad("CommonName", "%q is none of the DNS names: want one of them, or leave it out", r.CommonName)
	}
	if !ident.IsCountry(r.Country) {
		bad("Country", "%q is no country, want two capital letters such as DK (EL is not a code of ISO 3166, GR is)",
			r.Country)
	}
	if why := r.organizationIdentifierFault(); why != "" {
		bad("OrganizationIdentifier", "%s", why)
	}
	if why := r.authorityFault(); why != "" {
		bad("NCAID", "%s", why)
	}
	if len(r.Roles) == 0 {
		bad("Roles", "no role, want those that the authority granted, such as PSP_AI")
	}
	for _, role := range r.Roles {
		if ident.OIDOfRole(role) == nil {
			bad("Roles", "%q is no role of TS 119 495, 5.1", role)
		}
	}
	if r.Kind == QWAC && len(r.DNSNames) == 0 {
		bad("DNSNames", "no DNS name: a QWAC has at least one (EN 319 412-4, 4.1)")
	}
	for _, name := range r.DNSNames {
		if why := hostFault(name); why != "" {
			bad("DNSNames", "%q %s", name, why)
		}
	}
	return all
}

// organizationIdentifierFault says what of the identifier does not go with the authority (TS 119 495, 5.2.1).
func (r *Request) organizationIdentifierFault() string {
	id, err := ident.ParseOrgID(r.OrganizationIdentifier)
	switch {
	case err != nil:
		return err.Error()
	case id.Scheme != "PSD":
		return "" // VAT, NTR and others are allowed beside the PSD2 statement
	case id.Reference == "":
		return ident.ErrReferenceEmpty.Error()
	case r.NCAID != "" && id.Country+"-"+id.NCA != r.NCAID:
		return fmt.Sprintf("%q names the authority %s-%s, but the request names %s", r.OrganizationIdentifier,
			id.Country, id.NCA, r.NCAID)
	}
	return ""
}

// authorityFault compares the authority with the table of the EBA.
func (r *Request) authorityFault() string {
	n, err := ident.ParseNCAID(r.NCAID)
	if err != nil {
		return err.Error()
	}
	a, known := ident.LookupNCA(r.NCAID)
	switch {
	case known && a.Status == ident.NCACurrent:
	case known:
		return fmt.Sprintf("%s is %s (EBA list of %s)%s", r.NCAID, a.Status, ident.NCATableDate, current(n.Country))
	case r.NCAName == "":
		return fmt.Sprintf("%s is not in the EBA list of %s%s", r.NCAID, ident.NCATableDate, current(n.Country))
	}
	return ""
}

// current names the authority of a country, for a message.
func current(country string) string {
	if a, ok := ident.CurrentNCA(country); ok {
		return fmt.Sprintf("; the authority of %s is %s, %s", country, a.ID, a.Name)
	}
	return ""
}

func (r *Request) isCommonName(name string) bool { return strings.EqualFold(name, r.CommonName) }

// textFault says why a text cannot be the value of an attribute. Most is how many characters it may have; 0: any.
func textFault(s string, most int) string {
	switch odd := ident.OddCharacter(s); {
	case strings.TrimSpace(s) == "":
		return "is empty"
	case odd != "":
		return "has " + odd
	case html.UnescapeString(s) != s:
		return fmt.Sprintf("has an escape of HTML, want %q", html.UnescapeString(s))
	case most > 0 && utf8.RuneCountInString(s) > most:
		return fmt.Sprintf("has %d characters, want at most %d", utf8.RuneCountInString(s), most)
	}
	return ""
}

// hostFault says why a DNS name cannot be that of a QWAC (RFC 1034, 3.5; BR 7.1.2.7.12).
func hostFault(name string) string {
	host := strings.TrimPrefix(name, "*.")
	if _, err := netip.ParseAddr(host); err == nil {
		return "is an IP address, want a DNS name"
	}
	if encoded, err := idna.Lookup.ToASCII(host); err == nil && ident.HostFault(host) != "" && encoded != host &&
		ident.HostFault(encoded) == "" {
		return "is no DNS name, want letters, digits and hyphens between dots; did you mean " + encoded + "?"
	}
	switch why := ident.HostFault(name); {
	case why != "":
		return "is no DNS name, want letters, digits and hyphens between dots: it " + why
	case !strings.Contains(host, "."):
		return "is no DNS name with a domain, such as psd2.example.com"
	case ident.InternalName(host) != "":
		return "is internal: " + ident.InternalName(host)
	case ident.SharedSuffix(host):
		return "is a suffix below which anybody can register names, want a name of your own"
	}
	return ""
}
