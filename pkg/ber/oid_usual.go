package ber

import "encoding/asn1"

// usual are object identifiers that nearly every certificate has, by their content: those of PSD2 and of its
// statements (TS 119 495, EN 319 412-5), of policies, usages, names and places (RFC 5280). Sorted.
var usual = [...]struct {
	der string
	id  asn1.ObjectIdentifier
}{
	{"\x04\x00\x81\x98\x27\x01\x01", asn1.ObjectIdentifier{0, 4, 0, 19495, 1, 1}},
	{"\x04\x00\x81\x98\x27\x01\x02", asn1.ObjectIdentifier{0, 4, 0, 19495, 1, 2}},
	{"\x04\x00\x81\x98\x27\x01\x03", asn1.ObjectIdentifier{0, 4, 0, 19495, 1, 3}},
	{"\x04\x00\x81\x98\x27\x01\x04", asn1.ObjectIdentifier{0, 4, 0, 19495, 1, 4}},
	{"\x04\x00\x81\x98\x27\x02", asn1.ObjectIdentifier{0, 4, 0, 19495, 2}},
	{"\x04\x00\x81\x98\x27\x03\x01", asn1.ObjectIdentifier{0, 4, 0, 19495, 3, 1}},
	{"\x04\x00\x8b\xec\x40\x01\x04", asn1.ObjectIdentifier{0, 4, 0, 194112, 1, 4}},
	{"\x04\x00\x8b\xec\x40\x01\x05", asn1.ObjectIdentifier{0, 4, 0, 194112, 1, 5}},
	{"\x04\x00\x8b\xec\x40\x01\x06", asn1.ObjectIdentifier{0, 4, 0, 194112, 1, 6}},
	{"\x04\x00\x8b\xec\x49\x01\x02", asn1.ObjectIdentifier{0, 4, 0, 194121, 1, 2}},
	{"\x04\x00\x8e\x46\x01\x01", asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 1}},
	{"\x04\x00\x8e\x46\x01\x02", asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 2}},
	{"\x04\x00\x8e\x46\x01\x03", asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 3}},
	{"\x04\x00\x8e\x46\x01\x04", asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 4}},
	{"\x04\x00\x8e\x46\x01\x05", asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 5}},
	{"\x04\x00\x8e\x46\x01\x06", asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 6}},
	{"\x04\x00\x8e\x46\x01\x06\x03", asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 6, 3}},
	{"\x04\x00\x8e\x46\x01\x07", asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 7}},
	{"\x04\x00\x8f\x7a\x01\x04", asn1.ObjectIdentifier{0, 4, 0, 2042, 1, 4}},
	{"\x04\x00\x8f\x7a\x01\x07", asn1.ObjectIdentifier{0, 4, 0, 2042, 1, 7}},
	{"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01", asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 1}},
	{"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0b", asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 11}},
	{"\x2b\x06\x01\x04\x01\x82\x37\x3c\x02\x01\x02", asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 311, 60, 2, 1, 2}},
	{"\x2b\x06\x01\x04\x01\x82\x37\x3c\x02\x01\x03", asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 311, 60, 2, 1, 3}},
	{"\x2b\x06\x01\x05\x05\x07\x02\x01", asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 2, 1}},
	{"\x2b\x06\x01\x05\x05\x07\x02\x02", asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 2, 2}},
	{"\x2b\x06\x01\x05\x05\x07\x03\x01", asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 3, 1}},
	{"\x2b\x06\x01\x05\x05\x07\x03\x02", asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 3, 2}},
	{"\x2b\x06\x01\x05\x05\x07\x03\x09", asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 3, 9}},
	{"\x2b\x06\x01\x05\x05\x07\x0b\x02", asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 11, 2}},
	{"\x2b\x06\x01\x05\x05\x07\x30\x01", asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 48, 1}},
	{"\x2b\x06\x01\x05\x05\x07\x30\x02", asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 48, 2}},
	{"\x55\x04\x03", asn1.ObjectIdentifier{2, 5, 4, 3}},
	{"\x55\x04\x05", asn1.ObjectIdentifier{2, 5, 4, 5}},
	{"\x55\x04\x06", asn1.ObjectIdentifier{2, 5, 4, 6}},
	{"\x55\x04\x07", asn1.ObjectIdentifier{2, 5, 4, 7}},
	{"\x55\x04\x08", asn1.ObjectIdentifier{2, 5, 4, 8}},
	{"\x55\x04\x09", asn1.ObjectIdentifier{2, 5, 4, 9}},
	{"\x55\x04\x0a", asn1.ObjectIdentifier{2, 5, 4, 10}},
	{"\x55\x04\x0b", asn1.ObjectIdentifier{2, 5, 4, 11}},
	{"\x55\x04\x0f", asn1.ObjectIdentifier{2, 5, 4, 15}},
	{"\x55\x04\x11", asn1.ObjectIdentifier{2, 5, 4, 17}},
	{"\x55\x04\x61", asn1.ObjectIdentifier{2, 5, 4, 97}},
	{"\x55\x1d\x20\x00", asn1.ObjectIdentifier{2, 5, 29, 32, 0}},
	{"\x67\x81\x0c\x01\x01", asn1.ObjectIdentifier{2, 23, 140, 1, 1}},
	{"\x67\x81\x0c\x01\x02\x02", asn1.ObjectIdentifier{2, 23, 140, 1, 2, 2}},
	{"\x67\x81\x0c\x03\x01", asn1.ObjectIdentifier{2, 23, 140, 3, 1}},
}

// usualOID gives an identifier of the table, which is not to be written to; nil: it is none.
func usualOID(content []byte) asn1.ObjectIdentifier {
	from, to := 0, len(usual)
	for from < to {
		if middle := (from + to) / 2; usual[middle].der < string(content) {
			from = middle + 1
		} else {
			to = middle
		}
	}
	if from < len(usual) && usual[from].der == string(content) {
		return usual[from].id
	}
	return nil
}
