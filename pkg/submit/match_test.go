package submit

import (
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"qwac/internal/testpki"
)

func TestIs(t *testing.T) {
	cert := testpki.Clean().Leaf.X509()
	other := testpki.NewLeaf(func(s *testpki.Spec) { s.Key.Name = "other" }).Leaf.X509()
	serial, id := cert.SerialNumber, cert.SubjectKeyId
	const issuer = "CN=Fixture Trust Qualified Web CA 1,O=Fixture Trust Services ApS,C=DK"
	colons := func(b []byte) string {
		return strings.ReplaceAll(strings.TrimSpace(fmt.Sprintf("% X", b)), " ", ":")
	}
	base := CertificateInfo{SerialNumber: serial.String(), SubjectKeyID: colons(id), Issuer: issuer}
	with := func(edit func(*CertificateInfo)) CertificateInfo {
		i := base
		edit(&i)
		return i
	}
	serialAs := func(s string) CertificateInfo { return with(func(i *CertificateInfo) { i.SerialNumber = s }) }
	keyAs := func(s string) CertificateInfo { return with(func(i *CertificateInfo) { i.SubjectKeyID = s }) }
	issuerAs := func(s string) CertificateInfo { return with(func(i *CertificateInfo) { i.Issuer = s }) }
	for _, tt := range []struct {
		name string
		info CertificateInfo
		want bool
	}{
		{"documented form", base, true},
		{"serial in hexadecimal", serialAs(serial.Text(16)), true},
		{"serial in upper case", serialAs(strings.ToUpper(serial.Text(16))), true},
		{"serial with colons", serialAs(colons(serial.Bytes())), true},
		{"serial with a leading zero octet", serialAs("00:" + colons(serial.Bytes())), true},
		{"serial with 0x", serialAs("0x" + serial.Text(16)), true},
		{"serial with blanks", serialAs(" " + serial.String() + "\n"), true},
		{"another serial", serialAs(other.SerialNumber.String()), false},
		{"negative serial", serialAs("-" + serial.String()), false},
		{"no serial", serialAs(""), false},
		{"serial without end", serialAs(strings.Repeat("0", 1000) + serial.String()), false},
		{"serial in words", serialAs("twelve"), false},
		{"key identifier in lower case", keyAs(strings.ToLower(colons(id))), true},
		{"key identifier without colons", keyAs(fmt.Sprintf("%x", id)), true},
		{"key identifier of openssl", keyAs("keyid:" + colons(id)), true},
		{"key identifier in base64", keyAs(base64.StdEncoding.EncodeToString(id)), true},
		{"key identifier with its octet string", keyAs(fmt.Sprintf("0414%x", id)), true},
		{"another key identifier", keyAs(colons(other.SubjectKeyId)), false},
		{"the beginning of the key identifier", keyAs(colons(id[:10])), false},
		{"no key identifier", keyAs(""), true},
		{"no issuer", issuerAs(""), true},
		{"neither", with(func(i *CertificateInfo) { i.SubjectKeyID, i.Issuer = "", "" }), false},
		{"an issuer that nobody can read, no key identifier", with(func(i *CertificateInfo) {
			i.SubjectKeyID, i.Issuer = "", "the CA"
		}), false},
		{"issuer in another order", issuerAs("C=DK, O=Fixture Trust Services ApS, CN=Fixture Trust Qualified Web CA 1"),
			true},
		{"issuer as openssl prints it", issuerAs("C = DK, O = Fixture Trust Services ApS, organizationIdentifier = " +
			"VATDK-98240617, CN = Fixture Trust Qualified Web CA 1"), true},
		{"issuer as old openssl prints it",
			issuerAs("/C=DK/O=Fixture Trust Services ApS/CN=Fixture Trust Qualified Web CA 1"), true},
		{"issuer as Go prints it", issuerAs(cert.Issuer.String()), true},
		{"issuer as Java prints it", issuerAs("OID.2.5.4.97=VATDK-98240617, CN=\"Fixture Trust Qualified Web CA 1\", " +
			"O=Fixture Trust  services APS, C=DK"), true},
		{"issuer with several attributes in one",
			issuerAs("CN=Fixture Trust Qualified Web CA 1+2.5.4.97=VATDK-98240617,C=DK"), true},
		{"another issuer", issuerAs("CN=Fixture Trust Qualified Web CA 2,O=Fixture Trust Services ApS,C=DK"), false},
		{"issuer with attributes that nobody knows", issuerAs("UID=x,C=DK"), true},
		{"another issuer by number", issuerAs("2.5.4.97=#0c0e56415444452d3938323430363137"), false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.info.Is(cert); got != tt.want {
				t.Errorf("got %t for %+v", got, tt.info)
			}
		})
	}
	details := ClientDetails{CertificateChains: []CertificateChain{{},
		{Certificates: []CertificateInfo{serialAs("1"), base}}}}
	if !details.Has(cert) || details.Has(other) {
		t.Error("Has is not right")
	}
}

func TestSerialIsBothDecimalAndHexadecimal(t *testing.T) {
	for _, serial := range []int64{0x12345678, 12345678} {
		cert := &x509.Certificate{SubjectKeyId: []byte{1}}
		cert.SerialNumber = big.NewInt(serial)
		if !(CertificateInfo{SerialNumber: "12345678", SubjectKeyID: "01"}).Is(cert) {
			t.Errorf("12345678 is not %d", serial)
		}
	}
	cert := &x509.Certificate{SubjectKeyId: []byte{1}, SerialNumber: big.NewInt(-5)}
	if !(CertificateInfo{SerialNumber: "-05", SubjectKeyID: "01"}).Is(cert) {
		t.Error("-05 is not -5")
	}
}

func TestSplitName(t *testing.T) {
	for _, tt := range []struct {
		name string
		want []attribute
	}{
		{"", nil},
		{"nothing", nil},
		{`CN=a\, b,O="c, d",OU=e`, []attribute{{"CN", "a, b"}, {"O", "c, d"}, {"OU", "e"}}},
		{"O=Foo, Inc,C=DK", []attribute{{"O", "Foo, Inc"}, {"C", "DK"}}},
		{"/O=Foo A/S/C=DK", []attribute{{"O", "Foo A/S"}, {"C", "DK"}}},
		{`O=L\C3\A6ge\2CX\\`, []attribute{{"O", `Læge,X\`}}},
		{`2.5.4.10=#0c03466f6f`, []attribute{{"2.5.4.10", "Foo"}}},
		{`O=#0c04466f6f`, []attribute{{"O", "#0c04466f6f"}}},
		{"O=a=b; C = DK", []attribute{{"O", "a=b"}, {"C", "DK"}}},
		{`O=\`, []attribute{{"O", `\`}}},
		{`O="`, []attribute{{"O", `"`}}},
	} {
		if diff := cmp.Diff(tt.want, splitName(tt.name), cmp.AllowUnexported(attribute{})); diff != "" {
			t.Errorf("%q (-want +got):\n%s", tt.name, diff)
		}
	}
}

// No text makes the comparison fail, and a name as the standard library prints it is always equal to itself.
func FuzzCompareName(f *testing.F) {
	f.Add(`CN=a\, b,O="c, d",OU=e`)
	f.Add("/O=Foo A/S/C=DK")
	cert := testpki.Clean().Leaf.X509()
	f.Fuzz(func(t *testing.T, s string) {
		compareName(s, cert.Issuer.Names)
		(CertificateInfo{SerialNumber: s, SubjectKeyID: s, Issuer: s}).Is(cert)
		name := cert.Issuer
		name.Organization = []string{strings.ToValidUTF8(s, "x")}
		seq := name.ToRDNSequence()
		name.Names = nil
		for _, set := range seq {
			name.Names = append(name.Names, set...)
		}
		// A line end inside a value cannot be told from one between attributes: programs write names in lines, and
		// escape none.
		if len(s) < 1000 && !strings.HasPrefix(s, "#") && strings.TrimSpace(s) == s && !strings.Contains(s, "\n") {
			if _, differ := compareName(seq.String(), name.Names); differ {
				t.Errorf("%q differs from itself", seq.String())
			}
		}
	})
}

func TestCertificateInfoJSON(t *testing.T) {
	const text = `{"subject":"s","subjectKeyId":"AA","issuer":"i","serialNumber":%s,` +
		`"notBefore":"2023-01-01T00:00:00Z","notAfter":%s}`
	at := time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		serial, notAfter string
		want             CertificateInfo
	}{
		{`"0A"`, `"2023-01-01T02:00:00.0+02:00"`, CertificateInfo{"s", "AA", "i", "0A", at, at}},
		{`123456789012345678901234567890`, `"1 May 2026"`,
			CertificateInfo{"s", "AA", "i", "123456789012345678901234567890", at, time.Time{}}},
		{`null`, `17`, CertificateInfo{"s", "AA", "i", "", at, time.Time{}}},
	} {
		var got CertificateInfo
		err := json.Unmarshal(fmt.Appendf(nil, text, tt.serial, tt.notAfter), &got)
		if diff := cmp.Diff(tt.want, got); err != nil || diff != "" {
			t.Errorf("%v (-want +got):\n%s", err, diff)
		}
	}
	if err := json.Unmarshal([]byte(`{"serialNumber":{}}`), new(CertificateInfo)); err == nil {
		t.Error("a serial number that is an object: no error")
	}
}
