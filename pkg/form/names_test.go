package form

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"testing"

	"qwac/internal/testpki"
)

func TestNetworks(t *testing.T) {
	for octets, want := range map[string]bool{
		"\xc0\x00\x02\x00\xff\xff\xff\x00": true,
		"\xc0\x00\x02\x00\xff\xff\xf0\x00": true,
		"\xc0\x00\x02\x00\xff\xff\xff\xff": true,
		"\x00\x00\x00\x00\x00\x00\x00\x00": true,
		"\xc0\x00\x02\x00\xff\x00\xff\x00": false,
		"\xc0\x00\x02\x00\xff\xff\x0f\x00": false,
		"\xc0\x00\x02\x00\xff\xff\xa0\x00": false,
		"\xc0\x00\x02\x00":                 false,
	} {
		if got := validNetwork(octets); got != want {
			t.Errorf("%x: %v, want %v", octets, got, want)
		}
	}
}

// TestAltNamesAsGo holds what is said of a name in subjectAltName and nameConstraints beside crypto/x509.
func TestAltNamesAsGo(t *testing.T) {
	var texts []string
	for c := range 256 {
		texts = append(texts, "a"+string([]byte{byte(c)})+"b.example", "https://a"+string([]byte{byte(c)})+".example/")
	}
	texts = append(texts, "", "a", ".a", "..a", "a.", "a..b", ".", "192.0.2.1", "2001:db8::1", "a@b.example",
		"@b.example", "a@", "a@b..example", "https://a.example/", "https:///a", "https://a..example/", "urn:a",
		"https://[::1]/", "https://a.example:99/", "://")
	for _, text := range texts {
		for _, name := range []testpki.GeneralName{testpki.Email(text), testpki.DNS(text), testpki.URI(text)} {
			beside(t, testpki.SubjectAltName(name), name)
			beside(t, testpki.NameConstraints([]testpki.GeneralName{name}, nil), name)
		}
	}
	for n := range 34 {
		name := testpki.IP(make([]byte, n)...)
		beside(t, testpki.SubjectAltName(name), name)
		beside(t, testpki.NameConstraints(nil, []testpki.GeneralName{name}), name)
	}
}

// beside wants a remark where Go refuses a CA with an extension, and only there.
func beside(t *testing.T, e testpki.Extension, name []byte) {
	t.Helper()
	spec := testpki.Root()
	spec.Set(e)
	_, err := x509.ParseCertificate(testpki.Issue(spec, nil).DER)
	said := Extensions([]pkix.Extension{{Id: e.OID, Value: e.Value}})
	if (err != nil) != (len(said) > 0) {
		t.Errorf("%s, %q: Go says %v, we say %v", Field(e.OID.String()), name, err, said)
	}
}
