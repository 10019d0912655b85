package testpki

import (
	"encoding/base64"
	"fmt"
	"strings"
	"time"
)

// TL is a trusted list (ETSI TS 119 612). Its XML is written in exclusive canonical form, so that what is signed is
// what stands in the file and no canonicalizer is needed to sign it. Texts are written as they are: they may be markup.
type TL struct {
	Version    int // zero: 5
	Sequence   int // zero: 1
	Territory  string
	LOTL       bool      // the list of lists
	Operator   string    // zero: "Fixture Supervision"
	InfoURIs   []string  // SchemeInformationURI, in English
	Issued     time.Time // zero: 1 August 2026
	NextUpdate time.Time // zero: 1 January 2027
	Closed     bool      // the next update is empty
	Pointers   []TLPointer
	Providers  []TLProvider
	Scheme     string // more elements of SchemeInformation; before the issue date
}

// TLPointer points to another list.
type TLPointer struct {
	Territory string
	LOTL      bool
	MIME      string // zero: that of XML lists
	Location  string // zero: https://lists.fixture.example/CC.xml
	Signers   []Cert
}

// TLProvider is a trust service provider.
type TLProvider struct {
	Name, TradeName string // zero: "Fixture Trust Services ApS", no trade name
	Services        []TLService
}

// TLService is a service; the first of its states is the current one.
type TLService struct {
	Name   string // zero: "Fixture service"
	Certs  []Cert
	CertB  []string // base64 texts of certificates in place of Certs
	KeyIDs [][]byte
	States []TLState
}

// TLState is a state of a service.
type TLState struct {
	Type       string // zero: CA/QC; short
	Status     string // zero: granted; short
	Since      time.Time
	Infos      []string // short: "ForeSeals"
	Extensions string   // more Extension elements, see TLQualification and TLExtension
}

// Namespaces of trusted lists.
const (
	tlNS    = "http://uri.etsi.org/02231/v2#"
	tlAdd   = "http://uri.etsi.org/02231/v2/additionaltypes#"
	tlSIE   = "http://uri.etsi.org/TrstSvc/SvcInfoExt/eSigDir-1999-93-EC-TrustedList/#"
	tlXAdES = "http://uri.etsi.org/01903/v1.3.2#"
	tlDS    = "http://www.w3.org/2000/09/xmldsig#"
)

const tlInfo = "http://uri.etsi.org/TrstSvc/TrustedList/SvcInfoExt/"

// ID is the identifier of the document element.
const tlID = "fixture-list"

// tag is an element with its contents.
func tag(name string, contents ...string) string {
	end, _, _ := strings.Cut(name, " ")
	return "<" + name + ">" + strings.Join(contents, "") + "</" + end + ">"
}

func english(name, text string) string { return tag(name+` xml:lang="en"`, text) }

func tlTime(t time.Time) string { return t.UTC().Format(time.RFC3339) }

func orElse[T comparable](v, zero T) T {
	var none T
	if v == none {
		return zero
	}
	return v
}

// XML is the list without a signature; every element of the root is on a line of its own.
func (l TL) XML() []byte { return []byte(l.xml("")) }

func (l TL) xml(signature string) string {
	root := fmt.Sprintf(`TrustServiceStatusList xmlns=%q Id=%q TSLTag="http://uri.etsi.org/19612/TSLTag"`, tlNS, tlID)
	parts := []string{"\n", l.scheme(), "\n"}
	if len(l.Providers) > 0 {
		var providers []string
		for _, p := range l.Providers {
			providers = append(providers, p.xml())
		}
		parts = append(parts, tag("TrustServiceProviderList", providers...), "\n")
	}
	return tag(root, append(parts, signature)...)
}

func (l TL) scheme() string {
	kind := "EUgeneric"
	if l.LOTL {
		kind = "EUlistofthelists"
	}
	var uris, pointers []string
	for _, uri := range l.InfoURIs {
		uris = append(uris, english("URI", uri))
	}
	for _, p := range l.Pointers {
		pointers = append(pointers, p.xml())
	}
	next := ""
	if !l.Closed {
		next = tag("dateTime", tlTime(orElse(l.NextUpdate, date(2027, time.January, 1))))
	}
	return tag("SchemeInformation",
		tag("TSLVersionIdentifier", fmt.Sprint(orElse(l.Version, 5))),
		tag("TSLSequenceNumber", fmt.Sprint(orElse(l.Sequence, 1))),
		tag("TSLType", "http://uri.etsi.org/TrstSvc/TrustedList/TSLType/"+kind),
		tag("SchemeOperatorName", english("Name", orElse(l.Operator, "Fixture Supervision"))),
		tag("SchemeInformationURI", uris...),
		tag("SchemeTerritory", l.Territory),
		tag("PointersToOtherTSL", pointers...),
		l.Scheme,
		tag("ListIssueDateTime", tlTime(orElse(l.Issued, date(2026, time.August, 1)))),
		tag("NextUpdate", next),
	)
}

func (p TLPointer) xml() string {
	kind := "EUgeneric"
	if p.LOTL {
		kind = "EUlistofthelists"
	}
	mime := orElse(p.MIME, "application/vnd.etsi.tsl+xml")
	return tag("OtherTSLPointer",
		tag("ServiceDigitalIdentities", tag("ServiceDigitalIdentity", tlCerts(p.Signers)...)),
		tag("TSLLocation", orElse(p.Location, "https://lists.fixture.example/"+p.Territory+".xml")),
		tag("AdditionalInformation",
			tag("OtherInformation", tag("TSLType", "http://uri.etsi.org/TrstSvc/TrustedList/TSLType/"+kind)),
			tag("OtherInformation", tag("SchemeTerritory", p.Territory)),
			tag("OtherInformation", tag(fmt.Sprintf("add:MimeType xmlns:add=%q", tlAdd), mime))))
}

func tlCerts(certs []Cert) []string {
	var out []string
	for _, c := range certs {
		out = append(out, tlCert(base64.StdEncoding.EncodeToString(c.DER)))
	}
	return out
}

func tlCert(text string) string { return tag("DigitalId", tag("X509Certificate", text)) }

func (p TLProvider) xml() string {
	var services []string
	for _, s := range p.Services {
		services = append(services, s.xml())
	}
	trade := ""
	if p.TradeName != "" {
		trade = tag("TSPTradeName", english("Name", p.TradeName))
	}
	return tag("TrustServiceProvider",
		tag("TSPInformation", tag("TSPName", english("Name", orElse(p.Name, "Fixture Trust Services ApS"))), trade),
		tag("TSPServices", services...))
}

func (s TLService) xml() string {
	ids := tlCerts(s.Certs)
	for _, text := range s.CertB {
		ids = append(ids, tlCert(text))
	}
	for _, id := range s.KeyIDs {
		ids = append(ids, tag("DigitalId", tag("X509SKI", base64.StdEncoding.EncodeToString(id))))
	}
	name := orElse(s.Name, "Fixture service")
	history := ""
	for _, state := range s.States[1:] {
		history += tag("ServiceHistoryInstance", state.xml(name, tag("ServiceDigitalIdentity")))
	}
	if history != "" {
		history = tag("ServiceHistory", history)
	}
	return tag("TSPService", tag("ServiceInformation", s.States[0].xml(name, tag("ServiceDigitalIdentity", ids...))),
		history)
}

func (s TLState) xml(name, identity string) string {
	var extensions string
	for _, info := range s.Infos {
		extensions += TLExtension(true, tag("AdditionalServiceInformation", english("URI", tlInfo+info)))
	}
	if extensions += s.Extensions; extensions != "" {
		extensions = tag("ServiceInformationExtensions", extensions)
	}
	return tag("ServiceTypeIdentifier", "http://uri.etsi.org/TrstSvc/Svctype/"+orElse(s.Type, "CA/QC")) +
		tag("ServiceName", english("Name", name)) + identity +
		tag("ServiceStatus", "http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/"+orElse(s.Status, "granted")) +
		tag("StatusStartingTime", tlTime(s.Since)) + extensions
}

// TLExtension is an extension of a service.
func TLExtension(critical bool, contents string) string {
	return tag(fmt.Sprintf(`Extension Critical="%t"`, critical), contents)
}

// TLQualification is the extension that adds qualifiers (short: "QCForWSA") to certificates that meet the criteria.
func TLQualification(critical bool, criteria string, qualifiers ...string) string {
	var list string
	for _, q := range qualifiers {
		list += tag(fmt.Sprintf("sie:Qualifier uri=%q", tlInfo+q))
	}
	return TLExtension(critical, tag(fmt.Sprintf("sie:Qualifications xmlns:sie=%q", tlSIE),
		tag("sie:QualificationElement", tag("sie:Qualifiers", list), criteria)))
}

// TLCriteria is a list of criteria: assert is "all", "atLeastOne" or "none".
func TLCriteria(assert string, items ...string) string {
	return tag(fmt.Sprintf("sie:CriteriaList assert=%q", assert), items...)
}

// TLPolicies requires policies.
func TLPolicies(oids ...string) string {
	var list string
	for _, oid := range oids {
		list += tag("sie:PolicyIdentifier", tlOID(oid))
	}
	return tag("sie:PolicySet", list)
}

// TLKeyUsage requires key usage bits; each is "name=true" or "name=false".
func TLKeyUsage(bits ...string) string {
	var list string
	for _, bit := range bits {
		name, v, _ := strings.Cut(bit, "=")
		list += tag(fmt.Sprintf("sie:KeyUsageBit name=%q", name), v)
	}
	return tag("sie:KeyUsage", list)
}

// TLOther is an otherCriteriaList with one criterion: "ExtendedKeyUsage" of "KeyPurposeId" elements,
// "CertSubjectDNAttribute" of "AttributeOID" elements, or an unknown one.
func TLOther(criterion, element string, oids ...string) string {
	var list string
	for _, oid := range oids {
		list += tag("add:"+element, tlOID(oid))
	}
	return tag("sie:otherCriteriaList", tag(fmt.Sprintf("add:%s xmlns:add=%q", criterion, tlAdd), list))
}

func tlOID(oid string) string {
	return tag(fmt.Sprintf("xades:Identifier xmlns:xades=%q", tlXAdES), oid)
}
