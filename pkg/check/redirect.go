package check

import (
	"crypto/x509"
	"fmt"
	"net/netip"
	"net/url"
	"strings"

	"qwac/pkg/bank"
	"qwac/pkg/ber"
	"qwac/pkg/bundle"
	"qwac/pkg/chain"
	"qwac/pkg/lint"
)

// redirects is what the rules about redirect URIs judge.
type redirects struct {
	uris []redirect
	leaf *x509.Certificate // client certificate; nil: not known
}

// redirect is one URI and its parts. With a fault the rest is empty.
type redirect struct {
	text   string
	fault  string // what is wrong with its form, if anything
	scheme string
	host   string // without port
}

// RunRedirectURIs judges the redirect URIs of opts alone, as they are set for a client. leaf is the client's
// certificate, or nil if unknown.
func RunRedirectURIs(leaf *x509.Certificate, opts Options) *Result {
	r := &Result{
		Request: bank.RedirectURIs, Profile: opts.profile(), At: opts.At,
		Chain: &chain.Chain{Bundle: &bundle.Bundle{}}, Trust: Trust{Status: NotChecked, By: "none"},
	}
	findings := redirectFindings(leaf, opts.RedirectURIs)
	lint.Sort(findings)
	r.judge(findings, opts.Sent)
	return r
}

func redirectFindings(leaf *x509.Certificate, uris []string) []lint.Finding {
	s := redirects{leaf: leaf}
	for _, uri := range uris {
		s.uris = append(s.uris, readRedirect(uri))
	}
	return lint.Run(s, redirectRules)
}

// maxRedirectURI is a length that browsers and servers handle without trouble.
const maxRedirectURI = 2000

// readRedirect reads an absolute URI (RFC 3986 4.3) as RFC 6749 3.1.2 requires it.
func readRedirect(text string) redirect {
	u, err := url.Parse(text)
	r := redirect{text: text}
	switch {
	case len(text) > maxRedirectURI:
		r.fault = "it has more than 2000 bytes"
	case strings.ContainsFunc(text, foreign):
		r.fault = "it has a character that no URI may have: write it as % and two digits"
	case err != nil || u.Opaque != "":
		r.fault = "it is no URI"
	case u.Scheme == "" || u.Hostname() == "":
		r.fault = "it has no scheme or no host, want an absolute URI"
	case strings.Contains(text, "#"):
		r.fault = "it has a fragment"
	case u.User != nil:
		r.fault = "it has a user before the host"
	case strings.Contains(u.Host+u.Path, "*"):
		r.fault = "it has a wildcard, banks compare redirect URIs letter by letter"
	default:
		r.scheme, r.host = u.Scheme, strings.ToLower(u.Hostname())
	}
	return r
}

// foreign reports characters that RFC 3986 2 does not allow.
func foreign(r rune) bool { return r <= ' ' || r >= 0x7f || strings.ContainsRune("\"<>\\^`{|}", r) }

// local reports whether the URI leads to the local machine.
func (r redirect) local() bool {
	ip, err := netip.ParseAddr(r.host)
	return r.host == "localhost" || err == nil && ip.IsLoopback()
}

// redirectRules judge the redirect URIs of a client (group U). For each URI only the first that applies reports, apart
// from U05.
var redirectRules = []*lint.Rule[redirects]{
	{
		Meta: &lint.Meta{
			ID: "redirect-uri-missing", Code: "U01", Severity: lint.Error,
			Source: lint.Clause{Document: "RFC 6749", Section: "3.1.2.2"},
			Title:  "no redirect URI",
			Means: "A redirect URI is the web address to which the bank sends users back after they have given " +
				"their consent. A client at the bank needs at least one, and none was named.",
			Why:   "Without such an address the bank cannot send users back to you, so it takes no empty list.",
			Right: "https://psd2.fixture-payments.example/callback",
			Fix:   "Name at least one redirect URI.",
		},
		Applies: func(s redirects) bool { return len(s.uris) == 0 },
		Check: func(p *lint.Pass, _ redirects) {
			p.Reportf(lint.Where{Path: pathRedirects}, "there is no redirect URI, want at least one")
		},
	},
	{
		Meta: &lint.Meta{
			ID: "redirect-uri-syntax", Code: "U04", Severity: lint.Error,
			Source: lint.Clause{Document: "RFC 6749", Section: "3.1.2"},
			Title:  "not a redirect URI",
			Means: "A redirect URI is the web address to which the bank sends users back after they have given " +
				"their consent. It has to be complete, with scheme and host, and without a fragment (the part after " +
				"#), a user name or a wildcard.",
			Why: "The bank sends a secret code to exactly this address. If the address is not exact, the code " +
				"may reach somebody else.",
			Wrong: "/callback",
			Right: "https://psd2.fixture-payments.example/callback",
			Fix:   "Write scheme, host and path, such as https://mycompany.example/callback.",
		},
		Check: func(p *lint.Pass, s redirects) {
			for w, r := range s.each {
				if r.fault != "" {
					p.Reportf(w, "the redirect URI %s: %s", ber.Quote(r.text), r.fault)
				}
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "redirect-uri-not-https", Code: "U02", Severity: lint.Error,
			Source: lint.Clause{Document: "RFC 6749", Section: "3.1.2.1"},
			Title:  "redirect URI without https",
			Means: "A redirect URI is the web address to which the bank sends users back after they have given " +
				"their consent. This one does not begin with https, so what is sent there is not encrypted.",
			Why: "The bank sends a secret code to this address, with which the user's accounts can be read. Without " +
				"https others see the code on its way.",
			Wrong: "http://psd2.fixture-payments.example/callback",
			Right: "https://psd2.fixture-payments.example/callback",
			Fix:   "Write https in the URI, and let your server answer there.",
		},
		Check: func(p *lint.Pass, s redirects) {
			for w, r := range s.each {
				if r.fault == "" && r.scheme != "https" && !(r.scheme == "http" && r.local()) {
					p.Reportf(w, "the redirect URI %s has the scheme %s, want https", ber.Quote(r.text), r.scheme)
				}
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "redirect-uri-http-localhost", Code: "U03", Severity: lint.Notice,
			Source: lint.Clause{Document: "RFC 6749", Section: "3.1.2.1"},
			Title:  "redirect URI without https to the local machine",
			Means: "A redirect URI is the web address to which the bank sends users back after they have given " +
				"their consent. This one leads to localhost, the computer of the user, without encryption. " +
				"Developers use it for trials.",
			Why:   "The bank allows it during development only.",
			Wrong: "http://localhost:8080/callback",
			Right: "https://psd2.fixture-payments.example/callback",
			Fix:   "Remove it before real users come.",
		},
		Check: func(p *lint.Pass, s redirects) {
			for w, r := range s.each {
				if r.scheme == "http" && r.local() {
					p.Reportf(w, "the redirect URI %s leads to the local machine", ber.Quote(r.text))
				}
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "redirect-host-not-in-san", Code: "U05", Severity: lint.Notice,
			Source: lint.Clause{Document: "qwac", Section: "inference"},
			Title:  "redirect URI to a host that is not in the certificate",
			Means: "A redirect URI is the web address to which the bank sends users back after they have given " +
				"their consent. The host in it is not one of the host names in your certificate.",
			Why: "No rule requires the two to agree, but if the host is not yours, its owner gets the codes of " +
				"your users.",
			Wrong: "https://fixture-payments.example/callback",
			Right: "https://psd2.fixture-payments.example/callback",
			Fix:   "Check that the host is yours.",
			See:   lint.SeeNames,
		},
		Applies: func(s redirects) bool { return s.leaf != nil },
		Check: func(p *lint.Pass, s redirects) {
			for w, r := range s.each {
				if r.scheme == "https" && !r.local() && s.leaf.VerifyHostname(r.host) != nil {
					p.Reportf(w, "the redirect URI %s leads to %s, the certificate is for %s", ber.Quote(r.text),
						r.host, names(s.leaf))
				}
			}
		},
	},
}

// pathRedirects is the field of the request, as the bank names it.
const pathRedirects = "redirectUris"

// shownNames bounds the names of a certificate inside a message.
const shownNames = 5

// names lists the host names of a certificate.
func names(leaf *x509.Certificate) string {
	list := leaf.DNSNames
	if len(list) > shownNames {
		list = append(list[:shownNames:shownNames], "others")
	}
	if len(list) == 0 {
		return "no host"
	}
	return strings.Join(list, ", ")
}

// each goes through the URIs with their places.
func (s redirects) each(yield func(lint.Where, redirect) bool) {
	for i, r := range s.uris {
		if !yield(lint.Where{Path: fmt.Sprintf("%s[%d]", pathRedirects, i), Discriminator: r.text}, r) {
			return
		}
	}
}
