package revocation

import (
	"crypto"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"fmt"
	"math/big"
	"time"

	"golang.org/x/crypto/cryptobyte"
	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"
	"golang.org/x/crypto/ocsp"

	"qwac/pkg/ber"
)

// hashes are the hash functions of certIDs (RFC 6960, 4.1.1) by their identifiers.
var hashes = []struct {
	oid  asn1.ObjectIdentifier
	hash crypto.Hash
}{
	{oidSHA1, crypto.SHA1},
	{asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1}, crypto.SHA256},
	{asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 2}, crypto.SHA384},
	{asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 3}, crypto.SHA512},
}

// maxResponderCerts bounds the certificates of a response that are tried as its signer: the responder's and the way to
// the root.
const maxResponderCerts = 10

// maxAnswers is the most answers of a response. Responders answer about one certificate, those that sign beforehand
// about some dozens.
const maxAnswers = 1000

// response is an OCSP response as a strict walk finds it. golang.org/x/crypto/ocsp reads the answers; but it does not
// show whom an answer is about, takes the first certificate for the signer, and passes over responseExtensions.
type response struct {
	status    ocsp.ResponseStatus // other than Success: there is nothing else
	id        cryptobyte.String   // whom it names as the responder
	signed    responseData
	outer     [2][]byte // algorithm and signature
	algorithm x509.SignatureAlgorithm
	answers   []answer // at least one
	certs     []*x509.Certificate
	critical  string // a critical extension of the response that is not known
	extended  bool   // "revoked" may mean "never issued" (RFC 6960, 4.4.8)
}

// responseData is what was signed, and its parts around the answers.
type responseData struct{ whole, before, after []byte }

// answer is what a SingleResponse says of whom it is about.
type answer struct {
	raw               []byte
	algorithm         asn1.ObjectIdentifier
	hash              crypto.Hash // 0: not known
	nameHash, keyHash []byte
	serial            *big.Int
	critical          string // a critical extension that is not known
	certHash          []byte // the extension of that name; nil: there is none
	revoked           bool   // it says that the certificate is revoked
}

// errStructure is about bytes that are no OCSP response.
var errStructure = errors.New("its structure is not that of RFC 6960, 4.2.1")

// parseResponse reads OCSPResponse.
func parseResponse(der []byte) (*response, error) {
	input := cryptobyte.String(der)
	var seq, body, basic cryptobyte.String
	var status int
	var present bool
	var kind asn1.ObjectIdentifier
	if !input.ReadASN1(&seq, cbasn1.SEQUENCE) || !seq.ReadASN1Enum(&status) ||
		!seq.ReadOptionalASN1(&body, &present, contextTag(0).Constructed()) || !seq.Empty() {
		return nil, errStructure
	}
	if !input.Empty() {
		return nil, fmt.Errorf("%s behind the response", ber.Count(len(input), "byte"))
	}
	r := &response{status: ocsp.ResponseStatus(status)}
	switch {
	case r.status != ocsp.Success:
		return r, nil
	case !present:
		return nil, errors.New("it is successful by its status, but there is no answer in it (RFC 6960, 4.2.1)")
	case !body.ReadASN1(&body, cbasn1.SEQUENCE) || !body.ReadASN1ObjectIdentifier(&kind) ||
		!body.ReadASN1(&basic, cbasn1.OCTET_STRING) || !body.Empty():
		return nil, errStructure
	case !kind.Equal(oidBasic):
		return nil, fmt.Errorf("it is of type %s, which is not id-pkix-ocsp-basic", kind)
	}
	return r, r.basic(basic)
}

var oidBasic = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 48, 1, 1}

// basic reads BasicOCSPResponse.
func (r *response) basic(der cryptobyte.String) error {
	var seq, data, algorithm, signature, certs cryptobyte.String
	var present bool
	if !der.ReadASN1(&seq, cbasn1.SEQUENCE) || !der.Empty() || !seq.ReadASN1Element(&data, cbasn1.SEQUENCE) ||
		!seq.ReadASN1Element(&algorithm, cbasn1.SEQUENCE) || !seq.ReadASN1Element(&signature, cbasn1.BIT_STRING) ||
		!seq.ReadOptionalASN1(&certs, &present, contextTag(0).Constructed()) || !seq.Empty() {
		return errStructure
	}
	if err := r.data(data); err != nil {
		return err
	}
	r.outer = [2][]byte{algorithm, signature}
	r.algorithm = signatureAlgorithm(algorithm)
	if !present {
		return nil
	}
	var cert cryptobyte.String
	if !certs.ReadASN1(&certs, cbasn1.SEQUENCE) {
		return errStructure
	}
	for i := 0; i < maxResponderCerts && certs.ReadASN1Element(&cert, cbasn1.SEQUENCE); i++ {
		if c, err := x509.ParseCertificate(cert); err == nil {
			r.certs = append(r.certs, c)
		}
	}
	return nil
}

// data reads ResponseData.
func (r *response) data(der cryptobyte.String) error {
	var seq, id, answers, extensions cryptobyte.String
	var tag cbasn1.Tag
	var present bool
	r.signed.whole = der
	if !der.ReadASN1(&seq, cbasn1.SEQUENCE) {
		return errStructure
	}
	all := seq
	if !seq.SkipOptionalASN1(contextTag(0).Constructed()) || !seq.ReadAnyASN1Element(&id, &tag) ||
		!seq.SkipASN1(cbasn1.GeneralizedTime) {
		return errStructure
	}
	r.id, r.signed.before = id, all[:len(all)-len(seq)]
	if !seq.ReadASN1(&answers, cbasn1.SEQUENCE) {
		return errStructure
	}
	r.signed.after = seq
	if !seq.ReadOptionalASN1(&extensions, &present, contextTag(1).Constructed()) || !seq.Empty() {
		return errStructure
	}
	if answers.Empty() {
		return errors.New("it has no answer about any certificate")
	}
	if present && !readExtensions(extensions, func(oid asn1.ObjectIdentifier, critical bool, _ []byte) {
		known := oid.Equal(oidExtendedRevoke)
		r.extended = r.extended || known
		if critical && !known && r.critical == "" {
			r.critical = oid.String()
		}
	}) {
		return errStructure
	}
	return r.readAnswers(answers)
}

// oidExtendedRevoke is id-pkix-ocsp-extended-revoke.
var oidExtendedRevoke = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 48, 1, 9}

func (r *response) readAnswers(list cryptobyte.String) error {
	for !list.Empty() {
		var a answer
		if err := a.read(&list); err != nil {
			return err
		}
		if len(r.answers) == maxAnswers {
			return fmt.Errorf("it has more than %d answers", maxAnswers)
		}
		r.answers = append(r.answers, a)
	}
	return nil
}

// read reads a SingleResponse.
func (a *answer) read(list *cryptobyte.String) error {
	var element, seq cryptobyte.String
	if !list.ReadASN1Element(&element, cbasn1.SEQUENCE) {
		return errStructure
	}
	a.raw = element
	if !element.ReadASN1(&seq, cbasn1.SEQUENCE) || !a.readID(&seq) {
		return errStructure
	}
	return a.readStatus(seq)
}

// readID reads a CertID.
func (a *answer) readID(seq *cryptobyte.String) bool {
	var id, algorithm cryptobyte.String
	a.serial = new(big.Int)
	if !seq.ReadASN1(&id, cbasn1.SEQUENCE) || !id.ReadASN1(&algorithm, cbasn1.SEQUENCE) ||
		!algorithm.ReadASN1ObjectIdentifier(&a.algorithm) ||
		!id.ReadASN1Bytes(&a.nameHash, cbasn1.OCTET_STRING) || !id.ReadASN1Bytes(&a.keyHash, cbasn1.OCTET_STRING) ||
		!id.ReadASN1Integer(a.serial) || !id.Empty() {
		return false
	}
	for _, h := range hashes {
		if h.oid.Equal(a.algorithm) {
			a.hash = h.hash
		}
	}
	return true
}

// readStatus reads what follows the CertID.
func (a *answer) readStatus(seq cryptobyte.String) error {
	var status, next, extensions cryptobyte.String
	var tag cbasn1.Tag
	var present, ends bool
	if !seq.ReadAnyASN1(&status, &tag) {
		return errStructure
	}
	if err := readTime(&seq, "thisUpdate"); err != nil {
		return err
	}
	if !seq.ReadOptionalASN1(&next, &ends, contextTag(0).Constructed()) {
		return errStructure
	}
	if ends {
		if err := readTime(&next, "nextUpdate"); err != nil {
			return err
		}
	}
	a.revoked = tag == contextTag(1).Constructed()
	known := a.revoked || tag == contextTag(0) || tag == contextTag(2)
	if !known || !seq.ReadOptionalASN1(&extensions, &present, contextTag(1).Constructed()) || !seq.Empty() ||
		present && !readExtensions(extensions, a.addExtension) {
		return errStructure
	}
	return nil
}

func (a *answer) addExtension(oid asn1.ObjectIdentifier, critical bool, value []byte) {
	switch {
	case oid.Equal(oidCertHash):
		a.certHash = value
	case critical && a.critical == "":
		a.critical = oid.String()
	}
}

// readTime reads a GeneralizedTime, which has no fraction and ends with Z or an offset.
func readTime(s *cryptobyte.String, field string) error {
	var t time.Time
	var value cryptobyte.String
	var tag cbasn1.Tag
	whole := *s
	if s.PeekASN1Tag(cbasn1.GeneralizedTime) && s.ReadASN1GeneralizedTime(&t) {
		return nil
	}
	if !whole.ReadAnyASN1(&value, &tag) {
		return errStructure
	}
	return fmt.Errorf("its %s is %s with the value %s, want a GeneralizedTime of the form YYYYMMDDHHMMSSZ (RFC 6960, "+
		"4.2.2.1)", field, ber.DescribeType(tag), ber.Quote(ber.Shorten(string(value))))
}

// readExtensions reads Extensions one by one; false: they cannot be read.
func readExtensions(der cryptobyte.String,
	each func(oid asn1.ObjectIdentifier, critical bool, value []byte)) bool {
	var list, entry, value cryptobyte.String
	if !der.ReadASN1(&list, cbasn1.SEQUENCE) || !der.Empty() {
		return false
	}
	for !list.Empty() {
		var oid asn1.ObjectIdentifier
		var critical bool
		if !list.ReadASN1(&entry, cbasn1.SEQUENCE) || !entry.ReadASN1ObjectIdentifier(&oid) ||
			entry.PeekASN1Tag(cbasn1.BOOLEAN) && !entry.ReadASN1Boolean(&critical) ||
			!entry.ReadASN1(&value, cbasn1.OCTET_STRING) || !entry.Empty() {
			return false
		}
		each(oid, critical, value)
	}
	return true
}

// only is the response with this answer alone, and without its certificates, which the signature does not cover. No
// signature fits it.
func (r *response) only(a answer) []byte {
	var basic, b cryptobyte.Builder
	basic.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
			b.AddBytes(r.signed.before)
			b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) { b.AddBytes(a.raw) })
			b.AddBytes(r.signed.after)
		})
		b.AddBytes(r.outer[0])
		b.AddBytes(r.outer[1])
	})
	b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1Enum(int64(ocsp.Success))
		b.AddASN1(contextTag(0).Constructed(), func(b *cryptobyte.Builder) {
			b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
				b.AddASN1ObjectIdentifier(oidBasic)
				b.AddASN1OctetString(basic.BytesOrPanic())
			})
		})
	})
	return b.BytesOrPanic()
}

// signatureAlgorithm reads an AlgorithmIdentifier as crypto/x509 does, which golang.org/x/crypto/ocsp cannot for
// RSASSA-PSS. Since crypto/x509 does not export it, a revocation list without entries carries it there. 0: not known.
func signatureAlgorithm(identifier []byte) x509.SignatureAlgorithm {
	var b cryptobyte.Builder
	b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
			b.AddASN1Int64(1)
			b.AddBytes(identifier)
			b.AddASN1(cbasn1.SEQUENCE, func(*cryptobyte.Builder) {})
			b.AddASN1UTCTime(time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC))
		})
		b.AddBytes(identifier)
		b.AddASN1BitString(nil)
	})
	list, err := x509.ParseRevocationList(b.BytesOrPanic())
	if err != nil {
		return 0
	}
	return list.SignatureAlgorithm
}
