package ident

import (
	"fmt"
	"net/netip"
	"strings"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"

	"qwac/pkg/ber"
)

// Lengths in octets (RFC 1035, 2.3.4).
const (
	maxLabel = 63
	maxHost  = 253
)

// HostFault says why a DNS name is none; empty: it is one. A wildcard may be its first label.
func HostFault(name string) string {
	switch {
	case name == "":
		return "is empty"
	case len(name) > maxHost:
		return fmt.Sprintf("has %d characters, want at most %d", len(name), maxHost)
	case strings.HasSuffix(name, "."):
		return "ends with a dot, want none there"
	case isAddress(name):
		return "is an IP address, want it as an iPAddress among the alternative names"
	}
	for label := range strings.SplitSeq(strings.TrimPrefix(name, "*."), ".") {
		if fault := labelFault(label); fault != "" {
			return fault
		}
	}
	return ""
}

// isAddress reports whether a name is an IPv4 address: no top-level domain is a number.
func isAddress(name string) bool {
	addr, err := netip.ParseAddr(name)
	return err == nil && addr.Is4()
}

func labelFault(label string) string {
	other := func(r rune) bool { return r != '-' && !IsAlphanumeric(string(r)) }
	odd := strings.IndexFunc(label, other)
	switch {
	case label == "":
		return "has an empty label"
	case odd >= 0:
		return fmt.Sprintf("has the character %+q, want letters, digits and hyphens", []rune(label[odd:])[0])
	case len(label) > maxLabel:
		return fmt.Sprintf("has a label of %d characters, want at most %d", len(label), maxLabel)
	case strings.HasPrefix(label, "-") || strings.HasSuffix(label, "-"):
		return fmt.Sprintf("has the label %s, want no hyphen at its ends", ber.Quote(label))
	case len(label) > 3 && label[2:4] == "--" && !strings.EqualFold(label[:2], "xn"):
		return fmt.Sprintf("has the label %s: two hyphens in the third and fourth place are reserved", ber.Quote(label))
	case len(label) > 3 && strings.EqualFold(label[:4], "xn--"):
		if u, err := idna.Registration.ToUnicode(strings.ToLower(label)); err != nil || u == strings.ToLower(label) {
			return fmt.Sprintf("has the label %s, which is no encoded label of IDNA", ber.Quote(label))
		}
	}
	return ""
}

// InternalName says why a name is of no public network; empty: it is of one, or it is a name for documentation (RFC
// 2606). Public are the names below a top-level domain that the public suffix list knows.
func InternalName(name string) string {
	name = strings.ToLower(strings.TrimSuffix(strings.TrimPrefix(name, "*."), "."))
	top := name[strings.LastIndex(name, ".")+1:]
	switch {
	case HostFault(name) != "": // san-dns-syntax
		return ""
	case !strings.Contains(name, "."):
		return "it has one label only"
	case top == "example", top == "onion":
		return ""
	case top == "arpa":
		return "no host has a name below .arpa"
	}
	if _, managed := publicsuffix.PublicSuffix(top); managed {
		return ""
	}
	return fmt.Sprintf("there is no public top-level domain .%s", top)
}

// SharedSuffix reports whether anybody can register names directly below a name: it is on the public suffix list.
func SharedSuffix(name string) bool {
	name = strings.ToLower(strings.TrimSuffix(name, "."))
	suffix, _ := publicsuffix.PublicSuffix(name)
	return suffix == name && HostFault(name) == "" && InternalName("x."+name) == ""
}

// PublicAddress reports whether an address can be reached from anywhere.
func PublicAddress(a netip.Addr) bool {
	a = a.Unmap()
	for _, reserved := range reservedNetworks {
		if netip.MustParsePrefix(reserved).Contains(a) {
			return false
		}
	}
	return a.IsGlobalUnicast() && !a.IsPrivate()
}

// reservedNetworks are those of the special-purpose registries (RFC 6890) that netip does not know. Addresses for
// documentation are none of them: nothing but examples has them.
var reservedNetworks = [...]string{"0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "198.18.0.0/15", "240.0.0.0/4",
	"100::/64", "64:ff9b:1::/48"}
