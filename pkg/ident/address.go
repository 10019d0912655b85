package ident

import (
	"net/netip"
	"net/url"
	"path"
	"slices"
	"strings"
)

// InternalHost says why a host, a name or an address, is of no public network; empty: it is of one.
func InternalHost(host string) string {
	addr, ok := hostAddress(host)
	switch {
	case !ok:
		return InternalName(host)
	case !PublicAddress(addr):
		return addr.String() + " is not a public address"
	}
	return ""
}

// hostAddress reads a host that is an address. What neither ends with a digit nor has a colon is none.
func hostAddress(host string) (netip.Addr, bool) {
	if !strings.Contains(host, ":") && strings.TrimRight(host, "0123456789") == host {
		return netip.Addr{}, false
	}
	addr, err := netip.ParseAddr(host)
	return addr, err == nil
}

// OfFile reports whether what is at an address (http or https) is a certificate or a list, by the end of its path.
func OfFile(address string) bool {
	u, ok := webAddress(address)
	ends := []string{".crt", ".cer", ".der", ".p7c", ".p7b", ".pem", ".crl"}
	return ok && slices.Contains(ends, strings.ToLower(path.Ext(u.Path)))
}

// OfResponder reports whether an address (http or https) looks like that of a responder: it speaks of OCSP, and is not
// that of a file. With a query it may be anything.
func OfResponder(address string) bool {
	u, ok := webAddress(address)
	return ok && !OfFile(address) && u.RawQuery == "" && strings.Contains(strings.ToLower(u.Host+u.Path), "ocsp")
}

func webAddress(address string) (*url.URL, bool) {
	u, err := url.Parse(address)
	return u, err == nil && (u.Scheme == "http" || u.Scheme == "https")
}
