package cert

import (
	"slices"

	"qwac/pkg/ber"
	"qwac/pkg/form"
	"qwac/pkg/key"
)

// RemarksOn are the remarks on the form of a certificate, in the order of its fields. Those on the key stand elsewhere.
func RemarksOn(c *Cert) []form.Remark {
	inner, outer := key.SignatureFields(c.Raw)
	spki, _, _ := ber.ReadElement(c.RawSubjectPublicKeyInfo)
	algorithm, _, _ := ber.ReadElement(spki.Content)
	return slices.Concat(form.Algorithm("tbsCertificate.signature", inner), form.Algorithm("signatureAlgorithm", outer),
		form.Algorithm("subjectPublicKeyInfo.algorithm", algorithm.Full), form.Name("issuer", c.RawIssuer),
		form.Name("subject", c.RawSubject), form.Extensions(c.Extensions))
}

// MalformedOf are the remarks on what does not have the form of RFC 5280. That stands in extensions only: what is
// remarked on elsewhere Go alone refuses.
func MalformedOf(c *Cert) []form.Remark {
	return slices.DeleteFunc(form.Extensions(c.Extensions), func(r form.Remark) bool { return !r.Malformed })
}

// MalformedIn reports whether MalformedOf has a remark on an extension, as "keyUsage".
func MalformedIn(c *Cert, extension string) bool {
	return slices.ContainsFunc(MalformedOf(c), func(r form.Remark) bool { return r.Path == "extensions."+extension })
}
