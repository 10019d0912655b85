package revocation

import (
	"bytes"
	"encoding/asn1"

	"golang.org/x/crypto/cryptobyte"
	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"
)

// oidCertHash is the extension by which a responder says which certificate it knows, by the digest of the whole
// (Common PKI, part 4, 3.1.2). Responders in Germany and Austria have it in each answer.
var oidCertHash = asn1.ObjectIdentifier{1, 3, 36, 8, 3, 13}

// ofAnother reports whether the answer says that the certificate with this serial number is another one (DER). What is
// hashed in a way that is not known here says nothing.
func (a answer) ofAnother(der []byte) bool {
	input := cryptobyte.String(a.certHash)
	var seq, algorithm, sum cryptobyte.String
	var id asn1.ObjectIdentifier
	if !input.ReadASN1(&seq, cbasn1.SEQUENCE) || !seq.ReadASN1(&algorithm, cbasn1.SEQUENCE) ||
		!algorithm.ReadASN1ObjectIdentifier(&id) || !seq.ReadASN1(&sum, cbasn1.OCTET_STRING) {
		return false
	}
	for _, row := range hashes {
		if row.oid.Equal(id) {
			h := row.hash.New()
			h.Write(der)
			return !bytes.Equal(h.Sum(nil), sum)
		}
	}
	return false
}
