package bundle

import (
	"bytes"
	"encoding/pem"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"qwac/internal/testpki"
	"qwac/pkg/ber"
	"qwac/pkg/cert"
	"qwac/pkg/lint"
	"qwac/pkg/unwrap"
)

// scanAll gives the certificates of a text, decoded, and its faults.
func scanAll(data []byte) (ders [][]byte, faults []lint.Fault) {
	var list faultList
	scan(newSource("f", data, nil, &list), &list, func(b block) bool {
		if b.class == certificateClass && b.data != nil {
			ders = append(ders, b.data)
		}
		return true
	})
	return ders, list.sorted()
}

func pemAll(data []byte) (ders [][]byte) {
	for {
		var b *pem.Block
		if b, data = pem.Decode(data); b == nil {
			return ders
		}
		if b.Type == certificateLabel {
			ders = append(ders, b.Bytes)
		}
	}
}

// FuzzScan wants: what has no fault, encoding/pem reads to the same bytes; and no key is ever shown.
func FuzzScan(f *testing.F) {
	clean := string(testpki.Clean().PEM())
	key := string(testpki.Clean().Leaf.KeyPEM())
	body := strings.Split(key, "\n")[1]
	for _, s := range []string{
		clean, key + clean, "\ufeff" + clean, indent(clean, "  "), strings.ReplaceAll(clean, "\n", `\n`),
		jsonOf(key + clean), joinLines("\r\n"), joinLines(" "),
		string(utf16Bytes(key, false, true)), strings.ReplaceAll(key, "-----", "—-"),
		strings.ReplaceAll(clean, "-----", "----"),
		"-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n",
		"text\n-----BEGIN CERTIFICATE-----\r\nMA A=\t\r\n-----END CERTIFICATE-----  \r\n",
		"-----BEGIN CERTIFICATE-----\nA: b\n\nMAA=\n-----END CERTIFICATE-----\n",
		"-----BEGIN A-----\nMAA=\n-----END A-----\n",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		ders, faults := scanAll(data)
		for _, fault := range faults {
			if strings.Contains(fault.Detail+fault.Hint, body[:16]) {
				t.Errorf("key shown: %+v", fault)
			}
		}
		if len(faults) > 0 {
			return
		}
		if diff := cmp.Diff(pemAll(data), ders); diff != "" {
			t.Errorf("encoding/pem differs (-pem +scan)\n%s", diff)
		}
	})
}

// FuzzParse wants each certificate to be a piece of the input, and to have the parts that rules rely on.
func FuzzParse(f *testing.F) {
	c := testpki.Clean()
	f.Add(c.Leaf.DER)
	f.Add(c.Root.DER)
	f.Add(testpki.PKCS7(c.Certs()...))
	f.Add(testpki.PKCS12(c, "secret"))
	f.Add(testpki.NewLeaf(func(s *testpki.Spec) { s.SPKI = testpki.BrainpoolSPKI("fuzz") }).Leaf.DER)
	f.Add(testpki.NewLeaf(func(s *testpki.Spec) {
		s.SPKI = testpki.RSASPKIWithoutNull(testpki.Modulus("fuzz", 2048), 3)
	}).Leaf.DER)
	f.Fuzz(func(t *testing.T, data []byte) {
		var b Bundle
		if err := b.Parse("f", data); err != nil {
			t.Fatal(err)
		}
		for _, cert := range b.Certs {
			if cert.Certificate == nil || cert.SerialNumber == nil || !unwrap.IsEmpty(data) && len(cert.Raw) == 0 {
				t.Fatalf("hollow certificate %+v", cert)
			}
			if data[0] == ber.TagSequence && !bytes.Contains(data, cert.Raw) {
				t.Errorf("the certificate is no piece of the input")
			}
		}
		lint.Run(&b, pemRules)
		var placed []cert.Placed
		for i, c := range b.Certs {
			placed = append(placed, cert.Placed{Cert: c, Where: lint.Where{Cert: i + 1}})
		}
		lint.Run(&cert.Subject{Path: placed}, cert.Rules()...)
	})
}

// TestScanClean compares with encoding/pem where both must agree.
func TestScanClean(t *testing.T) {
	clean := string(testpki.Clean().PEM())
	for _, data := range []string{clean, joinLines("\r\n"), joinLines(" \t\n"), joinLines("\n\n"), clean + clean} {
		ders, faults := scanAll([]byte(data))
		if diff := cmp.Diff(pemAll([]byte(data)), ders); diff != "" || len(faults) > 0 {
			t.Errorf("%v (-pem +scan)\n%s", faults, diff)
		}
	}
}

// TestScanAllocates wants the decoded bytes and little more to be allocated on clean input.
func TestScanAllocates(t *testing.T) {
	data := testpki.Clean().PEM()
	got := testing.AllocsPerRun(100, func() {
		var list faultList
		scan(newSource("f", data, nil, &list), &list, func(block) bool { return true })
	})
	want := testing.AllocsPerRun(100, func() { pemAll(data) })
	if got > want {
		t.Errorf("scan allocates %v times, encoding/pem %v times", got, want)
	}
}

func BenchmarkScan(b *testing.B) {
	data := testpki.Clean().PEM()
	b.Run("pem", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		b.ReportAllocs()
		for b.Loop() {
			pemAll(data)
		}
	})
	b.Run("scan", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		b.ReportAllocs()
		for b.Loop() {
			var list faultList
			scan(newSource("f", data, nil, &list), &list, func(block) bool { return true })
		}
	})
	b.Run("parse", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if err := new(Bundle).Parse("f", data); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func ExampleBundle_Parse() {
	var b Bundle
	text := "\ufeff" + string(testpki.Clean().PEM())
	if err := b.Parse("chain.pem", []byte(text)); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(len(b.Certs), "certificates")
	for _, f := range b.Faults {
		fmt.Printf("%s: %s: %s\n", f.At, f.Rule.ID, f.Detail)
	}
	// Output:
	// 3 certificates
	// chain.pem:1: pem-bom: a byte order mark stands before BEGIN
}
