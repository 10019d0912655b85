package ber

import "bytes"

// Kind is what an element is, told by its shape alone.
type Kind uint8

const (
	UnknownKind Kind = iota
	CertificateKind
	RequestKind
	ListKind // certificate revocation list
	MessageKind
	StoreKind // PKCS#12
	PrivateKind
	PublicKind
	OCSPKind      // response (RFC 6960)
	QueryKind     // OCSP request (RFC 6960, 4.1.1)
	KeyStoreKind  // of Bouncy Castle, BCFKS
	TimestampKind // answer of a time-stamping service (RFC 3161, 2.4.2)
)

// DerSignedData is the content of the object identifier of signedData, 1.2.840.113549.1.7.2 (RFC 5652, section 5.1).
var DerSignedData = []byte{0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02}

// KindOf tells what the element is. It decides nothing about whether it is well made.
func KindOf(e Element) Kind {
	if e.Tag != TagSequence {
		return UnknownKind
	}
	es := new(Elements).Of(e.Content)
	if len(es) == 0 {
		return UnknownKind
	}
	switch es[0].Tag {
	case TagOID:
		if bytes.Equal(es[0].Content, DerSignedData) {
			return MessageKind
		}
	case TagInteger:
		return kindByVersion(es)
	case TagEnumerated:
		if len(es) == 1 || len(es) == 2 && es[1].Tag == TagExplicit0 {
			return OCSPKind
		}
	case TagSequence:
		return kindByBody(es)
	}
	return UnknownKind
}

// kindByVersion tells what begins with a version number: keys (RFC 5208, 5915, 8017) and PFX (RFC 7292).
func kindByVersion(es []Element) Kind {
	if len(es) < 2 || len(es[0].Content) != 1 {
		return UnknownKind
	}
	version, next := es[0].Content[0], es[1].Tag
	switch {
	case version == 3 && next == TagSequence:
		return StoreKind
	case version <= 1 && (next == TagInteger || next == TagOctetString):
		return PrivateKind
	case version <= 1 && next == TagSequence && len(es) > 2 && es[2].Tag == TagOctetString:
		return PrivateKind
	}
	return UnknownKind
}

// kindByBody tells what begins with a SEQUENCE: what is signed, or the algorithm of a key.
func kindByBody(es []Element) Kind {
	body := new(Elements).Of(es[0].Content)
	if len(body) == 0 {
		return UnknownKind
	}
	tags := shape(es[0].Content)
	if kind := kindByParts(es, body, tags); kind != UnknownKind {
		return kind
	}
	switch {
	case body[0].Tag == TagOID && len(es) == 2 && es[1].Tag == TagOctetString:
		return PrivateKind // EncryptedPrivateKeyInfo
	case body[0].Tag == TagOID && len(es) == 2 && es[1].Tag == tagBitString:
		return PublicKind
	case body[0].Tag == TagExplicit0:
		return CertificateKind
	case tags == "\x02\x30\x30\xa0", tags == "\x02\x30\x30":
		return RequestKind
	case len(tags) == 4 && tags[3] == TagSequence && tags[0] == TagInteger:
		return CertificateKind // version 1
	case len(tags) >= 3 && (tags[2] == tagUTCTime || tags[2] == tagTime ||
		len(tags) == 4 && (tags[3] == tagUTCTime || tags[3] == tagTime)):
		return ListKind
	}
	return UnknownKind
}

// kindByParts tells what people take for certificates, and what has a SEQUENCE in front as these do.
func kindByParts(es, body []Element, tags string) Kind {
	switch {
	case len(es) == 2 && tags == "\x30\x04" && shape(es[1].Content) == "\x30\x30\x04":
		return KeyStoreKind // what is encrypted, and how its integrity is kept
	case len(es) == 2 && body[0].Tag == TagInteger && KindOf(es[1]) == MessageKind:
		return TimestampKind
	}
	for _, list := range body { // behind a version and a name
		first := new(Elements).Of(list.Content)
		if list.Tag != TagSequence || len(first) == 0 {
			continue
		}
		if id := new(Elements).Of(first[0].Content); len(id) > 0 && shape(id[0].Content) == "\x30\x04\x04\x02" {
			return QueryKind
		}
	}
	return UnknownKind
}

// shape gives the tags of the first elements of content, up to four.
func shape(content []byte) string {
	var tags [4]byte
	es := new(Elements).Of(content)
	for i := range es {
		tags[i] = es[i].Tag
	}
	return string(tags[:len(es)])
}
