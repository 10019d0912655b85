package leaf

import (
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/x509"
	"fmt"
	"iter"
	"net/netip"
	"slices"
	"strings"

	"golang.org/x/crypto/cryptobyte"
	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"

	"qwac/pkg/ber"
	"qwac/pkg/eidas"
	"qwac/pkg/lint"
)

// br is a clause of the CABF Baseline Requirements.
func br(section string) lint.Clause {
	return lint.Clause{Document: "CABF Baseline Requirements", Section: section}
}

var ruleLeafKUEmpty = lint.Meta{
	ID: "leaf-ku-empty", Code: "L13", Severity: lint.Error,
	Source: lint.Clause{Document: "RFC 5280", Section: "4.2.1.3"},
	Title:  "the key usage has no bit",
	Why: "A key usage says what the key is for, and at least one bit must be set. With none the key is for " +
		"nothing.",
	Fix: "Ask the issuer (QTSP) for a re-issue with digitalSignature in the key usage.",
}

// websiteRules judge usages and names of website certificates, qualified or not (group L).
var websiteRules = []*lint.Rule[*eidas.Subject]{
	{
		Meta: &lint.Meta{
			ID: "leaf-eku-serverauth-missing", Code: "L02", Severity: lint.Error, Source: br("7.1.2.7.10"),
			Title: "no serverAuth in a website certificate",
			Why: "The policies QEVCP-w, QNCP-w and QNCP-w-gen are for websites, and EN 319 412-4, WEB-4.1.3-4(a), " +
				"wants serverAuth in the extended key usage.",
			Fix: "Ask the issuer (QTSP) to add serverAuth beside clientAuth at the next re-issue.",
		},
		Applies: func(s *eidas.Subject) bool { return s.Website() && s.Info.Profile() != "" },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			usages, limited := eidas.ReadUsages(s.Leaf.Certificate)
			if limited && !eidas.BindingOnly(s.Leaf.Certificate) &&
				!eidas.HasUsage(s.Leaf.Certificate, eidas.OIDEKUServerAuth, oidEKUAny) {
				p.Reportf(s.Where("extKeyUsage"),
					"the extended key usage is %s, want serverAuth among them", oidList(usages))
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "leaf-eku-tls-binding-mixed", Code: "L06", Severity: lint.Error,
			Source: lint.Clause{Document: "TS 119 411-5", Section: "4.2.2"},
			Title:  "tls-binding beside other extended key usages",
			Why: "tls-binding is the mark of a certificate that only signs a statement about another one. Browsers " +
				"refuse a certificate that claims both.",
			Fix: "Ask the issuer (QTSP) for a re-issue without tls-binding, or for two certificates.",
		},
		Applies: func(s *eidas.Subject) bool {
			return s.Leaf != nil && eidas.HasUsage(s.Leaf.Certificate, eidas.OIDEKUTLSBinding)
		},
		Check: func(p *lint.Pass, s *eidas.Subject) {
			if usages, _ := eidas.ReadUsages(s.Leaf.Certificate); !eidas.BindingOnly(s.Leaf.Certificate) {
				p.Reportf(s.Where("extKeyUsage"),
					"the extended key usage is %s, want tls-binding alone or not at all", oidList(usages))
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "leaf-eku-forbidden", Code: "L07", Severity: lint.Error, Source: br("7.1.2.7.10"),
			Title: "an extended key usage that no website certificate has",
			Why: "A key for TLS must not sign code, mail, time stamps, answers of a responder or trusted lists " +
				"too; browsers' rules forbid it.",
			Fix: "Ask the issuer (QTSP) for an extended key usage of serverAuth and clientAuth alone at the next " +
				"re-issue.",
		},
		Applies: (*eidas.Subject).Website,
		Check: func(p *lint.Pass, s *eidas.Subject) {
			usages, _ := eidas.ReadUsages(s.Leaf.Certificate)
			for i, u := range usages {
				if slices.ContainsFunc(foreignUsages, u.Equal) && slices.IndexFunc(usages, u.Equal) == i {
					p.Reportf(s.Where("extKeyUsage"),
						"%s stands in the extended key usage, want serverAuth and clientAuth alone", eidas.Label(u))
				}
			}
		},
	},
	{
		Meta: &ruleLeafKUEmpty,
		Applies: func(s *eidas.Subject) bool {
			return s.Leaf != nil && eidas.Extension(s.Leaf.Certificate, oidKeyUsage) != nil
		},
		Check: func(p *lint.Pass, s *eidas.Subject) {
			value := cryptobyte.String(eidas.Extension(s.Leaf.Certificate, oidKeyUsage).Value)
			if s.Leaf.KeyUsage == 0 && value.PeekASN1Tag(cbasn1.BIT_STRING) {
				p.Reportf(s.Where("keyUsage"), "the key usage is empty, want one bit or more")
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "leaf-ku-wrong-for-key", Code: "L12", Severity: lint.Error,
			Source: lint.Clause{Document: "RFC 8813", Section: "3"},
			Title:  "a key usage that does not suit the key",
			Why: "A key on an elliptic curve cannot encipher anything. With RSA keys the bit is legal, but no " +
				"modern connection uses it.",
			Fix: "Ask the issuer (QTSP) to leave the bit out at the next re-issue: TLS needs digitalSignature alone.",
		},
		Applies: func(s *eidas.Subject) bool { return s.Leaf != nil },
		Check:   checkUsageOfKey,
	},
	{
		Meta: &lint.Meta{
			ID: "san-dns-syntax", Code: "L32", Severity: lint.Error,
			Source: lint.Clause{Document: "RFC 5280", Section: "4.2.1.6"},
			Title:  "a DNS name that is none",
			Why: "Host names have labels of letters, digits and hyphens. Software that reads names strictly " +
				"refuses the whole certificate.",
			Fix: "Ask the issuer (QTSP) for a re-issue with the name as it stands in the DNS, in its form of ASCII.",
		},
		Applies: (*eidas.Subject).Website,
		Check: func(p *lint.Pass, s *eidas.Subject) {
			for name := range eachHost(s) {
				if fault := hostFault(name); fault != "" {
					p.Reportf(s.Where("subjectAltName"), "the DNS name %s %s", ber.Quote(name), fault)
				}
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "san-wildcard", Code: "L33", Severity: lint.Error,
			Source: lint.Clause{Document: "CABF EV Guidelines", Section: "7.1.4.2.1"},
			Title:  "a wildcard among the host names",
			Why: "The EV guidelines, and so QEVCP-w, forbid wildcards. Elsewhere they are legal, and good to know " +
				"of: the certificate speaks for hosts that nobody counted.",
			Fix: "Ask the issuer (QTSP) for a certificate that names the hosts one by one.",
		},
		Applies: (*eidas.Subject).Website,
		Check: func(p *lint.Pass, s *eidas.Subject) {
			for name := range eachHost(s) {
				if !strings.HasPrefix(name, "*.") || strings.HasSuffix(name, ".onion") {
					continue
				}
				f := lint.Finding{Where: s.Where("subjectAltName"),
					Message: fmt.Sprintf("the DNS name %s is a wildcard, want hosts by their names", ber.Quote(name))}
				switch {
				case sharedSuffix(name[2:]): // BR 3.2.2.6
					f.Message = fmt.Sprintf("the DNS name %s stands for the hosts of everybody under the public "+
						"suffix %s, want hosts by their names", ber.Quote(name), name[2:])
				case !s.EV():
					f.Severity = lint.Notice
				}
				p.Report(f)
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "san-internal-name", Code: "L34", Severity: lint.Error, Source: br("7.1.4.2.1"),
			Title: "a host of no public network",
			Why: "Nobody can prove to own a name or an address that exists in many networks at a time, so no such " +
				"name may be certified.",
			Fix: "Ask the issuer (QTSP) for a re-issue with public host names alone.",
		},
		Applies: (*eidas.Subject).Website,
		Check: func(p *lint.Pass, s *eidas.Subject) {
			for name := range eachHost(s) {
				if why := internalName(name); why != "" {
					p.Reportf(s.Where("subjectAltName"), "the DNS name %s is internal: %s", ber.Quote(name), why)
				}
			}
			for _, ip := range s.Leaf.IPAddresses {
				if addr, ok := netip.AddrFromSlice(ip); ok && !publicAddress(addr) {
					p.Reportf(s.Where("subjectAltName"), "the IP address %s is of no public network", addr)
				}
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "subject-cn-not-in-san", Code: "L36", Severity: lint.Error, Source: br("7.1.4.3"),
			Title: "the common name is none of the alternative names",
			Why: "The common name of a website certificate repeats one of the names in subjectAltName, by EN 319 " +
				"412-4, WEB-4.1.3-4. No bank is known to refuse another one: certificates with the name of the " +
				"company there exist.",
			Fix: "Ask the issuer (QTSP) for one of the host names as common name at the next re-issue.",
		},
		Applies: func(s *eidas.Subject) bool { return s.Website() && s.Extended() && !unreadableNames(s) },
		Check:   checkCommonName,
	},
	{
		Meta: &lint.Meta{
			ID: "subject-ev-attributes", Code: "L38", Severity: lint.Error,
			Source: lint.Clause{Document: "CABF EV Guidelines", Section: "7.1.4.2"},
			Title:  "the subject is not as the EV guidelines want it",
			Why: "A certificate with QEVCP-w is an EV certificate: its subject names the kind and the register of " +
				"the organisation, and nothing that nobody verified.",
			Fix: "Ask the issuer (QTSP) to correct the subject at the next re-issue.",
		},
		Applies: (*eidas.Subject).EV,
		Check:   checkEVSubject,
	},
}

// foreignUsages are extended key usages that website certificates must not have.
var foreignUsages = []eidas.OID{oidEKUAny, oidEKUCodeSigning, oidEKUEmail, oidEKUTimeStamping,
	oidEKUOCSPSigning, oidEKUTSLSigning}

// checkUsageOfKey takes notice of keyEncipherment and dataEncipherment beside an RSA key in a website certificate only:
// in others they may be what the key is for.
func checkUsageOfKey(p *lint.Pass, s *eidas.Subject) {
	const enciphers = x509.KeyUsageKeyEncipherment | x509.KeyUsageDataEncipherment
	ku := s.Leaf.KeyUsage & enciphers
	if ku == 0 {
		return
	}
	f := lint.Finding{Where: s.Where("keyUsage")}
	switch s.Leaf.PublicKey.(type) {
	case *ecdsa.PublicKey:
		f.Message = fmt.Sprintf("the key usage has %s, but the key is on an elliptic curve, want digitalSignature "+
			"without it", keyUsageNames(ku))
	case *rsa.PublicKey:
		if !s.Website() {
			return
		}
		f.Severity = lint.Notice
		f.Message = fmt.Sprintf("the key usage has %s, which TLS 1.3 has no use for", keyUsageNames(ku))
	default:
		return
	}
	p.Report(f)
}

// checkCommonName compares without regard to case, and addresses too: what stands among the alternative names may stand
// here.
func checkCommonName(p *lint.Pass, s *eidas.Subject) {
	names := map[string]bool{}
	for name := range eachHost(s) {
		names[strings.ToLower(name)] = true
	}
	for _, ip := range s.Leaf.IPAddresses {
		if addr, ok := netip.AddrFromSlice(ip); ok {
			names[addr.String()] = true
		}
	}
	hosts := hostList(s)
	for _, cn := range s.Info.Attributes(eidas.OIDCommonName) {
		addr, err := netip.ParseAddr(cn)
		if !names[strings.ToLower(cn)] && (err != nil || !names[addr.String()]) {
			p.Reportf(s.Where("subject.commonName"),
				"the common name is %s, want one of subjectAltName (%s)", ber.Quote(cn), hosts)
		}
	}
}

// hostList lists the alternative names for a message, the first few.
func hostList(s *eidas.Subject) string {
	const few = 5
	names := slices.Clone(s.Leaf.DNSNames)
	for _, ip := range s.Leaf.IPAddresses {
		names = append(names, ip.String())
	}
	switch {
	case len(names) == 0:
		return "there are none"
	case len(names) > few:
		return fmt.Sprintf("%s and %d more", strings.Join(names[:few], ", "), len(names)-few)
	}
	return strings.Join(names, ", ")
}

// eachHost gives each DNS name once.
func eachHost(s *eidas.Subject) iter.Seq[string] {
	return func(yield func(string) bool) {
		seen := map[string]bool{} // a certificate of 1 MiB has tens of thousands
		for _, name := range s.Leaf.DNSNames {
			if seen[name] {
				continue
			}
			seen[name] = true
			if !yield(name) {
				return
			}
		}
	}
}
