package tsl

import (
	"bytes"
	"crypto/sha256"

	"github.com/beevik/etree"
)

// takeApart reads the parts of a signature and refuses a layout that trusted lists do not have.
func takeApart(root, el *etree.Element) (*signature, error) {
	var s signature
	var err error
	if s.info, err = only(el, nsDS, "SignedInfo"); err != nil {
		return nil, err
	}
	v, err := only(el, nsDS, "SignatureValue")
	if err != nil {
		return nil, err
	}
	if s.value, err = decodeBase64(value(v)); err != nil {
		return nil, Errorf(KindLayout, "SignatureValue is not base64")
	}
	if err := s.readSigner(el); err != nil {
		return nil, err
	}
	if s.signed, err = signedProperties(el); err != nil {
		return nil, err
	}
	if err := s.chooseSigner(); err != nil {
		return nil, err
	}
	return &s, s.readInfo(root)
}

// verify checks the signature of a list whose values have been read from the same tree. Canonicalization changes the
// tree, so it must not be used afterwards.
func (l *List) verify(root *etree.Element, signatures []*etree.Element) error {
	return l.Named(l.verifySignature(root, signatures))
}

func (l *List) verifySignature(root *etree.Element, signatures []*etree.Element) error {
	el, err := locate(root, signatures)
	if err != nil {
		return err
	}
	s, err := takeApart(root, el)
	if err != nil {
		return err
	}
	l.Signer = s.signer
	info, err := canonical(s.info, true)
	if err != nil {
		return err
	}
	properties, err := canonical(s.signed, s.properties.exclusive)
	if err != nil {
		return err
	}
	if !s.properties.matches(properties) {
		return Errorf(KindDigest, "the signed properties do not have the digest that was signed")
	}
	root.RemoveChild(el)
	document, err := exclusiveC14N(root)
	if err != nil {
		return err
	}
	if !s.document.matches(document) {
		return Errorf(KindDigest, "the list does not have the digest that was signed")
	}
	if err := l.verifyValue(s, info); err != nil {
		return err
	}
	l.Signed = sha256.Sum256(s.document.value)
	return nil
}

func (r *reference) matches(data []byte) bool {
	h := r.digest.hash.New()
	h.Write(data)
	return bytes.Equal(h.Sum(nil), r.value)
}

// verifyValue accepts the one odd encoding that a real list has, with a warning.
func (l *List) verifyValue(s *signature, info []byte) error {
	odd, err := s.method.verify(s.signer, info, s.value)
	if err != nil {
		return err
	}
	if odd {
		l.warn(KindDigestInfo,
			"the RSA signature leaves out the NULL parameters of its hash (RFC 8017 9.2); most software refuses it")
	}
	l.checkSignerRules()
	return nil
}
