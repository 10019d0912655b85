package tsl

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"qwac/internal/testpki"
)

func certOf(t *testing.T, c testpki.Cert) Certificate {
	t.Helper()
	out, err := readCertificate(c.DER)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestParse(t *testing.T) {
	ca := testpki.Clean().Intermediate
	data := testpki.TL{
		Version: 6, Sequence: 42, Territory: "GR", InfoURIs: []string{"https://a.example/", "https://b.example/"},
		Pointers: []testpki.TLPointer{{Territory: "EU", LOTL: true, Signers: []testpki.Cert{lotlSigner()}}},
		Providers: []testpki.TLProvider{{Name: "Provider", TradeName: "VATEL-1", Services: []testpki.TLService{{
			Name: "Service", Certs: []testpki.Cert{ca}, KeyIDs: [][]byte{{1, 2}},
			States: []testpki.TLState{
				{Since: day(2024, 5, 13), Status: "withdrawn", Infos: []string{"ForeSeals", "ForWebSiteAuthentication"},
					Extensions: testpki.TLExtension(true, "<Odd></Odd>") +
						testpki.TLExtension(false, "<Odder></Odder>")},
				{Since: day(2020, 1, 1), Type: "CA/PKC", Status: "recognisedatnationallevel",
					Extensions: testpki.TLQualification(false,
						testpki.TLCriteria("all", testpki.TLPolicies("urn:oid:1.2.3")), "QCForWSA")},
			},
		}}}},
	}.Sign(dkSigner(), testpki.TLSignature{})
	want := &List{
		Version: 6, Sequence: 42, Type: "http://uri.etsi.org/TrstSvc/TrustedList/TSLType/EUgeneric", Territory: "EL",
		Operators: []string{"Fixture Supervision"}, InfoURIs: []string{"https://a.example/", "https://b.example/"},
		Pointers: []Pointer{{Territory: "EU", Type: TypeLOTL, MIMEType: MIMEXML,
			Location: "https://lists.fixture.example/EU.xml",
			Signers:  []Certificate{certOf(t, lotlSigner())}}},
		Issued: day(2026, 8, 1), NextUpdate: day(2027, 1, 1),
		Providers: []Provider{{Name: "Provider", Names: []string{"Provider"}, TradeNames: []string{"VATEL-1"},
			Services: []Service{{
				Name: "Service", Certs: []Certificate{certOf(t, ca)},
				States: []State{
					{Type: TypeCAQC, Status: StatusWithdrawn, Since: day(2024, 5, 13),
						Infos: []string{ForESeals, ForWebSiteAuthentication}, Unknown: []string{"Odd"}},
					{Type: TypeCAPKC, Status: StatusPrefix + "recognisedatnationallevel", Since: day(2020, 1, 1),
						Qualifications: []Qualification{{Qualifiers: []string{QCForWSA},
							Criteria: Criteria{Assert: AssertAll,
								Tests: []Test{{Kind: TestPolicies, OIDs: []string{"1.2.3"}}}}}}},
				},
			}}}},
		Signer:   certOf(t, dkSigner()),
		Warnings: []Warning{{KindSignerRules, "EL 42", `country "DK"`}},
	}
	got := parse(t, data)
	if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(List{}, Service{}),
		cmpopts.IgnoreFields(List{}, "Digest", "Signed")); diff != "" {
		t.Errorf("list (-want +got):\n%s", diff)
	}
}

func TestParseContent(t *testing.T) {
	good := signedDK()
	for _, c := range []struct{ name, old, new, want string }{
		{"no sequence", "TSLSequenceNumber", "TSLSequenceNumbers",
			"trusted list DK: content missing or malformed: SchemeInformation has 0 elements TSLSequenceNumber, want " +
				"one"},
		{"sequence in words", "<TSLSequenceNumber>7<", "<TSLSequenceNumber>seven<",
			`trusted list DK: content missing or malformed: TSLSequenceNumber "seven" is no number`},
		{"no date", "2026-08-01T00:00:00Z", "",
			"trusted list DK 7: content missing or malformed: ListIssueDateTime is empty"},
		{"date without zone", "2026-08-01T00:00:00Z", "2026-08-01T00:00:00",
			`trusted list DK 7: content missing or malformed: ListIssueDateTime "2026-08-01T00:00:00" is no time ` +
				`with ` +
				`a time zone`},
		{"version 4", "<TSLVersionIdentifier>5<", "<TSLVersionIdentifier>4<",
			"trusted list DK 7: version not supported: version 4, want 5 or 6 (TS 119 612 5.3.1)"},
		{"no status", "ServiceStatus>", "ServiceState>", "trusted list DK 7: content missing or malformed: " +
			"ServiceInformation has 0 elements ServiceStatus, want one"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Parse([]byte(strings.ReplaceAll(string(good), c.old, c.new)))
			if err == nil || err.Error() != c.want {
				t.Errorf("got %v, want %s", err, c.want)
			}
		})
	}
}

// One odd certificate must not lose a list, nor its own service when subject and key can be found.
func TestParseOddCertificates(t *testing.T) {
	odd := testpki.Root()
	odd.Version, odd.NotAfterDER = 3, testpki.OctetString([]byte{1})
	service := granted()
	service.Certs = append(service.Certs, testpki.Issue(odd, nil))
	service.CertB = []string{"not base64", base64.StdEncoding.EncodeToString([]byte("no certificate"))}
	l := parse(t, testDK(service).Sign(dkSigner(), testpki.TLSignature{}))
	if err := l.SignatureError(); err != nil {
		t.Fatal(err)
	}
	got := l.Providers[0].Services[0]
	if len(got.Certs) != 2 || got.Certs[0].Fault != "" || got.Certs[1].Fault == "" {
		t.Errorf("certificates %+v", got.Certs)
	}
	var kinds []Kind
	for _, w := range l.Warnings {
		kinds = append(kinds, w.Kind)
	}
	if diff := cmp.Diff([]Kind{KindCertificate, KindCertificate, KindCertificate}, kinds); diff != "" {
		t.Errorf("warnings (-want +got):\n%s", diff)
	}
}

func TestClosedList(t *testing.T) {
	tl := testDK()
	tl.Closed = true
	if l := parse(t, tl.XML()); !l.NextUpdate.IsZero() {
		t.Errorf("next update %v of a closed list", l.NextUpdate)
	}
}

// Only Parse finds a signature good.
func TestSignatureErrorOfOwnList(t *testing.T) {
	l := &List{Territory: "DK", Sequence: 7, Signer: certOf(t, dkSigner())}
	if err := l.SignatureError(); kindOf(err) != KindUnsigned {
		t.Errorf("%v, want %s", err, KindUnsigned)
	}
}
