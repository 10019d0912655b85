// Package target writes a chain in the shapes in which platforms take certificates: leaf and chain in one text or
// apart, arrays, base64 of DER, header fields, keys with their certificates. What a platform wants is data, with its
// source; nothing here is sent. Most people want [Named] and [Target.Encode].
package target

import (
	"slices"

	"qwac/pkg/bank"
	"qwac/pkg/near"
)

// Target is the shape of one platform.
type Target struct {
	Name   string // as on the command line
	Title  string // what it is, as in a list
	Seal   bool   // it takes a QSealC alone
	Form   Form
	Parts  []Part
	Header string // field name of all parts of Pairs
	// Text members of an object whose value is always the same, in front of the others.
	Fixed    [][2]string
	Note     string // what is not said elsewhere; empty: nothing
	Source   string
	Seen     string // a day, a month or a year
	Verified bool   // the platform's own documents, or the standard, say the whole of it
}

// Form is how the parts stand together.
type Form string

// The forms. All end with a line feed, but Text only when its part does.
const (
	Text    Form = "text"    // the one part
	Object  Form = "object"  // a JSON object, compact, with a member for each part
	Array   Form = "array"   // a JSON array of the one part
	Headers Form = "headers" // a header field for each part
	Pairs   Form = "pairs"   // one header field: name="value" for each part, with semicolons
	KeySet  Form = "key set" // a JWK set with the key of the leaf and the one part as its x5c (RFC 7517, 4.7)
)

// Part is a part of the chain.
type Part struct {
	Name   string // of the member or header field; empty: it has none
	Take   Take
	Coding Coding
	List   bool // the certificates one by one
	// Unended leaves the line feed after the last END line out.
	Unended bool
}

// Take is what of the chain a part has.
type Take string

// The takes.
const (
	Leaf  Take = "leaf"
	Rest  Take = "rest" // without the leaf
	Whole Take = "whole"
)

// Coding is how a certificate is written.
type Coding string

// The codings.
const (
	PEM        Coding = "PEM"             // RFC 7468, with LF
	Base64     Coding = "base64"          // of DER, one line, padded (RFC 4648, 4)
	Bytes      Coding = "byte sequence"   // base64 between colons (RFC 8941, 3.3.5)
	EscapedPEM Coding = "URL-encoded PEM" // PEM with all but unreserved characters as %XX (RFC 3986, 2.1)
)

// All are the targets, that of the bank that is sent to first, then by name.
func All() []Target {
	return []Target{
		sent(),
		{Name: "berlin-group", Title: "header field of a signed request (NextGenPSD2)", Seal: true, Form: Headers,
			Parts:  []Part{{Name: "TPP-Signature-Certificate", Take: Leaf, Coding: Base64}},
			Note:   "the seal alone; some banks take PEM without line breaks in its place",
			Source: "Berlin Group NextGenPSD2 XS2A, signing; docs.airlock.com/iam", Seen: "2026-11"},
		{Name: "bunq", Title: "bunq: body that registers a provider", Seal: true, Form: Object,
			Parts: []Part{
				{Name: "client_payment_service_provider_certificate", Take: Leaf, Coding: PEM},
				{Name: "client_payment_service_provider_certificate_chain", Take: Rest, Coding: PEM},
			},
			Note:   "a third member, client_public_key_signature, is made with the key of the seal: add it",
			Source: "github.com/api-evangelist/bunq: json-schema/bunq-paymentserviceprovidercredential-schema.json",
			Seen:   "2026-11"},
		{Name: "envoy", Title: "header field that Envoy puts before a service", Form: Pairs,
			Header: "x-forwarded-client-cert", Parts: []Part{
				{Name: "Cert", Take: Leaf, Coding: EscapedPEM}, {Name: "Chain", Take: Whole, Coding: EscapedPEM},
			}, Source: "Keycloak API documentation, EnvoyProxySslClientCertificateLookup", Seen: "2026-11"},
		{Name: "jwks", Title: "JWK set, for a dynamic registration", Form: KeySet,
			Parts:  []Part{{Name: "x5c", Take: Whole, Coding: Base64, List: true}},
			Source: "RFC 7517, 4.7", Seen: "2015-05", Verified: true},
		{Name: "leaf-and-chain", Title: "no platform: leaf and chain apart, as JSON", Form: Object, Parts: []Part{
			{Name: "certificate", Take: Leaf, Coding: PEM, Unended: true},
			{Name: "certificateChain", Take: Rest, Coding: PEM, Unended: true},
		}, Note: "without a line feed at the ends; rename the members as the platform has them", Source: "own choice",
			Seen: "2026-11"},
		{Name: "nginx", Title: "header field that nginx puts before a service", Form: Headers,
			Parts:  []Part{{Name: "ssl-client-cert", Take: Leaf, Coding: EscapedPEM}},
			Note:   "$ssl_client_escaped_cert; the name of the field is free",
			Source: "Keycloak API documentation, NginxProxySslClientCertificateLookup", Seen: "2026-11"},
		{Name: "pem", Title: "the chain as PEM, for a form or a file", Form: Text,
			Parts: []Part{{Take: Whole, Coding: PEM}}, Source: "RFC 7468, 5", Seen: "2015-04", Verified: true},
		{Name: "pem-array", Title: "no platform: PEM of each, as a JSON array", Form: Array,
			Parts: []Part{{Take: Whole, Coding: PEM, List: true}}, Source: "own choice", Seen: "2026-11"},
		{Name: "rabobank", Title: "Rabobank: JWS header of an enrolment, before base64url", Form: Object,
			Fixed:  [][2]string{{"alg", "RS256"}},
			Parts:  []Part{{Name: "x5c", Take: Leaf, Coding: Base64, List: true}},
			Note:   "the seal alone, RSA alone; the payload has an e-mail address and an end in seconds",
			Source: "github.com/roodje/bespoke-providers: JwsRequestTppEnrollment.java", Seen: "2023"},
		{Name: "rfc9440", Title: "header fields of RFC 9440", Form: Headers, Parts: []Part{
			{Name: "Client-Cert", Take: Leaf, Coding: Bytes},
			{Name: "Client-Cert-Chain", Take: Rest, Coding: Bytes, List: true},
		}, Source: "RFC 9440, 2", Seen: "2023-07", Verified: true},
		{Name: "x5c", Title: "x5c of a JOSE header, as JSON", Seal: true, Form: Object,
			Parts:  []Part{{Name: "x5c", Take: Whole, Coding: Base64, List: true}},
			Source: "RFC 7515, 4.1.6", Seen: "2015-05", Verified: true},
	}
}

// sent is what a bank takes that is sent to.
func sent() Target {
	b := bank.All()[0]
	return Target{
		Name: b.Name, Title: b.Title + ": what is sent to it", Form: Object, Verified: true,
		Parts:  []Part{{Name: b.API.Certificate, Take: Whole, Coding: PEM}},
		Source: b.Title + " client management API, add certificate", Seen: "2026-11",
	}
}

// Sent is the name of the one target that anything is sent to.
func Sent() string { return bank.All()[0].Name }

// Named is the target of that name; nil: there is none.
func Named(name string) *Target {
	all := All()
	if i := slices.IndexFunc(all, func(t Target) bool { return t.Name == name }); i >= 0 {
		return &all[i]
	}
	return nil
}

// Near is the name that a mistyped one means; empty: none is near.
func Near(name string) string {
	var names []string
	for _, t := range All() {
		names = append(names, t.Name)
	}
	return near.Word(name, names)
}
