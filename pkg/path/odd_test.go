package path

import (
	"encoding/asn1"
	"slices"
	"strings"
	"testing"

	"qwac/internal/testpki"
)

// nameless is a leaf without a subject that constraints could apply to.
func nameless(extensions ...testpki.Extension) testpki.Spec {
	s := end(extensions...)
	s.Subject = testpki.Name{}
	return s
}

// TestOddNames has names and constraints in forms that people and attackers write. Permitted and excluded bases are
// parted by bars; "=" is an empty one.
func TestOddNames(t *testing.T) {
	long := strings.Repeat("a", 64) + ".example.com"
	kinds := []struct {
		make func(string) testpki.GeneralName
		rows []struct {
			permitted, excluded, san string
			valid                    bool
		}
	}{
		{testpki.DNS, []struct {
			permitted, excluded, san string
			valid                    bool
		}{
			{"EXAMPLE.com", "", "Foo.example.COM", true}, {"example.com", "", "fooexample.com", false},
			{"example.com", "", "example.com.", false}, {"example.com", "", "com", false}, {"=", "", "a.b", true},
			{"", "=", "a.b", false}, {"*.example.com", "", "a.example.com", false},
			{"example.com.", "", "a.example.com", false}, {"a..com", "", "x.com", false},
			{"example.com", "", "*.com", false}, {"", "example.com", "*.com", false},
			{"", "a.example.com", "*.example.com", false}, {"example.com", "a.example.com", "b.example.com", true},
			{"example.com|c.org", "", "b.example.com|c.org", true}, {"example.com", "", "b.example.com|c.org", false},
			{"example.com", "", "a..example.com", false}, {"example.com", "", ".example.com", false},
			{"example.com", "", "_x.example.com", true}, {"example.com", "", "a.example.com\x00.org", false},
			{"example.com", "", "org\x00.example.com", false}, {"example.com", "", "b\xc3\xbc.example.com", false},
			{"xn--bcher-kva.example", "", "www.XN--bcher-kva.example", true},
			{"example.com", "", " a.example.com", false},
			{"b\xc3\xbc.example", "", "www.xn--b-xga.example", false}, {"example.com", "", "", false},
			{"example.com", "", "*.*.example.com", false}, {"example.com", "", long, false},
			{"example.com", "", "10.0.0.1", false},
		}},
		{testpki.Email, []struct {
			permitted, excluded, san string
			valid                    bool
		}{
			{"example.com", "", "a@EXAMPLE.com", true}, {"", "a@example.com", "A@example.com", true},
			{"", "a@example.com", "\"a\"@example.com", false}, {"", "example.com", "\"x@y\"@example.com", false},
			{"example.org", "", "\"x@example.org\"@example.com", false}, {"example.com", "", "@example.com", false},
			{"example.com", "", "a@", false}, {"example.com", "", "a@b@example.com", false},
			{"example.com", "", "a b@example.com", false}, {"example.com", "", "a.@example.com", false},
			{"example.com", "", "a..b@example.com", false}, {"example.com", "", ".a@example.com", false},
			{"example.com", "", "a@example.com\x00", false}, {"example.com", "", "a\x00@example.com", false},
			{"example.com", "", "a\x7f@example.com", false}, {"example.com", "", "\"a\x00\"@example.com", false},
			{"example.com", "", "\"a\x7f\"@example.com", false}, {"example.com", "", "a+b=c@example.com", true},
			{"example.com", "", "<a@example.com>", false}, {"example.com", "", "a@[192.0.2.1]", false},
			{"=", "", "a@example.com", true}, {"", "=", "a@example.com", false},
			{"*.example.com", "", "a@b.example.com", false}, {"", "example.org", "\"a b\"@example.com", true},
			{"", "example.org", "\"a@example.com", false},
		}},
		{testpki.URI, []struct {
			permitted, excluded, san string
			valid                    bool
		}{
			{"example.com", "", "HTTPS://user:pw@EXAMPLE.com:80/x?y#z", true},
			{"example.com", "", "mailto:a@example.com", false}, {"example.com", "", "https:///example.com", false},
			{"example.com", "", "https://example.com@evil.org/", false},
			{"example.com", "", "https://evil.org\\@example.com/", false},
			{"", "example.com", "https://[2001:db8::1]/", false}, {"", "example.com", "https://192.0.2.1/", false},
			{"", ".example.com", "https://example.com/", true}, {"192.0.2.1", "", "https://192.0.2.1/", false},
			{"https://example.com", "", "https://example.com/", false}, {"example.com", "", "example.com", false},
			{"example.com", "", "https://example.com.", false},
		}},
	}
	for _, kind := range kinds {
		list := func(text string) (names []testpki.GeneralName) {
			for s := range strings.SplitSeq(text, "|") {
				names = append(names, kind.make(strings.TrimPrefix(s, "=")))
			}
			return names[:len(names):len(names)]
		}
		for _, row := range kind.rows {
			var permitted, excluded []testpki.GeneralName
			if row.permitted != "" {
				permitted = list(row.permitted)
			}
			if row.excluded != "" {
				excluded = list(row.excluded)
			}
			specs := []testpki.Spec{testpki.Root(), under("A", testpki.NameConstraints(permitted, excluded)),
				nameless(testpki.SubjectAltName(list(row.san)...))}
			if got := verdictOf(t, stack(specs...), Terms{Strict: true}); (got == nil) != row.valid {
				t.Errorf("%q under %q but %q: %v", row.san, row.permitted, row.excluded, got)
			}
		}
	}
}

// TestOddHosts has names that are wanted, and what does and does not stand for them (RFC 6125, 6.4, and RFC 9525).
func TestOddHosts(t *testing.T) {
	six := append([]byte{0x20, 1, 0xd, 0xb8}, make([]byte, 12)...)
	mapped := append(append(make([]byte, 10), 255, 255), 192, 0, 2, 1)
	for _, row := range []struct {
		san   testpki.GeneralName
		kind  NameKind
		want  string
		valid bool
	}{
		{testpki.DNS("EXAMPLE.com"), DNSName, "example.COM.", true},
		{testpki.DNS("example.com."), DNSName, "example.com", false},
		{testpki.DNS("*.example.com"), DNSName, "A.Example.com", true},
		{testpki.DNS("*.example.com"), DNSName, "a.b.example.com", false},
		{testpki.DNS("*.example.com"), DNSName, "example.com", false},
		{testpki.DNS("*.example.com"), DNSName, ".example.com", false},
		{testpki.DNS("*.example.com"), DNSName, "*.example.com", false},
		{testpki.DNS("f*.example.com"), DNSName, "foo.example.com", false},
		{testpki.DNS("a.*.com"), DNSName, "a.b.com", false}, {testpki.DNS("*.*.com"), DNSName, "a.b.com", false},
		{testpki.DNS("*"), DNSName, "localhost", false}, {testpki.DNS("*."), DNSName, "a.", false},
		{testpki.DNS("xn--*.example.com"), DNSName, "xn--a.example.com", false},
		{testpki.DNS("example.com\x00.org"), DNSName, "example.com", false},
		{testpki.DNS("192.0.2.1"), DNSName, "192.0.2.1", false},
		{testpki.DNS("*.0.2.1"), DNSName, "192.0.2.1", false},
		{testpki.DNS(""), DNSName, "", false}, {testpki.DNS("example.com"), DNSName, "example.com..", false},
		{testpki.URI("https://example.com"), DNSName, "example.com", false},
		{testpki.IP(192, 0, 2, 1), IPAddress, "192.0.2.1", true},
		{testpki.IP(192, 0, 2, 1), DNSName, "192.0.2.1", true},
		{testpki.IP(192, 0, 2, 1), IPAddress, "::ffff:192.0.2.1", false},
		{testpki.IP(mapped...), IPAddress, "192.0.2.1", false},
		{testpki.IP(six...), IPAddress, "2001:0DB8:0:0:0:0:0:0", true},
		{testpki.IP(six...), IPAddress, "2001:db8::%eth0", false},
		{testpki.IP(192, 0, 2, 1), IPAddress, "192.0.02.1", false}, {testpki.IP(192, 0, 2, 1), IPAddress, "", false},
		{testpki.Email("a@example.com"), MailAddress, "a@EXAMPLE.com", true},
		{testpki.Email("a@example.com"), MailAddress, "A@example.com", false},
		{testpki.Email("a@example.com"), MailAddress, "example.com", false},
		{testpki.Email("*@example.com"), MailAddress, "a@example.com", false},
		{mailbox("ü@example.com"), MailAddress, "ü@example.com", true},
		{mailbox("ü@example.com"), MailAddress, "u@example.com", false},
	} {
		certs := stack(testpki.Root(), under("A"), nameless(testpki.SubjectAltName(row.san)))
		got := verdictOf(t, certs, Terms{Names: []Name{{row.kind, row.want}}})
		if (got == nil) != row.valid {
			t.Errorf("%q for %q: %v", row.san, row.want, got)
		}
	}
}

// mailbox is an otherName of SmtpUTF8Mailbox.
func mailbox(address string) testpki.GeneralName {
	return otherName(append([]byte{12, byte(len(address))}, address...))
}

func otherName(value []byte) testpki.GeneralName {
	id := testpki.ObjectID(asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 8, 9})
	return testpki.Explicit(0, id, testpki.Explicit(0, value))
}

// TestMailboxes: constraints on mail addresses hold for those with letters beyond ASCII too (RFC 9598, section 6).
func TestMailboxes(t *testing.T) {
	base := []testpki.GeneralName{testpki.Email("example.com")}
	for _, row := range []struct {
		name                string
		permitted, excluded []testpki.GeneralName
		san                 testpki.GeneralName
		valid               bool
	}{
		{"inside", base, nil, mailbox("ü@example.com"), true},
		{"outside", base, nil, mailbox("ü@example.org"), false},
		{"excluded", nil, base, mailbox("ü@example.com"), false},
		{"no address", base, nil, mailbox("example.com"), false},
		{"no text", base, nil, otherName(testpki.Null()), true},
		{"no constraint", []testpki.GeneralName{testpki.DNS("example.com")}, nil, mailbox("ü@example.org"), true},
	} {
		certs := stack(testpki.Root(), under("A", testpki.NameConstraints(row.permitted, row.excluded)),
			nameless(testpki.SubjectAltName(row.san)))
		if got := verdictOf(t, certs, Terms{Strict: true}); (got == nil) != row.valid {
			t.Errorf("%s: %v", row.name, got)
		}
	}
}

// TestOddForms has certificates that are written as RFC 5280 does not allow: failures where [Terms.Strict] is set.
func TestOddForms(t *testing.T) {
	edited := func(edit func(*testpki.Spec)) testpki.Spec {
		s := nameless()
		s.Extensions = slices.Clone(s.Extensions)
		edit(&s)
		return s
	}
	until := func(tag byte, text string) testpki.Spec {
		return edited(func(s *testpki.Spec) { s.NotAfterDER = append([]byte{tag, byte(len(text))}, text...) })
	}
	const utc, generalized = 23, 24
	for _, row := range []struct {
		name   string
		leaf   testpki.Spec
		strict string // the only failure; empty: none
		always bool
	}{
		{"written as UTCTime", until(utc, "491231235959Z"), "", false},
		{"written as GeneralizedTime before 2050", until(generalized, "20270101000000Z"), "", false},
		{"without end", until(generalized, "99991231235959Z"), "", false},
		{"no seconds", until(utc, "2701010000Z"), "times 0", false},
		{"an offset", until(utc, "270101000000+0100"), "times 0", false},
		{"a fraction", until(generalized, "20270101000000.5Z"), "times 0", false},
		{"no zone", until(generalized, "20270101000000"), "times 0", false},
		{"month 13", until(utc, "271301000000Z"), "times 0", false},
		{"30 February", until(utc, "270230000000Z"), "times 0", false},
		{"hour 24", until(utc, "261231240000Z"), "times 0", false},
		{"no key usage", edited(func(s *testpki.Spec) {
			s.Set(testpki.KeyUsage(0))
		}), "malformed 0", false},
		{"a length in two octets", edited(func(s *testpki.Spec) {
			s.Final = func(der []byte) []byte { return append([]byte{0x30, 0x83, 0}, der[2:]...) }
		}), "DER 0", false},
		{"version 2", edited(func(s *testpki.Spec) { s.Version = 2 }), "version 0", true},
		{"version 2 without extensions", edited(func(s *testpki.Spec) {
			s.Version, s.Extensions, s.Subject = 2, nil, testpki.PSD2QWAC().Subject
		}), "", true},
	} {
		certs := stack(testpki.Root(), under("A"), row.leaf)
		strict := strings.Join(verdictOf(t, certs, Terms{At: testpki.At(), Strict: true}), ", ")
		if strict != row.strict {
			t.Errorf("%s: %q, want %q", row.name, strict, row.strict)
		}
		if got := verdictOf(t, certs, Terms{At: testpki.At()}); (got != nil) != (row.always && row.strict != "") {
			t.Errorf("%s: %v, not strict", row.name, got)
		}
	}
}
