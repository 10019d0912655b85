package form

import (
	"archive/zip"
	"bytes"
	"encoding/base64"

	"qwac/internal/cases/kit"
	"qwac/internal/testpki"
)

// pemWholeCases give files that are incomplete, that continue after their end, or that are of another kind inside
// base64.
func pemWholeCases() []kit.Case {
	clean := testpki.Clean()
	store, message, list := testpki.PKCS12(clean,
		""), testpki.PKCS7(clean.Certs()...), testpki.CRL{Issuer: clean.Intermediate}.DER()
	more := func(der []byte) []byte { return append(bytes.Clone(der), "\x00rest"...) }
	less := func(der []byte) []byte { return der[:len(der)-1] }
	return []kit.Case{
		{Name: "x509-trailing-data/behind PKCS#12", Files: only("chain.p12", more(store)),
			Want: []string{"pem-input-pkcs12", "x509-trailing-data"}},
		{Name: "x509-trailing-data/behind PKCS#7", Files: only("chain.p7b", more(message)),
			Want: []string{"pem-input-pkcs7", "x509-trailing-data"}},
		{Name: "x509-trailing-data/behind a certificate in DER", Files: instead(0, more(clean.Leaf.DER)),
			Want: []string{"pem-input-der", "x509-trailing-data"}},
		{Name: "x509-trailing-data/behind a revocation list", Files: withFile("ca.crl", more(list)),
			Want: []string{"pem-no-certificate", "x509-trailing-data"}},
		{Name: "x509-trailing-data/behind a key in DER", Files: withFile("leaf.key", more(keyDER())),
			Want: []string{"pem-private-key-present", "x509-trailing-data"}},

		{Name: "pem-input-pkcs12/cut short", Files: only("chain.p12", less(store)), Unfixable: true,
			Want: []string{"pem-input-pkcs12"}},
		{Name: "pem-input-pkcs7/cut short", Files: only("chain.p7b", less(message)), Unfixable: true,
			Want: []string{"pem-input-pkcs7"}},
		{Name: "pem-private-key-present/cut short", Files: withFile("leaf.key", less(keyDER())),
			Want: []string{"pem-private-key-present"}},
		{Name: "pem-no-certificate/a revocation list cut short", Files: withFile("ca.crl", less(list)),
			Want: []string{"pem-no-certificate"}},
		{Name: "x509-parse-failed/a certificate cut short", Files: instead(0, less(clean.Leaf.DER)),
			Want: []string{"x509-parse-failed"}},

		{Name: "pem-no-certificate/a ZIP archive in base64", Files: only("chain.b64", inLines(zipped(clean.PEM()))),
			Want: []string{"pem-no-certificate"}},
		{Name: "pem-no-certificate/a ZIP archive as a certificate",
			Files: withFirst(labelledBytes(zipped(clean.PEM()))), Want: []string{"pem-no-certificate"}},
		{Name: "pem-no-certificate/base64 of a certificate", Near: true, Files: bareLeaf,
			Want: []string{"pem-bad-boundary"}},
	}
}

// zipped is a stored ZIP archive with a file.
func zipped(data []byte) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	f, err := w.CreateHeader(&zip.FileHeader{Name: "chain.pem", Method: zip.Store})
	if err == nil {
		_, err = f.Write(data)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		panic("cases: ZIP: " + err.Error())
	}
	return b.Bytes()
}

// inLines is base64 in lines of 64 characters.
func inLines(data []byte) []byte {
	text := base64.StdEncoding.EncodeToString(data)
	var b bytes.Buffer
	for len(text) > 64 {
		b.WriteString(text[:64] + "\n")
		text = text[64:]
	}
	b.WriteString(text + "\n")
	return b.Bytes()
}

// labelledBytes are bytes between the boundaries of a certificate.
func labelledBytes(data []byte) []byte {
	return append(append([]byte(beginLine+"\n"), inLines(data)...), endLine+"\n"...)
}
