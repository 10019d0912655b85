package pkcs12

import (
	"bytes"
	"errors"
	"slices"

	"qwac/pkg/ber"
)

// Store is what is kept of a PKCS#12 file.
type Store struct {
	Certs [][]byte
	Key   bool // there was a key, or another secret

	Old string // encryption of the certificates that nobody should use any more; empty: none

	locked []byte // content of the first encrypted key; nil: there is none
}

// Part is a ContentInfo of a PKCS#12 file: SafeContents, or how they are encrypted.
type Part struct {
	content   []byte
	algorithm []byte // content of an AlgorithmIdentifier; nil: not encrypted
}

// PartsOf gives the parts of a PFX (RFC 7292, section 4). It reads BER, as NSS, Keychain and older Java write it. The
// MAC is not looked at: a wrong password shows in what is decrypted, and what counts are the signatures of the
// certificates. So there is less to derive, and nothing but what certificates need.
func PartsOf(data []byte) (parts []Part, err error) {
	pfx, _, ok := ber.ReadElement(data)
	es := new(ber.Elements).Of(pfx.Content)
	if !ok || len(es) < 2 {
		return nil, errMalformed
	}
	id, content, ok := contentOf(es[1])
	switch {
	case ok && bytes.Equal(id, ber.DerSignedData):
		return nil, byKey("it is signed with a key in place of a MAC")
	case !ok || !bytes.Equal(id, derOfData):
		return nil, errMalformed
	}
	safe, ok := octets(content)
	seq, _, ok2 := ber.ReadElement(safe)
	if !ok || !ok2 || seq.Tag != ber.TagSequence {
		return nil, errMalformed
	}
	for rest := seq.Content; len(rest) > 0; {
		var info ber.Element
		if info, rest, ok = ber.ReadElement(rest); !ok {
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
func contentOf(info ber.Element) (id []byte, content ber.Element, ok bool) {
	es := new(ber.Elements).Of(info.Content)
	if info.Tag != ber.TagSequence || len(es) < 2 || es[0].Tag != ber.TagOID || es[1].Tag != ber.TagExplicit0 {
		return nil, content, false
	}
	content, _, ok = ber.ReadElement(es[1].Content)
	return es[0].Content, content, ok
}

func partOf(info ber.Element) (p Part, err error) {
	id, content, ok := contentOf(info)
	switch {
	case !ok:
		return p, errMalformed
	case bytes.Equal(id, derOfData):
		p.content, ok = octets(content)
	case bytes.Equal(id, derEncryptedData):
		p, ok = encryptedPart(content)
	case bytes.Equal(id, derEnvelopedData):
		return p, byKey("it is encrypted to a key in place of a password")
	default:
		ok = false
	}
	if !ok {
		return p, errMalformed
	}
	return p, nil
}

// encryptedPart reads EncryptedData (RFC 5652, section 8).
func encryptedPart(content ber.Element) (p Part, ok bool) {
	es := new(ber.Elements).Of(content.Content)
	if len(es) < 2 || es[1].Tag != ber.TagSequence {
		return p, false
	}
	info := new(ber.Elements).Of(es[1].Content)
	if len(info) < 3 || info[1].Tag != ber.TagSequence || info[2].Tag&^ber.Constructed != 0x80 {
		return p, false
	}
	p.algorithm = append([]byte{}, info[1].Content...) // never nil
	encrypted := info[2]
	encrypted.Tag = ber.TagOctetString | encrypted.Tag&ber.Constructed // [0] IMPLICIT
	p.content, ok = octets(encrypted)
	return p, ok
}

// OpenParts takes the certificates out of the parts. The error is [ErrPassword], ErrRounds, or says what cannot be
// read.
func OpenParts(parts []Part, password string, d *Derivation) (*Store, error) {
	s := new(Store)
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

// OpenProven is OpenParts that also tries the password where nothing but a key is encrypted.
func OpenProven(parts []Part, password string, d *Derivation) (*Store, error) {
	s, err := OpenParts(parts, password, d)
	encrypted := slices.ContainsFunc(parts, func(p Part) bool { return p.algorithm != nil })
	if err == nil && !encrypted && s.opensKey(password, d) == ErrPassword {
		return nil, ErrPassword
	}
	return s, err
}

// opensKey tries the password on the key of a file whose certificates are not encrypted: a wrong one is no good sign,
// though it is not needed here. What comes out is only looked at for being a key, and lost. The error is [ErrPassword],
// or says why it was not tried.
func (s *Store) opensKey(password string, d *Derivation) error {
	es := new(ber.Elements).Of(s.locked)
	if len(es) < 2 {
		return errMalformed
	}
	data, ok := octets(es[1])
	if !ok {
		return errMalformed
	}
	return tryAll(Part{data, es[0].Content}, password, d, func(_ *parameters, key []byte) bool {
		defer clear(key)
		e, rest, ok := ber.ReadElement(key)
		return ok && len(rest) == 0 && ber.KindOf(e) == ber.PrivateKind
	})
}

// decrypted adds what an encrypted part holds. The secret is right when there are bags behind it.
func (s *Store) decrypted(p Part, password string, d *Derivation) error {
	return tryAll(p, password, d, func(how *parameters, content []byte) bool {
		s.Old = how.old
		return s.bags(content, maxBags)
	})
}

// tryAll decrypts a part under each form of the password until it is what it should be.
func tryAll(p Part, password string, d *Derivation, right func(*parameters, []byte) bool) error {
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
		case errors.Is(err, ErrRounds) && wrong != nil:
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

// derBag is the content of the object identifiers of bags without its last byte, 1.2.840.113549.1.12.10.1 (RFC 7292,
// section 4.2).
var derBag = []byte{0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x0c, 0x0a, 0x01}

// bags adds the certificates of SafeContents; false: that is not what it is, and nothing is added. Keys, encrypted or
// not, are dropped as they are: nothing is derived for them.
func (s *Store) bags(content []byte, depth int) bool {
	seq, rest, ok := ber.ReadElement(content)
	if !ok || len(rest) > 0 || seq.Tag != ber.TagSequence || depth == 0 {
		return false
	}
	found := Store{Key: s.Key, locked: s.locked}
	for rest := seq.Content; len(rest) > 0; {
		var bag ber.Element
		if bag, rest, ok = ber.ReadElement(rest); !ok || !found.bag(bag, depth) {
			return false
		}
	}
	s.Certs, s.Key, s.locked = append(s.Certs, found.Certs...), found.Key, found.locked
	return true
}

// bag adds what a SafeBag holds.
func (s *Store) bag(bag ber.Element, depth int) bool {
	id, value, ok := contentOf(bag)
	kind, known := bytes.CutPrefix(id, derBag)
	if !ok || !known || len(kind) != 1 {
		return ok // a bag of another kind: whatever it is, it is no certificate
	}
	switch kind[0] {
	case 1, 2, 5: // key, encrypted key, secret
		s.Key = true
		if kind[0] == 2 && s.locked == nil {
			s.locked = value.Content
		}
	case 3:
		return s.certBag(value)
	case 6:
		return s.bags(value.Full, depth-1)
	}
	return true
}

// certBag adds the certificate of a CertBag. A certificate of another kind than X.509 is passed over.
func (s *Store) certBag(value ber.Element) bool {
	id, cert, ok := contentOf(value)
	if !ok {
		return false
	}
	if !bytes.Equal(id, []byte{0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x16, 0x01}) { // x509Certificate
		return true
	}
	der, ok := octets(cert)
	if ok {
		s.Certs = append(s.Certs, der)
	}
	return ok
}
