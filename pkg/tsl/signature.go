package tsl

import (
	"slices"

	"qwac/pkg/ber"

	"github.com/beevik/etree"
)

// Algorithms that signatures of lists use (TS 119 612 annex B); no other is accepted.
const (
	algEnveloped = "http://www.w3.org/2000/09/xmldsig#enveloped-signature"
	algExclusive = "http://www.w3.org/2001/10/xml-exc-c14n#"
	typeProps    = "http://uri.etsi.org/01903#SignedProperties"
)

// signature is the one signature of a list, taken apart.
type signature struct {
	info       *etree.Element
	method     signatureMethod
	value      []byte
	signer     Certificate
	keyInfo    []Certificate
	document   reference // to the whole list
	properties reference // to the properties of this signature
	signed     *etree.Element
}

// reference is one of the two things that are signed.
type reference struct {
	digest    digestMethod
	value     []byte
	exclusive bool // canonicalization; otherwise inclusive Canonical XML 1.0
}

// locate accepts exactly one signature, as the last child of the document element, so that no reader can mistake
// another part for the signed list.
func locate(root *etree.Element, signatures []*etree.Element) (*etree.Element, error) {
	switch {
	case len(signatures) == 0:
		return nil, Errorf(KindUnsigned, "")
	case len(signatures) > 1:
		return nil, Errorf(KindSignatures, "%d, want one", len(signatures))
	}
	el := signatures[0]
	all := root.ChildElements()
	if el.Parent() != root || all[len(all)-1] != el {
		return nil, Errorf(KindWrapped, "the signature is not the last element directly inside the list")
	}
	if inner := firstOf(el, nsTSL); inner != nil {
		return nil, Errorf(KindWrapped, "the signature holds an element %s of a list", ber.Cut(inner.Tag))
	}
	return el, nil
}

// firstOf is the first element below el in a namespace.
func firstOf(el *etree.Element, namespace string) *etree.Element {
	for _, c := range el.ChildElements() {
		if c.NamespaceURI() == namespace {
			return c
		}
		if found := firstOf(c, namespace); found != nil {
			return found
		}
	}
	return nil
}

// only is the one child of a name.
func only(el *etree.Element, namespace, tag string) (*etree.Element, error) {
	list := children(el, namespace, tag)
	if len(list) != 1 {
		return nil, Errorf(KindLayout, "%s has %d elements %s, want one", ber.Cut(el.Tag), len(list), tag)
	}
	return list[0], nil
}

// maxKeyInfo is more certificates than any path has. All lists seen but one hold only that of the signer.
const maxKeyInfo = 8

// readSigner reads the certificates in KeyInfo; the signed properties say which one is the signer.
func (s *signature) readSigner(el *etree.Element) error {
	key, err := only(el, nsDS, "KeyInfo")
	if err != nil {
		return err
	}
	data, err := only(key, nsDS, "X509Data")
	if err != nil {
		return err
	}
	list := children(data, nsDS, "X509Certificate")
	if len(list) == 0 || len(list) > maxKeyInfo {
		return Errorf(KindLayout, "KeyInfo has %d certificates, want one, the signer's", len(list))
	}
	for _, c := range list {
		cert, err := parseCertificate(value(c))
		if err != nil {
			return Errorf(KindLayout, "signing certificate: %s", err.(*Error).Detail)
		}
		s.keyInfo = append(s.keyInfo, cert)
	}
	return nil
}

// signedProperties are those inside this very signature, which is where a reference must lead.
func signedProperties(el *etree.Element) (*etree.Element, error) {
	var found []*etree.Element
	for _, object := range children(el, nsDS, "Object") {
		found = append(found, children(object, nsXAdES, "QualifyingProperties")...)
	}
	if len(found) != 1 {
		return nil, Errorf(KindLayout, "the signature has %d QualifyingProperties, want one", len(found))
	}
	if target := found[0].SelectAttrValue("Target", ""); target != "#"+el.SelectAttrValue("Id", "") {
		return nil, Errorf(KindWrapped, "QualifyingProperties for %s stand in another signature", ber.Quote(target))
	}
	return only(found[0], nsXAdES, "SignedProperties")
}

func (s *signature) readInfo(root *etree.Element) error {
	c14n, err := only(s.info, nsDS, "CanonicalizationMethod")
	if err != nil {
		return err
	}
	if a, ok := plainAlgorithm(c14n); !ok || a != algExclusive {
		return Errorf(KindAlgorithm, "canonicalization %s of SignedInfo, want %s without a prefix list", ber.Cut(a),
			algExclusive)
	}
	method, err := only(s.info, nsDS, "SignatureMethod")
	if err != nil {
		return err
	}
	name, plain := plainAlgorithm(method)
	known := false
	if s.method, known = signatureMethodOf(name); !known || !plain {
		return Errorf(KindAlgorithm, "signature method %s", ber.Cut(name))
	}
	return s.readReferences(root)
}

// plainAlgorithm is the algorithm of an element that has no parameters.
func plainAlgorithm(el *etree.Element) (string, bool) {
	return el.SelectAttrValue("Algorithm", ""), len(el.ChildElements()) == 0
}

func (s *signature) readReferences(root *etree.Element) error {
	list := children(s.info, nsDS, "Reference")
	if len(list) != 2 || len(s.info.ChildElements()) != 4 {
		return Errorf(KindLayout, "SignedInfo has %d references, want two and nothing else", len(list))
	}
	i := slices.IndexFunc(list, func(r *etree.Element) bool { return r.SelectAttrValue("Type", "") == typeProps })
	if i < 0 {
		return Errorf(KindLayout, "no reference to the signed properties")
	}
	if err := s.readPropertiesReference(list[i]); err != nil {
		return err
	}
	return s.readDocumentReference(list[1-i], root)
}

// readPropertiesReference: no transform at all means inclusive canonicalization (XMLDSig 4.4.3.2), as AT and LI have
// it.
func (s *signature) readPropertiesReference(el *etree.Element) error {
	id := s.signed.SelectAttrValue("Id", "")
	if uri := el.SelectAttrValue("URI", ""); id == "" || uri != "#"+id {
		return Errorf(KindWrapped, "the reference %s does not lead to the properties %s of this signature",
			ber.Quote(uri), ber.Quote(id))
	}
	transforms, err := s.properties.read(el)
	if err != nil {
		return err
	}
	if len(transforms) > 1 || len(transforms) == 1 && transforms[0] != algExclusive {
		return Errorf(KindAlgorithm, "transforms %s of the signed properties", ber.Quotes(transforms, " "))
	}
	s.properties.exclusive = len(transforms) == 1
	return nil
}

func (s *signature) readDocumentReference(el, root *etree.Element) error {
	uri, id := el.SelectAttrValue("URI", "?"), root.SelectAttrValue("Id", "")
	if uri != "" && (id == "" || uri != "#"+id) {
		return Errorf(KindWrapped, "the reference %s does not lead to the list itself", ber.Quote(uri))
	}
	transforms, err := s.document.read(el)
	if err != nil {
		return err
	}
	if !slices.Equal(transforms, []string{algEnveloped, algExclusive}) {
		return Errorf(KindAlgorithm, "transforms %s of the list", ber.Quotes(transforms, " "))
	}
	s.document.exclusive = true
	return nil
}

// read takes digest and transforms of a Reference, all without parameters.
func (r *reference) read(el *etree.Element) (transforms []string, err error) {
	method, err := only(el, nsDS, "DigestMethod")
	if err != nil {
		return nil, err
	}
	name, plain := plainAlgorithm(method)
	known := false
	if r.digest, known = digestMethodOf(name); !known || !plain {
		return nil, Errorf(KindAlgorithm, "digest method %s", ber.Cut(name))
	}
	v, err := only(el, nsDS, "DigestValue")
	if err != nil {
		return nil, err
	}
	if r.value, err = decodeBase64(value(v)); err != nil {
		return nil, Errorf(KindLayout, "DigestValue is not base64")
	}
	for _, list := range children(el, nsDS, "Transforms") {
		for _, t := range list.ChildElements() {
			name, plain := plainAlgorithm(t)
			if !plain || !is(t, nsDS, "Transform") {
				return nil, Errorf(KindAlgorithm, "transform %s with parameters", ber.Cut(name))
			}
			transforms = append(transforms, name)
		}
	}
	return transforms, nil
}
