package dn_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"qwac/pkg/dn"
)

// named makes a name of types and values; a type that begins with + stands in the relative name before it.
func named(pairs ...string) pkix.RDNSequence {
	var name pkix.RDNSequence
	for i := 0; i < len(pairs); i += 2 {
		kind, joined := strings.CutPrefix(pairs[i], "+")
		var id asn1.ObjectIdentifier
		for part := range strings.SplitSeq(kind, ".") {
			n, _ := new(big.Int).SetString(part, 10)
			id = append(id, int(n.Int64()))
		}
		a := pkix.AttributeTypeAndValue{Type: id, Value: pairs[i+1]}
		if joined {
			name[len(name)-1] = append(name[len(name)-1], a)
			continue
		}
		name = append(name, pkix.RelativeDistinguishedNameSET{a})
	}
	return name
}

func names() []pkix.RDNSequence {
	return []pkix.RDNSequence{
		named("2.5.4.6", "DK", "2.5.4.10", "Fixture Payments ApS", "2.5.4.97", "PSDDK-DFSA-97351842", "2.5.4.3",
			"psd2.fixture-payments.example"),
		named("2.5.4.10", `Fix, "Pay" <A>; B\C`, "2.5.4.11", "#hash", "2.5.4.3", "trail "),
		named("2.5.4.8", "Région", "2.5.4.7", "Kø benhavn", "2.5.4.9", "Way 1", "2.5.4.17", "1000", "2.5.4.5", "12",
			"2.5.4.15", "Private Organization", "2.5.4.42", "Ann", "2.5.4.4", "Ox", "2.5.4.12", "Dr",
			"1.2.840.113549.1.9.1", "a@b.example"),
		named("0.9.2342.19200300.100.1.25", "example", "0.9.2342.19200300.100.1.1", "u1", "2.5.4.46", "q", "2.5.4.43",
			"X", "2.5.4.44", "Jr", "2.5.4.65", "p", "2.5.4.13", "d  two", "1.3.6.1.4.1.311.60.2.1.3", "DK", "2.5.4.41",
			"n", "2.5.4.3", " lead"),
		named("2.5.4.6", "DK", "+2.5.4.10", "Multi", "+2.5.4.3", "mv", "2.5.4.11", "é😀 a=b"),
	}
}

func encoded(t *testing.T, name pkix.RDNSequence) []byte {
	t.Helper()
	der, err := asn1.Marshal(name)
	if err != nil {
		t.Fatal(err)
	}
	return der
}

func text(all []dn.Rendering, style string) string {
	for _, r := range all {
		if r.Style == style {
			return r.Text
		}
	}
	return "no style " + style
}

func TestRenderings(t *testing.T) {
	all := dn.Renderings(encoded(t, names()[0]))
	for style, want := range map[string]string{
		"RFC 4514": "CN=psd2.fixture-payments.example,2.5.4.97=#1313505344444b2d444653412d3937333531383432," +
			"O=Fixture Payments ApS,C=DK",
		"OpenSSL 3": "C = DK, O = Fixture Payments ApS, organizationIdentifier = PSDDK-DFSA-97351842, " +
			"CN = psd2.fixture-payments.example",
		"OpenSSL oneline": "/C=DK/O=Fixture Payments ApS/organizationIdentifier=PSDDK-DFSA-97351842/" +
			"CN=psd2.fixture-payments.example",
		".NET": "CN=psd2.fixture-payments.example, OID.2.5.4.97=PSDDK-DFSA-97351842, O=Fixture Payments ApS, C=DK",
	} {
		if got := text(all, style); got != want {
			t.Errorf("%s: %q, want %q", style, got, want)
		}
	}
	if got := text(dn.Renderings(encoded(t, named("2.5.4.10", `a "b", c`))), ".NET"); got != `O="a ""b"", c"` {
		t.Errorf(".NET: %s", got)
	}
	for _, der := range [][]byte{nil, {0x30}, {0x30, 2, 5, 0}, {0x30, 4, 0x31, 2, 0x30, 0}, {4, 0}, {0x30, 0, 0}} {
		if got := dn.Renderings(der); got != nil {
			t.Errorf("%x: %v, want none", der, got)
		}
	}
}

// certificate is a file with a self-signed certificate of that name.
func certificate(t *testing.T, name pkix.RDNSequence) string {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour),
		RawSubject: encoded(t, name)}
	der, err := x509.CreateCertificate(rand.Reader, c, c, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "c.pem")
	if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// printed is the line of a program's output that begins with a text, without that text.
func printed(t *testing.T, begins string, command ...string) string {
	t.Helper()
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8", "JAVA_TOOL_OPTIONS=")
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %v", command, err)
	}
	for line := range bytes.Lines(out) {
		if rest, ok := strings.CutPrefix(string(line), begins); ok {
			return strings.TrimSuffix(rest, "\n")
		}
	}
	t.Fatalf("%v printed %s", command, out)
	return ""
}

// TestOpenSSL compares with what openssl prints. Its default changed in version 3.2.
func TestOpenSSL(t *testing.T) {
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("openssl is not installed")
	}
	version := printed(t, "OpenSSL ", "openssl", "version")
	for _, name := range names() {
		file := certificate(t, name)
		all := dn.Renderings(encoded(t, name))
		show := func(options ...string) string {
			return printed(t, "subject=", append([]string{"openssl", "x509", "-in", file, "-noout", "-subject"},
				options...)...)
		}
		if got := show("-nameopt", "oneline"); got != text(all, "OpenSSL 3") {
			t.Errorf("OpenSSL %s prints %s, we write %s", version, got, text(all, "OpenSSL 3"))
		}
		if got := show("-nameopt", "RFC2253"); got != text(all, "OpenSSL RFC2253") {
			t.Errorf("OpenSSL %s prints %s, we write %s", version, got, text(all, "OpenSSL RFC2253"))
		}
		if got := show("-nameopt", "compat"); got != text(all, "OpenSSL oneline") {
			t.Errorf("OpenSSL %s prints %s, we write %s", version, got, text(all, "OpenSSL oneline"))
		}
	}
}

// TestKeytool compares with what Java prints.
func TestKeytool(t *testing.T) {
	if _, err := exec.LookPath("keytool"); err != nil {
		t.Skip("keytool is not installed")
	}
	for _, name := range names() {
		got := printed(t, "Owner: ", "keytool", "-J-Duser.language=en", "-J-Dstdout.encoding=UTF-8",
			"-printcert", "-file", certificate(t, name))
		if want := text(dn.Renderings(encoded(t, name)), "Java toString"); got != want {
			t.Errorf("Java prints %s, we write %s", got, want)
		}
	}
}

func FuzzRenderings(f *testing.F) {
	for _, name := range names() {
		der, err := asn1.Marshal(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(der)
	}
	f.Fuzz(func(t *testing.T, der []byte) {
		all := dn.Renderings(der)
		if all == nil {
			return
		}
		for _, r := range all {
			escapes := strings.HasPrefix(r.Style, "OpenSSL") && r.Style != "OpenSSL 3.2"
			if escapes && strings.ContainsAny(r.Text, "\n\x00") {
				t.Errorf("%s: %q", r.Style, r.Text)
			}
		}
	})
}
