package submit

import (
	"errors"
	"net/netip"
	"net/url"
	"strconv"
	"strings"

	"github.com/google/uuid"
)

// Canonical returns the target with each address in its canonical spelling (RFC 3986 6.2): the host in lower case,
// without a dot at its end, an IP address in the form of RFC 5952, without the default port of https, without a slash
// at the end of BaseURL. Compare addresses in this form, as a journal does. What is not a URL stays as it is:
// [Target.Validate] refuses it. A name and its IP address stay different.
func (t Target) Canonical() Target {
	if known, ok := t.of().Environment(t.Name); ok && t.Environment == known {
		return t
	}
	t.TokenURL, t.DebugURL = canonical(t.TokenURL), canonical(t.DebugURL)
	t.BaseURL = strings.TrimSuffix(canonical(t.BaseURL), "/")
	return t
}

func canonical(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return address
	}
	host := hostOf(u)
	if ip, err := netip.ParseAddr(host); err == nil {
		host = ip.Unmap().String()
	}
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	if port, err := strconv.Atoi(u.Port()); err == nil && port != 443 {
		host += ":" + strconv.Itoa(port)
	}
	u.Host = host
	return u.String()
}

// oneSpelling explains how an address has further spellings that [Target.Canonical] does not resolve.
func oneSpelling(u *url.URL) error {
	for i, part := range strings.Split(u.Path, "/") {
		last := i == strings.Count(u.Path, "/")
		if part == "." || part == ".." || part == "" && i > 0 && !last {
			return errors.New("its path must have no . or .. and no // in it: leave them out")
		}
	}
	if u.RawPath != "" {
		return errors.New("its path must have only the escapes that it needs: write it plainly")
	}
	host := hostOf(u)
	for _, r := range host {
		if r > 0x7e || r <= ' ' || strings.ContainsRune(`%"<>\^{|}`, r) && !strings.Contains(host, ":") {
			return errors.New("its host must be of letters, digits, dots and hyphens: write the xn-- form of a name " +
				"with other letters")
		}
	}
	return onlyIP(host)
}

// onlyIP refuses hosts that resolvers may take for an IPv4 address in an old form, such as 127.1: their last part is a
// number.
func onlyIP(host string) error {
	last := host[strings.LastIndex(host, ".")+1:]
	if _, err := netip.ParseAddr(host); err == nil || strings.Contains(host, ":") {
		return nil
	}
	if _, err := strconv.ParseUint(last, 0, 64); err == nil || strings.Trim(last, "0123456789") == "" {
		return errors.New("its host is neither a name nor an IP address of four numbers")
	}
	return nil
}

// CanonicalClientID returns the canonical spelling of a client id. A UUID is the same in capitals (RFC 9562, 4); the
// result is in lower case.
func CanonicalClientID(id string) string {
	if len(id) == 36 && uuid.Validate(id) == nil {
		return strings.ToLower(id)
	}
	return id
}
