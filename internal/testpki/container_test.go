package testpki

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/smallstep/pkcs7"
	"software.sslmate.com/src/go-pkcs12"
)

func TestPEM(t *testing.T) {
	c := Clean()
	var got [][]byte
	for block, rest := pem.Decode(c.PEM()); block != nil; block, rest = pem.Decode(rest) {
		got = append(got, block.Bytes)
	}
	if diff := cmp.Diff([][]byte{c.Leaf.DER, c.Intermediate.DER, c.Root.DER}, got); diff != "" {
		t.Errorf("blocks (-want +got):\n%s", diff)
	}
}

func TestPKCS7(t *testing.T) {
	c := Clean()
	block, _ := pem.Decode(PKCS7PEM(c.Root, c.Leaf))
	if !bytes.Equal(block.Bytes, PKCS7(c.Root, c.Leaf)) {
		t.Error("text and DER differ")
	}
	p7, err := pkcs7.Parse(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([][]byte{c.Root.DER, c.Leaf.DER}, raw(p7.Certificates)); diff != "" {
		t.Errorf("certificates (-want +got):\n%s", diff)
	}
}

func TestPKCS12(t *testing.T) {
	c := Clean()
	key, leaf, cas, err := pkcs12.DecodeChain(PKCS12(c, "secret"), "secret")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([][]byte{c.Leaf.DER, c.Intermediate.DER, c.Root.DER},
		raw(append([]*x509.Certificate{leaf}, cas...))); diff != "" {
		t.Errorf("certificates (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(c.Leaf.Key, key); diff != "" {
		t.Errorf("key (-want +got):\n%s", diff)
	}
}

func TestKeyAndRequest(t *testing.T) {
	leaf := Clean().Leaf
	block, _ := pem.Decode(leaf.KeyPEM())
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(any(leaf.Key), key); diff != "" {
		t.Errorf("key (-want +got):\n%s", diff)
	}
	block, _ = pem.Decode(leaf.RequestPEM())
	request, err := x509.ParseCertificateRequest(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	if err := request.CheckSignature(); err != nil {
		t.Error(err)
	}
	if !bytes.Equal(request.RawSubject, leaf.X509().RawSubject) {
		t.Error("the request has another subject")
	}
}

func raw(certs []*x509.Certificate) [][]byte {
	var out [][]byte
	for _, c := range certs {
		out = append(out, c.Raw)
	}
	return out
}
