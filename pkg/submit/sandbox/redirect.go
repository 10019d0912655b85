package sandbox

import (
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
)

// maxURI is what browsers and servers take without trouble.
const maxURI = 2000

// checkRedirectURIs wants at least one, none twice, each an absolute https URI; http for localhost only.
func (s *Server) checkRedirectURIs(uris []string) error {
	bad := func(id, code, format string, args ...any) error {
		return ruled(documented(http.StatusBadRequest, format, args...), id, code)
	}
	if len(uris) == 0 {
		return bad("redirect-uri-missing", "U01", "there is no redirect URI, wanted at least one")
	}
	if most := s.options.Limits.RedirectURIs; len(uris) > most {
		return assumed(http.StatusBadRequest, "there are %d redirect URIs, wanted at most %d", len(uris), most)
	}
	for i, uri := range uris {
		if slices.Contains(uris[:i], uri) {
			return assumed(http.StatusBadRequest, "the redirect URI %.200q stands there twice", uri)
		}
		u, err := url.Parse(uri)
		if err != nil || len(uri) > maxURI || u.Host == "" || u.Opaque != "" {
			return bad("redirect-uri-syntax", "U04", "the redirect URI %.200q is no absolute URI of at most %d bytes", uri, maxURI)
		}
		if strings.Contains(uri, "#") || u.User != nil || strings.Contains(u.Host, "*") {
			return bad("redirect-uri-syntax", "U04", "the redirect URI %.200q has a fragment, a user or a wildcard, wanted none", uri)
		}
		if u.Scheme != "https" && !(u.Scheme == "http" && isLocal(u.Hostname())) {
			return bad("redirect-uri-not-https", "U02", "the redirect URI %.200q is not https; http is for localhost only", uri)
		}
	}
	return nil
}

func isLocal(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}
