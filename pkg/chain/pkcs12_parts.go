package chain

import (
	"bytes"
	"errors"
	"slices"
)

// store is what is kept of a PKCS#12 file.
type store struct {
	certs [][]byte
	key   bool // there was a key, or another secret

	old string // encryption of the certificates that nobody should use any more; empty: none

	locked []byte // content of the first encrypted key; nil: there is none
}

// part is a ContentInfo of a PKCS#12 file: SafeContents, or how they are encrypted.
type part struct {
	content   []byte
	algorithm []byte // content of an AlgorithmIdentifier; nil: not encrypted
}

// partsOf gives the parts of a PFX (RFC 7292, section 4). It reads BER, as NSS, Keychain and older Java write it. The MAC is not
// looked at: a wrong password shows in what is decrypted, and what counts are the signatures of the certificates. So there
// is less to derive, and nothing but what certificates need.
func partsOf(data []byte) (parts []part, err error) {
	pfx, _, ok := readElement(data)
	es := new(elements).of(pfx.content)
	if !ok || len(es) < 2 {
		return nil, errMalformed
	}
	id, content, ok := contentOf(es[1])
	switch {
	case ok && bytes.Equal(id, derSignedData):
		return nil, errors.New("it is signed with a key in place of a MAC, which is not supported")
	case !ok || !bytes.Equal(id, derOfData):
		return nil, errMalformed
	}
	safe, ok := octets(content)
	seq, _, ok2 := readElement(safe)
	if !ok || !ok2 || seq.tag != tagSequence {
		return nil, errMalformed
	}
	for rest := seq.content; len(rest) > 0; {
		var info element
		if info, rest, ok = readElement(rest); !ok {
			return nil, errMalformed
		}
		p, err := partOf(info)
		if err != nil {
			return nil, err
		}
		parts = append(parts, p)
	}
	return parts, nil
}

// Contents of the object identifiers of data, envelopedData and encryptedData (RFC 5652).
var (
	derOfData        = []byte{0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x01}
	derEnvelopedData = []byte{0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x03}
	derEncryptedData = []byte{0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x06}
)

// contentOf reads a ContentInfo: its type, and the element in it.
func contentOf(info element) (id []byte, content element, ok bool) {
	es := new(elements).of(info.content)
	if info.tag != tagSequence || len(es) < 2 || es[0].tag != tagOID || es[1].tag != tagExplicit0 {
		return nil, content, false
	}
	content, _, ok = readElement(es[1].content)
	return es[0].content, content, ok
}

func partOf(info element) (p part, err error) {
	id, content, ok := contentOf(info)
	switch {
	case !ok:
		return p, errMalformed
	case bytes.Equal(id, derOfData):
		p.content, ok = octets(content)
	case bytes.Equal(id, derEncryptedData):
		p, ok = encryptedPart(content)
	case bytes.Equal(id, derEnvelopedData):
		return p, errors.New("it is encrypted to a key in place of a password, which is not supported")
	default:
		ok = false
	}
	if !ok {
		return p, errMalformed
	}
	return p, nil
}

// encryptedPart reads EncryptedData (RFC 5652, section 8).
func encryptedPart(content element) (p part, ok bool) {
	es := new(elements).of(content.content)
	if len(es) < 2 || es[1].tag != tagSequence {
		return p, false
	}
	info := new(elements).of(es[1].content)
	if len(info) < 3 || info[1].tag != tagSequence || info[2].tag&^constructed != 0x80 {
		return p, false
	}
	p.algorithm = append([]byte{}, info[1].content...) // never nil
	encrypted := info[2]
	encrypted.tag = tagOctetString | encrypted.tag&constructed // [0] IMPLICIT
	p.content, ok = octets(encrypted)
	return p, ok
}

// openParts takes the certificates out of the parts. The error is [ErrPassword], errRounds, or says what cannot be read.
func openParts(parts []part, password string, d *derivation) (*store, error) {
	s := new(store)
	for _, p := range parts {
		var err error
		if p.algorithm != nil {
			err = s.decrypted(p, password, d)
		} else if !s.bags(p.content, maxBags) {
			err = errMalformed
		}
		if err != nil {
			return nil, err
		}
	}
	return s, nil
}

// openProven is openParts that also tries the password where nothing but a key is encrypted.
func openProven(parts []part, password string, d *derivation) (*store, error) {
	s, err := openParts(parts, password, d)
	encrypted := slices.ContainsFunc(parts, func(p part) bool { return p.algorithm != nil })
	if err == nil && !encrypted && s.opensKey(password, d) == ErrPassword {
		return nil, ErrPassword
	}
	return s, err
}

// opensKey tries the password on the key of a file whose certificates are not encrypted: a wrong one is no good sign, though it
// is not needed here. What comes out is only looked at for being a key, and lost. The error is [ErrPassword], or says why it was not tried.
func (s *store) opensKey(password string, d *derivation) error {
	es := new(elements).of(s.locked)
	if len(es) < 2 {
		return errMalformed
	}
	data, ok := octets(es[1])
	if !ok {
		return errMalformed
	}
	return tryAll(part{data, es[0].content}, password, d, func(_ *parameters, key []byte) bool {
		defer clear(key)
		e, rest, ok := readElement(key)
		return ok && len(rest) == 0 && kindOf(e) == privateKind
	})
}

// decrypted adds what an encrypted part holds. The secret is right when there are bags behind it.
func (s *store) decrypted(p part, password string, d *derivation) error {
	return tryAll(p, password, d, func(how *parameters, content []byte) bool {
		s.old = how.old
		return s.bags(content, maxBags)
	})
}

// tryAll decrypts a part under each form of the password until it is what it should be.
func tryAll(p part, password string, d *derivation, right func(*parameters, []byte) bool) error {
	how, err := parametersOf(p.algorithm)
	if err != nil {
		return err
	}
	var wrong error
	for _, secret := range secretsOf(password, how.pbes2) {
		content, err := how.decrypt(d, secret, p.content)
		switch {
		case err == nil && right(&how, content):
			return nil
		case errors.Is(err, errRounds) && wrong != nil:
			return wrong
		case err != nil && !errors.Is(err, ErrPassword):
			return err
		}
		wrong = ErrPassword
	}
	return wrong
}

// maxBags bounds how deep bags are nested. No program is known that nests them.
const maxBags = 4

// derBag is the content of the object identifiers of bags without its last byte, 1.2.840.113549.1.12.10.1 (RFC 7292, section 4.2).
var derBag = []byte{0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x0c, 0x0a, 0x01}

// bags adds the certificates of SafeContents; false: that is not what it is, and nothing is added. Keys, encrypted or not, are
// dropped as they are: nothing is derived for them.
func (s *store) bags(content []byte, depth int) bool {
	seq, rest, ok := readElement(content)
	if !ok || len(rest) > 0 || seq.tag != tagSequence || depth == 0 {
		return false
	}
	found := store{key: s.key, locked: s.locked}
	for rest := seq.content; len(rest) > 0; {
		var bag element
		if bag, rest, ok = readElement(rest); !ok || !found.bag(bag, depth) {
			return false
		}
	}
	s.certs, s.key, s.locked = append(s.certs, found.certs...), found.key, found.locked
	return true
}

// bag adds what a SafeBag holds.
func (s *store) bag(bag element, depth int) bool {
	id, value, ok := contentOf(bag)
	kind, known := bytes.CutPrefix(id, derBag)
	if !ok || !known || len(kind) != 1 {
		return ok // a bag of another kind: whatever it is, it is no certificate
	}
	switch kind[0] {
	case 1, 2, 5: // key, encrypted key, secret
		s.key = true
		if kind[0] == 2 && s.locked == nil {
			s.locked = value.content
		}
	case 3:
		return s.certBag(value)
	case 6:
		return s.bags(value.full, depth-1)
	}
	return true
}

// certBag adds the certificate of a CertBag. A certificate of another kind than X.509 is passed over.
func (s *store) certBag(value element) bool {
	id, cert, ok := contentOf(value)
	if !ok {
		return false
	}
	if !bytes.Equal(id, []byte{0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x16, 0x01}) { // x509Certificate
		return true
	}
	der, ok := octets(cert)
	if ok {
		s.certs = append(s.certs, der)
	}
	return ok
}

// octets is the value of an OCTET STRING, which BER may write in pieces (X.690, section 8.7).
func octets(e element) ([]byte, bool) {
	switch e.tag {
	case tagOctetString:
		return e.content, true
	case tagOctetString | constructed:
		return appendOctets(nil, e.content, maxPieces)
	}
	return nil, false
}

// maxPieces bounds how deep the pieces of an OCTET STRING are made of pieces themselves. Two is the most that programs write.
const maxPieces = 4

func appendOctets(out, content []byte, depth int) ([]byte, bool) {
	for len(content) > 0 {
		e, rest, ok := readElement(content)
		switch {
		case ok && e.tag == tagOctetString:
			out = append(out, e.content...)
		case ok && e.tag == tagOctetString|constructed && depth > 0:
			if out, ok = appendOctets(out, e.content, depth-1); !ok {
				return nil, false
			}
		default:
			return nil, false
		}
		content = rest
	}
	return out, true
}
