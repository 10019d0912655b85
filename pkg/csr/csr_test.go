package csr_test

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	randv2 "math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"qwac/pkg/ber"
	"qwac/pkg/csr"
	"qwac/pkg/eidas"
	"qwac/pkg/ident"
)

func good(edit func(*csr.Request)) *csr.Request {
	r := &csr.Request{
		Kind: csr.QWAC, Organization: "Fixture Payments ApS", OrganizationIdentifier: "PSDDK-DFSA-12345", Country: "DK",
		DNSNames: []string{"psd2.fixture-payments.example", "api.fixture-payments.example"},
		Roles:    []ident.Role{"PSP_AI", "PSP_PI"}, NCAID: "DK-DFSA",
	}
	if edit != nil {
		edit(r)
	}
	return r
}

func newKey(t *testing.T) crypto.Signer {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// signed is the request as crypto/x509 reads it back.
func signed(t *testing.T, r *csr.Request, key crypto.Signer) *x509.CertificateRequest {
	t.Helper()
	der, err := r.Sign(key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificateRequest(der)
	if err != nil {
		t.Fatal(err)
	}
	if err := parsed.CheckSignature(); err != nil {
		t.Error(err)
	}
	return parsed
}

// decoded is the eIDAS part of a request, read by the decoder of certificates.
func decoded(r *x509.CertificateRequest) *eidas.Info {
	return eidas.Decode(&x509.Certificate{Subject: r.Subject, RawSubject: r.RawSubject, Extensions: r.Extensions})
}

func TestSign(t *testing.T) {
	key := newKey(t)
	r := signed(t, good(nil), key)
	want := "C=DK, O=Fixture Payments ApS, organizationIdentifier=PSDDK-DFSA-12345, CN=psd2.fixture-payments.example"
	if got := ber.DN(r.RawSubject); got != want {
		t.Errorf("subject %s, want %s", got, want)
	}
	if diff := cmp.Diff(good(nil).DNSNames, r.DNSNames); diff != "" {
		t.Error(diff)
	}
	info := decoded(r)
	if len(info.Faults) > 0 || info.PSD2 == nil || info.PSD2.NCAID != "DK-DFSA" ||
		info.PSD2.NCAName != "Danish Financial Supervisory Authority" {
		t.Errorf("statements %+v, faults %v", info.PSD2, info.Faults)
	}
	seal := signed(t, good(func(r *csr.Request) { r.Kind = csr.QSealC }), key)
	if len(seal.DNSNames) > 0 || seal.Subject.CommonName != "Fixture Payments ApS" {
		t.Errorf("a seal for %v, %s", seal.DNSNames, seal.Subject)
	}
	if got := decoded(seal).Types; len(got) != 1 || eidas.TypeName(got[0]) != "eseal" {
		t.Errorf("types %v", got)
	}
}

// randomRequests are requests of both kinds for every current authority of the EEA, with random sets of roles and
// names, in random order.
func randomRequests(n int) (all []*csr.Request) {
	var authorities []string
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			if nca, ok := ident.CurrentNCA(string(a) + string(b)); ok {
				authorities = append(authorities, nca.ID)
			}
		}
	}
	roles := []ident.Role{"PSP_AS", "PSP_PI", "PSP_AI", "PSP_IC"}
	names := []string{"Fixture Payments ApS", `Sm. "R" #1 $x \ 'y' Ærø, A+B`, "ΑΒΓ Πληρωμές Α.Ε.", "Плащания ООД",
		"A=B;C<D>", "é"}
	for i := range max(n, len(authorities)) {
		all = append(all, good(func(r *csr.Request) {
			r.Kind = []csr.Kind{csr.QWAC, csr.QSealC}[randv2.IntN(2)]
			r.NCAID = authorities[i%len(authorities)]
			r.Organization = names[randv2.IntN(len(names))]
			r.OrganizationIdentifier = "PSD" + r.NCAID + "-" + rand.Text()[:8]
			r.Roles = slices.Clone(roles[:1+randv2.IntN(len(roles))])
			randv2.Shuffle(len(r.Roles), func(i, j int) { r.Roles[i], r.Roles[j] = r.Roles[j], r.Roles[i] })
			randv2.Shuffle(len(roles), func(i, j int) { roles[i], roles[j] = roles[j], roles[i] })
		}))
	}
	return all
}

// TestRandom reads back whatever roles, authority and names a request has.
func TestRandom(t *testing.T) {
	key := newKey(t)
	seen := map[string]bool{}
	for _, r := range randomRequests(200) {
		if faults := r.Faults(); len(faults) > 0 {
			t.Fatalf("%s: %v", r.NCAID, faults)
		}
		info := decoded(signed(t, r, key))
		name, _ := ident.LookupNCA(r.NCAID)
		if diff := cmp.Diff(ident.SortedRoles(r.Roles), info.Roles()); diff != "" || len(info.Faults) > 0 ||
			info.PSD2.NCAID != r.NCAID || info.PSD2.NCAName != name.Name || info.Readings() != nil {
			t.Errorf("%v %s: %s, faults %v", r.Roles, r.NCAID, diff, info.Faults)
		}
		seen[r.NCAID], seen[ident.JoinRoles(ident.SortedRoles(r.Roles))] = true, true
	}
	if len(seen) < 30+10 { // authorities, and the 15 sets of roles
		t.Errorf("%d authorities and sets of roles", len(seen))
	}
}

// TestOthersRead has openssl and GnuTLS verify requests for every authority, and show the names in them.
func TestOthersRead(t *testing.T) {
	dir := t.TempDir()
	other, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	keys := []crypto.Signer{newKey(t), other}
	for _, tool := range []struct {
		name    string
		command []string
		says    string
	}{
		{"openssl", []string{"openssl", "req", "-in", "mine.pem", "-verify", "-text", "-noout"}, "verify OK"},
		{"certtool", []string{"certtool", "--crq-info", "--infile", "mine.pem"}, "Self signature: verified"},
	} {
		t.Run(tool.name, func(t *testing.T) {
			if _, err := exec.LookPath(tool.name); err != nil {
				t.Skipf("%s is not installed", tool.name)
			}
			for i, r := range randomRequests(0) {
				write(t, filepath.Join(dir, "mine.pem"), "CERTIFICATE REQUEST", signed(t, r, keys[i%len(keys)]).Raw)
				out := run(t, dir, tool.command...)
				// GnuTLS does not know the attribute, and shows its value as it is encoded
				shown := strings.Contains(out, r.OrganizationIdentifier) ||
					strings.Contains(out, fmt.Sprintf("%x", r.OrganizationIdentifier))
				if !shown || !strings.Contains(out, tool.says) {
					t.Errorf("%s says nothing of %q or of the identifier %s:\n%s", tool.name, tool.says,
						r.OrganizationIdentifier, out)
				}
			}
		})
	}
}

func TestFaults(t *testing.T) {
	if faults := good(nil).Faults(); faults != nil {
		t.Errorf("a good request has %v", faults)
	}
	for want, edit := range map[string]func(*csr.Request){
		"no legal name":              func(r *csr.Request) { r.Organization = " " },
		"is no country":              func(r *csr.Request) { r.Country = "Denmark" },
		"names the authority DE-BAF": func(r *csr.Request) { r.OrganizationIdentifier = "PSDDE-BAFIN-1" },
		"nothing follows":            func(r *csr.Request) { r.OrganizationIdentifier = "PSDDK-DFSA-" },
		"not in the EBA list":        func(r *csr.Request) { r.NCAID, r.OrganizationIdentifier = "DK-FSA", "VATDK-1" },
		"no role":                    func(r *csr.Request) { r.Roles = nil },
		"no role of TS":              func(r *csr.Request) { r.Roles = []ident.Role{"PSP_XX"} },
		"no DNS name: a QWAC":        func(r *csr.Request) { r.DNSNames = nil },
		"an IP address":              func(r *csr.Request) { r.DNSNames = []string{"192.0.2.1"} },
		"is no DNS name, want":       func(r *csr.Request) { r.DNSNames = []string{"https://a.example"} },
		"with a domain":              func(r *csr.Request) { r.DNSNames = []string{"localhost"} },
		"is no kind":                 func(r *csr.Request) { r.Kind = "tls" },
		"escape of HTML":             func(r *csr.Request) { r.Organization = "A &amp; B" },
		"at most 128":                func(r *csr.Request) { r.Locality = strings.Repeat("a", 129) },
		"at most 64":                 func(r *csr.Request) { r.CommonName = strings.Repeat("a", 65) },
		"none of the DNS names":      func(r *csr.Request) { r.CommonName = "other.example" },
		"a line break":               func(r *csr.Request) { r.Province = "a\nb" },
		"blank":                      func(r *csr.Request) { r.NCAName = " a" },
		"the character '*'":          func(r *csr.Request) { r.DNSNames = []string{"*.*.a.example"} },
		"domain .1":                  func(r *csr.Request) { r.DNSNames = []string{"a.1"} },
		"domain .local":              func(r *csr.Request) { r.DNSNames = []string{"a.local"} },
		"no encoded label":           func(r *csr.Request) { r.DNSNames = []string{"xn--a.example"} },
		"did you mean xn--":          func(r *csr.Request) { r.DNSNames = []string{"ærø.example"} },
		"anybody can register":       func(r *csr.Request) { r.DNSNames = []string{"*.co.uk"} },
		"ends with a dot":            func(r *csr.Request) { r.DNSNames = []string{"a.example."} },
	} {
		faults := good(edit).Faults()
		if !slices.ContainsFunc(faults, func(f csr.Fault) bool { return strings.Contains(f.Text, want) }) {
			t.Errorf("want %q, got %v", want, faults)
		}
	}
	for _, name := range []string{"a.example", "*.a.example", "xn--rksmrgs-5wao1o.example", "A-1.b.example"} {
		if faults := good(func(r *csr.Request) { r.DNSNames = []string{name} }).Faults(); faults != nil {
			t.Errorf("%s: %v", name, faults)
		}
	}
}

// run runs a program in a folder.
func run(t *testing.T, dir string, command ...string) string {
	t.Helper()
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %v\n%s", command, err, out)
	}
	return string(out)
}

func write(t *testing.T, file, label string, der []byte) {
	t.Helper()
	text := pem.EncodeToMemory(&pem.Block{Type: label, Bytes: der})
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
}

// hostile has a text in each value that is free.
func hostile(s string) func(*csr.Request) {
	return func(r *csr.Request) { r.Organization, r.Locality, r.Province, r.NCAName = s, s, s, s }
}

// TestOpenSSL has openssl verify requests, and make the same ones from their configurations.
func TestOpenSSL(t *testing.T) {
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("openssl is not installed")
	}
	for _, edit := range []func(*csr.Request){
		nil,
		func(r *csr.Request) {
			r.Kind, r.Roles = csr.QSealC, []ident.Role{"PSP_AS", "PSP_PI", "PSP_AI", "PSP_IC"}
		},
		func(r *csr.Request) {
			r.Organization, r.Locality, r.Province = `Sm. "R" #1 $x \ 'y' Ærø, A+B`, "Køge", "Sjælland"
		},
		func(r *csr.Request) {
			r.NCAID, r.NCAName = "FR-ACPR", `Autorité "de" contrôle, et: #x $y`
			r.OrganizationIdentifier = "PSDFR-ACPR-1"
		},
		hostile("`a` b`"), hostile("${x} $x $(x) $ENV::HOME"), hostile(`\n \t \\ \" \`), hostile(`a "b c`),
		hostile("# a ; b # c"), hostile("[subject] = x"), hostile("@names"), hostile("DER:00"), hostile("critical, x"),
		hostile("FORMAT:HEX,x"), hostile(".include x"), hostile("a=b+c/d,e"), hostile("'a' 'b"), hostile("Ærø 銀行 😀"),
		hostile("!x ^y %1 ~z"), hostile("copy"), hostile("x\\"), hostile("é"),
		func(r *csr.Request) { r.DNSNames = []string{"*.a.example", strings.Repeat("abcdefgh.", 9) + "example"} },
		func(r *csr.Request) { r.DNSNames = []string{strings.Repeat("abcdefgh.", 9) + "example"} },
	} {
		r, dir, key := good(edit), t.TempDir(), newKey(t)
		mine := signed(t, r, key)
		write(t, filepath.Join(dir, "mine.pem"), "CERTIFICATE REQUEST", mine.Raw)
		if out := run(t, dir, "openssl", "req", "-in", "mine.pem", "-verify", "-noout"); !strings.Contains(out, "OK") {
			t.Errorf("openssl says %s", out)
		}
		secret, err := x509.MarshalPKCS8PrivateKey(key)
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(dir, "key.pem"), "PRIVATE KEY", secret)
		if err := os.WriteFile(filepath.Join(dir, "c.cnf"), []byte(r.OpenSSLConfig()), 0o600); err != nil {
			t.Fatal(err)
		}
		run(t, dir, "openssl", "req", "-new", "-config", "c.cnf", "-key", "key.pem", "-outform", "DER", "-out",
			"its.der")
		der, err := os.ReadFile(filepath.Join(dir, "its.der"))
		if err != nil {
			t.Fatal(err)
		}
		same(t, mine, der)
	}
}

// same wants what is signed to be the same, to the bit.
func same(t *testing.T, mine *x509.CertificateRequest, der []byte) {
	t.Helper()
	its, err := x509.ParseCertificateRequest(der)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(mine.RawTBSCertificateRequest, its.RawTBSCertificateRequest) {
		t.Errorf("%s:\n%x, openssl makes\n%x", ber.DN(mine.RawSubject), mine.RawTBSCertificateRequest,
			its.RawTBSCertificateRequest)
	}
}
