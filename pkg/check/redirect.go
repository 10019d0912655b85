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
		r.fault = "it has a character that no URI has: write it in percent form"
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
			Why: "Users are sent back to a redirect URI after they have given their consent; the bank takes no " +
				"empty list.",
			Fix: "Name at least one redirect URI.",
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
			Why:    "A redirect URI is an absolute URI without a fragment, to which codes are sent and nowhere else.",
			Fix:    "Write scheme, host and path, such as https://mycompany.example/callback.",
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
			Why:    "The code that is sent there gives access to accounts; the bank wants https.",
			Fix:    "Write https, and serve it there.",
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
			Why:    "The bank allows it during development only.",
			Fix:    "Take it out before users come.",
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
			Why:    "No rule requires them to agree, but a host of another owner would get the codes of your users.",
			Fix:    "See that the host is yours.",
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
