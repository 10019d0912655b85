package leaf

import (
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/x509"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"golang.org/x/crypto/cryptobyte"
	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"

	"qwac/pkg/ber"
	"qwac/pkg/eidas"
	"qwac/pkg/ident"
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
	Means: "Key usage says what the key in a certificate may do. It is a list of yes or no, and at least one " +
		"must be yes. Here none is.",
	Why:   "By this field the key may do nothing. Strict software refuses the connection.",
	Wrong: "no bit set",
	Right: "Digital Signature",
	Fix:   "Ask the issuer (QTSP) for a re-issue with digitalSignature in the key usage.",
	Ask: "keyUsage of our certificate has no bit set. Please re-issue the certificate with digitalSignature " +
		"(RFC 5280, section 4.2.1.3).",
	See: lint.SeeUsage,
}

// RuleWildcard is the rule on host names with an asterisk.
var RuleWildcard = lint.Meta{
	ID: "san-wildcard", Code: "L33", Severity: lint.Error,
	Source: lint.Clause{Document: "CABF EV Guidelines", Section: "7.1.4.2.1"},
	Title:  "a wildcard among the host names",
	Means: "subjectAltName is the field with the host names that a certificate is for. A wildcard is a " +
		"name with a star for any host. In EV certificates, those of the policy QEVCP-w, it is forbidden; " +
		"in others it is legal.",
	Why: "The certificate speaks for hosts that nobody has counted. Whoever holds its key can act as " +
		"any of them.",
	Wrong: "*.fixture-payments.example",
	Right: "psd2.fixture-payments.example",
	Fix:   "Ask the issuer (QTSP) for a certificate that names the hosts one by one.",
	Ask: "subjectAltName of our certificate has a wildcard, which EV certificates must not have. Please " +
		"issue a certificate with the hosts by their names (CA/Browser Forum EV Guidelines, 7.1.4.2.1).",
	See: lint.SeeNames,
}

// RuleInternalName is the rule on host names that are not public.
var RuleInternalName = lint.Meta{
	ID: "san-internal-name", Code: "L34", Severity: lint.Error, Source: br("7.1.4.2.1"),
	Title: "a host of no public network",
	Means: "subjectAltName is the field with the host names that a certificate is for. This name or " +
		"address exists only inside a network, such as your office. Others may use the same one.",
	Why: "Nobody can prove that such a name is theirs. That is why the browsers' rules forbid it in " +
		"certificates.",
	Wrong: "gateway.local",
	Right: "gateway.fixture-payments.example",
	Fix:   "Ask the issuer (QTSP) for a re-issue with public host names alone.",
	Ask: "subjectAltName of our certificate has a name or an address that is not public. Please " +
		"re-issue the certificate with public host names alone (CA/Browser Forum Baseline Requirements, " +
		"7.1.4.2.1).",
	See: lint.SeeNames,
}

// RuleCommonName is the rule on common names that are none of the host names.
var RuleCommonName = lint.Meta{
	ID: "subject-cn-not-in-san", Code: "L36", Severity: lint.Error, Source: br("7.1.4.3"),
	Title: "the common name is none of the alternative names",
	Means: "The common name (CN) in the subject of a website certificate repeats one of the host names " +
		"in subjectAltName, the list of names that a certificate is for. Here the common name is another " +
		"one, such as that of the company.",
	Why: "The browsers' rules require it. No bank is known to refuse another name: certificates with " +
		"the name of the company exist.",
	Wrong: "CN=Fixture Payments ApS",
	Right: "CN=psd2.fixture-payments.example",
	Fix:   "Ask the issuer (QTSP) for one of the host names as common name at the next re-issue.",
	Ask: "commonName of our certificate is none of the names in subjectAltName. Please use one of them " +
		"at the next re-issue (ETSI EN 319 412-4, WEB-4.1.3-4; CA/Browser Forum Baseline Requirements, " +
		"7.1.4.3).",
	See: "openssl x509 -in chain.pem -noout -subject -ext subjectAltName",
}

// RuleServerAuthMissing is the rule on website certificates that are not for servers.
var RuleServerAuthMissing = lint.Meta{
	ID: "leaf-eku-serverauth-missing", Code: "L02", Severity: lint.Error, Source: br("7.1.2.7.10"),
	Title: "no serverAuth in a website certificate",
	Means: "Extended key usage says for what a certificate may be used: clientAuth for a client that " +
		"connects to a server, serverAuth for a server. A QWAC is also a certificate for websites, so it " +
		"needs serverAuth. It is not in the list here.",
	Why: "Connections to the bank work with clientAuth alone. But software that checks QWACs refuses " +
		"one without serverAuth.",
	Wrong: "TLS Web Client Authentication",
	Right: "TLS Web Client Authentication, TLS Web Server Authentication",
	Fix:   "Ask the issuer (QTSP) to add serverAuth beside clientAuth at the next re-issue.",
	Ask: "extKeyUsage of our certificate does not have serverAuth. Please re-issue the certificate with " +
		"serverAuth and clientAuth (ETSI EN 319 412-4, WEB-4.1.3-4(a); CA/Browser Forum Baseline " +
		"Requirements, 7.1.2.7.10).",
	See: lint.SeeUsage,
}

// RuleForbiddenPurpose is the rule on website certificates that are for something else too.
var RuleForbiddenPurpose = lint.Meta{
	ID: "leaf-eku-forbidden", Code: "L07", Severity: lint.Error, Source: br("7.1.2.7.10"),
	Title: "an extended key usage that no website certificate has",
	Means: "Extended key usage says for what a certificate may be used: clientAuth for a client that " +
		"connects to a server, serverAuth for a server. Here it also has a purpose that is no business of " +
		"such a certificate, such as signing programs, mail or time stamps.",
	Why: "Whoever gets the key of your connections could then sign other things with it. The browsers' " +
		"rules forbid it.",
	Wrong: "Code Signing, TLS Web Client Authentication",
	Right: "TLS Web Client Authentication, TLS Web Server Authentication",
	Fix: "Ask the issuer (QTSP) for an extended key usage of serverAuth and clientAuth alone at the next " +
		"re-issue.",
	Ask: "extKeyUsage of our certificate has a purpose that a TLS certificate must not have. Please " +
		"re-issue the certificate with serverAuth and clientAuth alone (CA/Browser Forum Baseline " +
		"Requirements, 7.1.2.7.10).",
	See: lint.SeeUsage,
}

// websiteRules judge usages and names of website certificates, qualified or not (group L).
var websiteRules = []*lint.Rule[*eidas.Subject]{
	{
		Meta:    &RuleServerAuthMissing,
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
			Means: "Extended key usage says for what a certificate may be used: clientAuth for a client that " +
				"connects to a server, serverAuth for a server. Here it also has tls-binding, which marks a " +
				"certificate that only signs a statement about another certificate. The two do not go together.",
			Why:   "Browsers refuse a certificate that claims both, and a bank may do the same.",
			Wrong: "tls-binding, serverAuth, clientAuth",
			Right: "serverAuth, clientAuth",
			Fix:   "Ask the issuer (QTSP) for a re-issue without tls-binding, or for two certificates.",
			Ask: "extKeyUsage of our certificate has tls-binding (0.4.0.194115.1.0) beside other purposes. " +
				"Please re-issue the certificate without tls-binding (ETSI TS 119 411-5, 4.2.2).",
			See: lint.SeeUsage,
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
		Meta:    &RuleForbiddenPurpose,
		Applies: (*eidas.Subject).Website,
		Check: func(p *lint.Pass, s *eidas.Subject) {
			usages, _ := eidas.ReadUsages(s.Leaf.Certificate)
			for i, u := range usages {
				if slices.ContainsFunc(foreignUsages, u.Equal) && slices.IndexFunc(usages, u.Equal) == i {
					p.Reportf(s.Where("extKeyUsage"),
						"%s is in the extended key usage, want serverAuth and clientAuth only", eidas.Label(u))
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
			Means: "Key usage says what the key in a certificate may do. Encipherment is to encrypt something " +
				"with it. A key on an elliptic curve cannot do that, and with an RSA key modern connections do not " +
				"need it.",
			Why: "Strict software refuses an EC key with this use. With an RSA key it is legal and does no " +
				"harm.",
			Wrong: "EC key: Digital Signature, Key Encipherment",
			Right: "EC key: Digital Signature",
			Fix: "Ask the issuer (QTSP) for digitalSignature alone at the next re-issue: TLS needs nothing " +
				"else.",
			Ask: "keyUsage of our certificate has keyEncipherment or dataEncipherment, which does not suit the " +
				"key. Please re-issue the certificate with digitalSignature alone (RFC 8813, section 3).",
			See: lint.SeeUsage,
		},
		Applies: func(s *eidas.Subject) bool { return s.Leaf != nil },
		Check:   checkUsageOfKey,
	},
	{
		Meta: &lint.Meta{
			ID: "san-dns-syntax", Code: "L32", Severity: lint.Error,
			Source: lint.Clause{Document: "RFC 5280", Section: "4.2.1.6"},
			Title:  "a DNS name that is none",
			Means: "subjectAltName is the field with the host names that a certificate is for. A host name has " +
				"labels of letters, digits and hyphens, with dots between. This one has another character or " +
				"another form.",
			Why:   "Software that reads host names strictly refuses the whole certificate.",
			Wrong: "api_1.fixture-payments.example",
			Right: "api-1.fixture-payments.example",
			Fix: "Ask the issuer (QTSP) for a re-issue with the name as it stands in the DNS (names with other " +
				"letters in their ASCII form, xn--).",
			Ask: "A dNSName in subjectAltName of our certificate is not a host name. Please re-issue the " +
				"certificate with the name as it stands in the DNS (RFC 5280, section 4.2.1.6).",
			See: lint.SeeNames,
		},
		Applies: (*eidas.Subject).Website,
		Check: func(p *lint.Pass, s *eidas.Subject) {
			for _, name := range hosts(s) {
				if fault := ident.HostFault(name); fault != "" {
					p.Reportf(s.Where("subjectAltName"), "the DNS name %s %s", ber.Quote(name), fault)
				}
			}
		},
	},
	{
		Meta:    &RuleWildcard,
		Applies: (*eidas.Subject).Website,
		Check: func(p *lint.Pass, s *eidas.Subject) {
			for _, name := range hosts(s) {
				if !strings.HasPrefix(name, "*.") || strings.HasSuffix(name, ".onion") {
					continue
				}
				f := lint.Finding{Where: s.Where("subjectAltName"),
					Message: fmt.Sprintf("the DNS name %s is a wildcard, want hosts by their names", ber.Quote(name))}
				switch {
				case ident.SharedSuffix(name[2:]): // BR 3.2.2.6
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
		Meta:    &RuleInternalName,
		Applies: (*eidas.Subject).Website,
		Check: func(p *lint.Pass, s *eidas.Subject) {
			for _, name := range hosts(s) {
				if strings.HasPrefix(name, "*.") && ident.SharedSuffix(name[2:]) {
					continue // san-wildcard
				}
				if why := ident.InternalName(name); why != "" {
					p.Reportf(s.Where("subjectAltName"), "the DNS name %s is internal: %s", ber.Quote(name), why)
				}
			}
			for _, ip := range s.Leaf.IPAddresses {
				if addr, _ := netip.AddrFromSlice(ip); !ident.PublicAddress(addr) {
					p.Reportf(s.Where("subjectAltName"), "the IP address %s is not a public address", addr)
				}
			}
		},
	},
	{
		Meta:    &RuleCommonName,
		Applies: func(s *eidas.Subject) bool { return s.Website() && s.Extended() && !unreadableNames(s) },
		Check:   checkCommonName,
	},
	{
		Meta: &lint.Meta{
			ID: "subject-ev-attributes", Code: "L38", Severity: lint.Error,
			Source: lint.Clause{Document: "CABF EV Guidelines", Section: "7.1.4.2"},
			Title:  "the subject is not as the EV guidelines want it",
			Means: "QEVCP-w is the policy for qualified EV certificates. Their subject has more fields than " +
				"others, for instance the kind of organisation (businessCategory) and the country of its register. " +
				"Here one is missing, has a value that is not allowed, or is one too many.",
			Why: "Software that follows the browsers' rules does not take it as an EV certificate. No bank is " +
				"known to look at these fields.",
			Wrong: "no businessCategory",
			Right: "businessCategory=Private Organization",
			Fix:   "Ask the issuer (QTSP) to correct the subject at the next re-issue.",
			Ask: "The subject of our certificate does not follow the EV Guidelines, as the enclosed report " +
				"says. Please correct it at the next re-issue (CA/Browser Forum EV Guidelines, 7.1.4.2).",
			See: lint.SeeSubject,
		},
		Applies: (*eidas.Subject).EV,
		Check:   checkEVSubject,
	},
}

// foreignUsages are extended key usages that website certificates must not have.
var foreignUsages = []eidas.OID{oidEKUAny, oidEKUCodeSigning, oidEKUEmail, oidEKUTimeStamping,
	oidEKUOCSPSigning, oidEKUTSLSigning, oidEKUPrecertificates}

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
	for _, name := range hosts(s) {
		names[strings.ToLower(name)] = true
	}
	for _, ip := range s.Leaf.IPAddresses {
		addr, _ := netip.AddrFromSlice(ip)
		names[addr.String()] = true
	}
	listed := hostList(s)
	for _, cn := range s.Info.Attributes(eidas.OIDCommonName) {
		addr, _ := netip.ParseAddr(cn) // the zero address is none of them
		if !names[strings.ToLower(cn)] && !names[addr.String()] {
			p.Reportf(s.Where("subject.commonName"),
				"the common name is %s, want one of subjectAltName (%s)", ber.Quote(cn), listed)
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
		return fmt.Sprintf("%s and %d more", ber.List(names[:few], ", "), len(names)-few)
	}
	return ber.List(names, ", ")
}

// hosts are the DNS names, each once.
func hosts(s *eidas.Subject) (names []string) {
	seen := map[string]bool{} // a certificate of 1 MiB has tens of thousands
	for _, name := range s.Leaf.DNSNames {
		if !seen[name] {
			seen[name] = true
			names = append(names, name)
		}
	}
	return names
}
