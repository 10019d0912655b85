package revocation_test

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"qwac/internal/testpki"
	"qwac/pkg/revocation"
)

func TestParse(t *testing.T) {
	pki := testpki.Clean()
	list := testpki.CRL{Issuer: pki.Intermediate}
	response := testpki.OCSPResponse{Issuer: pki.Intermediate, Answers: []testpki.OCSPAnswer{{Cert: pki.Leaf}}}
	wrapped := func(der []byte) []byte {
		text := base64.StdEncoding.EncodeToString(der)
		return []byte(" " + text[:70] + "\r\n" + text[70:] + "\n")
	}
	repeated := func(block []byte, n int) []byte { return bytes.Repeat(block, n) }
	join := func(parts ...[]byte) []byte { return bytes.Join(parts, nil) }
	html := []byte("<!DOCTYPE html><title>404</title>")

	for _, tt := range []struct {
		name  string
		parse func(string, []byte) ([]*revocation.Evidence, error)
		data  []byte
		count int
		err   string
	}{
		{"list, DER", revocation.ParseCRL, list.DER(), 1, ""},
		{"list, PEM", revocation.ParseCRL, list.PEM(), 1, ""},
		{"list, PEM behind a byte order mark and text", revocation.ParseCRL,
			join([]byte("\ufeffList of today\n"), list.PEM()), 1, ""},
		{"list, base64", revocation.ParseCRL, wrapped(list.DER()), 1, ""},
		{"two lists and a certificate", revocation.ParseCRL, join(list.PEM(), pki.Leaf.PEM(), list.PEM()), 2, ""},
		{"response, DER", revocation.ParseOCSP, response.DER(), 1, ""},
		{"response, PEM", revocation.ParseOCSP, response.PEM(), 1, ""},
		{"response, base64", revocation.ParseOCSP, wrapped(response.DER()), 1, ""},
		{"failure", revocation.ParseOCSP, testpki.OCSPResponse{Failure: 3}.DER(), 1, ""},

		{"list, empty", revocation.ParseCRL, nil, 0, "it is empty"},
		{"response, empty", revocation.ParseOCSP, []byte(" \n"), 0, "it is empty"},
		{"web page", revocation.ParseCRL, html, 0,
			"it is a web page (HTML or XML), want DER, PEM or base64: was it really downloaded from that address?"},
		{"text", revocation.ParseOCSP, []byte("no such certificate"), 0, "it is neither DER nor PEM nor base64"},
		{"base64 of text", revocation.ParseOCSP, []byte("aGVsbG8="), 0, "it is neither DER nor PEM nor base64"},
		{"certificate as list", revocation.ParseCRL, pki.Leaf.PEM(), 0,
			`no block with "CRL" in its label; there is "CERTIFICATE"`},
		{"certificate as list, DER", revocation.ParseCRL, pki.Leaf.DER, 0,
			"it is a certificate, want a revocation list"},
		{"certificate as response, DER", revocation.ParseOCSP, pki.Leaf.DER, 0,
			"it is a certificate, want an OCSP response"},
		{"response as list", revocation.ParseCRL, response.DER(), 0, "it is an OCSP response, want a revocation list"},
		{"list as response", revocation.ParseOCSP, list.DER(), 0, "it is a revocation list, want an OCSP response"},
		{"broken PEM", revocation.ParseCRL, []byte(strings.Replace(string(list.PEM()), "-----END", "---END", 1)), 0,
			"its PEM blocks are broken"},
		{"half a list", revocation.ParseCRL, list.DER()[:100], 0, "no readable revocation list: malformed crl"},
		{"half a response", revocation.ParseOCSP, response.DER()[:100], 0,
			"no readable OCSP response: its structure is not that of RFC 6960, 4.2.1"},
		{"bytes behind a list", revocation.ParseCRL, join(list.DER(), []byte("\r\n")), 0,
			"no readable revocation list: 2 bytes behind the list"},
		{"bytes behind a response", revocation.ParseOCSP, join(response.DER(), []byte("\n")), 0,
			"no readable OCSP response: 1 byte behind the response"},
		{"a response twice", revocation.ParseOCSP, join(response.DER(), response.DER()), 0,
			fmt.Sprintf("no readable OCSP response: %d bytes behind the response", len(response.DER()))},
		{"a label that is not known", revocation.ParseCRL,
			[]byte("-----BEGIN QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo-----\nAAAA\n" +
				"-----END QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo-----\n"), 0,
			`no block with "CRL" in its label; there is one with a label that is not known here`},
		{"response without answers", revocation.ParseOCSP, testpki.OCSPResponse{Issuer: pki.Intermediate}.DER(), 0,
			"no readable OCSP response: it has no answer about any certificate"},
		{"success, and nothing else", revocation.ParseOCSP, testpki.Seq(testpki.TLV(10, []byte{0})), 0,
			"no readable OCSP response: it is successful by its status, but there is no answer in it (RFC 6960, " +
				"4.2.1)"},
		{"fraction of a second", revocation.ParseOCSP, bytes.ReplaceAll(response.DER(), []byte("20260831230000Z"),
			[]byte("202608312300.5Z")), 0, "no readable OCSP response: its thisUpdate is a GeneralizedTime with the " +
			"value \"202608312300.5Z\", want a GeneralizedTime of the form YYYYMMDDHHMMSSZ (RFC 6960, 4.2.2.1)"},
		{"request", revocation.ParseOCSP, testpki.Seq(testpki.Seq(testpki.Seq(testpki.Seq(testpki.Seq(
			testpki.Seq(), testpki.OctetString([]byte("name"))))))), 0, "it is an OCSP request, want an OCSP response"},
		{"list with a fraction of a second", revocation.ParseCRL, bytes.ReplaceAll(list.DER(), []byte("260831230000Z"),
			[]byte("2608312300.5Z")), 0, "no readable revocation list: its thisUpdate is the UTCTime " +
			"\"2608312300.5Z\", want the form YYMMDDHHMMSSZ or, from 2050 on, YYYYMMDDHHMMSSZ (RFC 5280, 5.1.2.4)"},
		{"list of version 1", revocation.ParseCRL, testpki.Seq(testpki.Seq(testpki.Seq(), testpki.Seq()),
			testpki.Seq()), 0, "no readable revocation list: it is a list of version 1, which cannot say what it " +
			"covers, want one of version 2 (RFC 5280, 5.1.2.1)"},
		{"too many lists", revocation.ParseCRL, repeated(list.PEM(), 21), 0, "it has more than 20 blocks of this kind"},
		{"list too large", revocation.ParseCRL, make([]byte, revocation.MaxCRL+1), 0, "it has more than 32 MiB"},
		{"response too large", revocation.ParseOCSP, make([]byte, revocation.MaxOCSP+1), 0, "it has more than 1 MiB"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tt.parse("file", tt.data)
			text := ""
			if err != nil {
				text = err.Error()
			}
			if diff := cmp.Diff(tt.err, text); diff != "" || len(got) != tt.count {
				t.Errorf("%d pieces, want %d (-want +got):\n%s", len(got), tt.count, diff)
			}
			for _, e := range got {
				if e.Source != "file" {
					t.Errorf("source %q", e.Source)
				}
			}
		})
	}
}
