package trustlist

import (
	"crypto/x509"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"qwac/internal/testpki"
	"qwac/pkg/tsl"
)

// determined is a determination in plain data.
type determined struct {
	Verdict    Verdict
	Issuance   string // verdict and requirement
	Evaluation string
	Qualifiers string
	Near       []string
	Warnings   []string
}

func determination(t *testing.T, x *Index, path []*x509.Certificate) determined {
	t.Helper()
	d, err := x.Determine(path, testpki.At())
	if err != nil {
		t.Fatal(err)
	}
	if steps := d.Explain(); len(steps) > maxSteps || len(steps) < 4 {
		t.Errorf("%d lines: %v", len(steps), steps)
	}
	show := func(r Result) string { return string(r.Verdict) + " " + strings.TrimPrefix(r.Requirement, "PRO-") }
	return determined{d.Verdict, show(d.Issuance), show(d.Evaluation), tsl.Short(d.Evaluation.Qualifiers...),
		d.NearMisses, d.Warnings}
}

func pathOf(c testpki.Chain) []*x509.Certificate {
	return []*x509.Certificate{c.Leaf.X509(), c.Intermediate.X509(), c.Root.X509()}
}

// both is the usual outcome: the same at both times.
func both(v Verdict, requirement string) determined {
	s := string(v) + " " + requirement
	return determined{Verdict: v, Issuance: s, Evaluation: s}
}

func (d determined) near(texts ...string) determined { d.Near = texts; return d }
func (d determined) warned(texts ...string) determined {
	d.Warnings = texts
	return d
}
func (d determined) with(qualifiers string) determined { d.Qualifiers = qualifiers; return d }

func state(since time.Time, status string, infos ...string) testpki.TLState {
	return testpki.TLState{Since: since, Status: status, Infos: infos}
}

const wsa = "ForWebSiteAuthentication"

// The states of the service: what is listed of it, and when.
func TestDetermineStates(t *testing.T) {
	start := day(2022, 2, 1)
	const leafIssued = "2026-06-01"
	for _, c := range []struct {
		name   string
		states []testpki.TLState
		want   determined
	}{
		{"granted", []testpki.TLState{state(start, "granted", wsa)}, both(QWAC, "4.4.4-31")},
		{"granted on the day of issuance", []testpki.TLState{state(day(2026, 6, 1), "granted", wsa)},
			both(QWAC, "4.4.4-31")},
		{"granted for seals too", []testpki.TLState{state(start, "granted", "ForeSeals", wsa)}, both(QWAC, "4.4.4-31")},
		{"for seals only", []testpki.TLState{state(start, "granted", "ForeSeals")},
			both(NotQWAC, "4.4.4-26").near("listed for seals only")},
		{"for signatures and seals", []testpki.TLState{state(start, "granted", "ForeSignatures", "ForeSeals")},
			both(NotQWAC, "4.4.4-26").near("listed for signatures and seals only")},
		{"no purpose", []testpki.TLState{state(start, "granted")},
			both(NotQWAC, "4.4.4-26").near("listed without a stated purpose")},
		{"withdrawn before issuance",
			[]testpki.TLState{state(day(2026, 5, 13), "withdrawn", wsa), state(start, "granted", wsa)},
			both(NotQWAC, "4.4.4-26").near("withdrawn since 2026-05-13")},
		{"withdrawn after issuance",
			[]testpki.TLState{state(day(2026, 7, 13), "withdrawn", wsa), state(start, "granted", wsa)},
			determined{Indeterminate, "QWAC 4.4.4-31", "not a QWAC 4.4.4-26", "",
				[]string{"withdrawn since 2026-07-13"}, nil}},
		{"withdrawn, future", []testpki.TLState{state(day(2026, 10, 1), "withdrawn", wsa),
			state(start, "granted", wsa)}, both(QWAC, "4.4.4-31")},
		{"granted after issuance", []testpki.TLState{state(day(2026, 6, 9), "granted", wsa)},
			determined{Indeterminate, "no confirmation found 4.4.4-05", "QWAC 4.4.4-31", "",
				[]string{"granted 8 days after issuance (2026-06-09)"}, nil}},
		{"granted again", []testpki.TLState{state(day(2026, 6, 9), "granted", wsa),
			state(day(2026, 5, 9), "withdrawn", wsa), state(start, "granted", wsa)},
			determined{Indeterminate, "not a QWAC 4.4.4-26", "QWAC 4.4.4-31", "",
				[]string{"granted 8 days after issuance (2026-06-09)", "withdrawn since 2026-05-09"}, nil}},
		{"purpose added later",
			[]testpki.TLState{state(day(2026, 6, 2), "granted", wsa), state(start, "granted", "ForeSeals")},
			determined{Indeterminate, "not a QWAC 4.4.4-26", "QWAC 4.4.4-31", "",
				[]string{"granted 1 day after issuance (2026-06-02)", "listed for seals only"}, nil}},
		{"status of before 2016", []testpki.TLState{state(start, "undersupervision", wsa)},
			both(Indeterminate, "4.4.4-26A")},
		{"status of national lists", []testpki.TLState{state(start, "recognisedatnationallevel", wsa)},
			both(Indeterminate, "4.4.4-26A")},
		{"another type of service", []testpki.TLState{{Since: start, Type: "CA/PKC", Infos: []string{wsa}}},
			both(NoConfirmation, "4.4.4-05").near("listed as CA/PKC, which is not qualified")},
		{"another type before", []testpki.TLState{state(day(2026, 7, 1), "granted", wsa),
			{Since: start, Type: "CA/PKC", Infos: []string{wsa}}},
			determined{Indeterminate, "no confirmation found 4.4.4-05", "QWAC 4.4.4-31", "",
				[]string{"granted 30 days after issuance (2026-07-01)", "listed as CA/PKC, which is not qualified"},
				nil}},
		{"history with equal times", []testpki.TLState{state(start, "granted", wsa), state(start, "withdrawn", wsa)},
			both(QWAC, "4.4.4-31").warned(
				`the history of "Fixture web CA" does not descend (PRO-4.3.4-03A); its first fitting entry counts`)},
		{"critical extension unknown", []testpki.TLState{
			{Since: start, Infos: []string{wsa}, Extensions: testpki.TLExtension(true, "<Odd></Odd>")}},
			both(Indeterminate, "4.4.4-27")},
		{"extension unknown", []testpki.TLState{
			{Since: start, Infos: []string{wsa}, Extensions: testpki.TLExtension(false, "<Odd></Odd>")}},
			both(QWAC, "4.4.4-31")},
	} {
		t.Run(c.name, func(t *testing.T) {
			service := granted()
			service.States = c.states
			got := determination(t, index(t, service), pathOf(testpki.Clean()))
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("leaf issued %s (-want +got):\n%s", leafIssued, diff)
			}
		})
	}
}

// qualifying is the granted service with qualifiers for every certificate with a serverAuth purpose or not: the
// criteria always hold.
func qualifying(qualifiers ...string) testpki.TLService {
	s := granted()
	if len(qualifiers) > 0 {
		criteria := testpki.TLCriteria("all", testpki.TLKeyUsage("digitalSignature=true"))
		s.States[0].Extensions = testpki.TLQualification(true, criteria, qualifiers...)
	}
	return s
}

// Table 3: qualifiers against what the certificate says of itself.
func TestDetermineTable(t *testing.T) {
	web := []testpki.Statement{testpki.QcCompliance(), testpki.QcType(testpki.OIDQcTypeWeb)}
	const several = "the certificate has several types (PRO-4.4.4-30)"
	for _, c := range []struct {
		name       string
		qualifiers []string
		statements []testpki.Statement
		want       determined
	}{
		{"web", nil, web, both(QWAC, "4.4.4-31")},
		{"compliance without type", nil, web[:1], both(NotQWAC, "4.4.4-31")},
		{"type without compliance", nil, web[1:], both(NotQWAC, "4.4.4-31")},
		{"nothing", nil, nil, both(NotQWAC, "4.4.4-31")},
		{"seal", nil, []testpki.Statement{testpki.QcCompliance(), testpki.QcType(testpki.OIDQcTypeESeal)},
			both(NotQWAC, "4.4.4-31")},
		{"web and seal", nil,
			[]testpki.Statement{testpki.QcCompliance(), testpki.QcType(testpki.OIDQcTypeWeb, testpki.OIDQcTypeESeal)},
			both(Indeterminate, "4.4.4-31").warned(several)},
		{"unknown type", nil, []testpki.Statement{testpki.QcCompliance(), testpki.QcType(testpki.OIDOwnPolicyID)},
			both(NotQWAC, "4.4.4-31")},
		{"law of another country", nil, append(web[:2:2], testpki.QcCClegislation("CH")), both(NotQWAC, "4.4.4-31")},
		{"law of a member state", nil, append(web[:2:2], testpki.QcCClegislation("DE")), both(QWAC, "4.4.4-31")},
		{"not qualified", []string{"NotQualified"}, web, both(NotQWAC, "4.4.4-31").with("NotQualified")},
		{"not qualified, yet qualified", []string{"NotQualified", "QCStatement"}, web,
			both(Indeterminate, "4.4.4-28").with("NotQualified, QCStatement")},
		{"for signatures", []string{"QCForESig"}, web, both(Indeterminate, "4.4.4-28").with("QCForESig")},
		{"for seals", []string{"QCForESeal"}, web, both(Indeterminate, "4.4.4-28").with("QCForESeal")},
		{"web by the list", []string{"QCForWSA"}, web[:1], both(QWAC, "4.4.4-31").with("QCForWSA")},
		{"web by the list, not qualified", []string{"QCForWSA"}, nil, both(NotQWAC, "4.4.4-31").with("QCForWSA")},
		{"all by the list", []string{"QCForWSA", "QCStatement"}, nil,
			both(QWAC, "4.4.4-31").with("QCForWSA, QCStatement")},
		{"qualified by the list", []string{"QCStatement"}, web[1:], both(QWAC, "4.4.4-31").with("QCStatement")},
		{"qualified by the list, no type", []string{"QCStatement"}, nil,
			both(Indeterminate, "4.4.4-31").with("QCStatement")},
		{"qualified by the list, seal", []string{"QCStatement"},
			[]testpki.Statement{testpki.QcType(testpki.OIDQcTypeESeal)},
			both(NotQWAC, "4.4.4-31").with("QCStatement")},
		{"device does not matter", []string{"QCNoQSCD"}, web, both(QWAC, "4.4.4-31").with("QCNoQSCD")},
	} {
		t.Run(c.name, func(t *testing.T) {
			chain := testpki.NewLeaf(func(leaf *testpki.Spec) { leaf.SetStatements(c.statements...) })
			got := determination(t, index(t, qualifying(c.qualifiers...)), pathOf(chain))
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("determination (-want +got):\n%s", diff)
			}
		})
	}
}

// Who is listed, where, and what of the path is given.
func TestDetermineIssuers(t *testing.T) {
	clean := testpki.Clean()
	root := granted()
	root.Certs, root.Name = []testpki.Cert{clean.Root}, "Fixture root"
	withdrawn := granted()
	withdrawn.States = []testpki.TLState{state(day(2022, 3, 1), "withdrawn", wsa)}
	otherKey := testpki.IssuingCA()
	otherKey.Key.Name = "another"
	sameName := granted()
	sameName.Certs = []testpki.Cert{testpki.Issue(otherKey, &clean.Root)}
	otherName := testpki.IssuingCA()
	otherName.Subject.Set(testpki.OIDCommonName, "Another CA")
	sameKey := granted()
	sameKey.Certs = []testpki.Cert{testpki.Issue(otherName, &clean.Root)}
	sealsOnly := granted()
	sealsOnly.States = []testpki.TLState{state(day(2022, 3, 1), "granted", "ForeSeals")}
	crossed := testpki.IssuingCA()
	crossed.Subject[1][0].Value = testpki.Printable("FIXTURE  Trust Services ApS")
	respelled := granted()
	respelled.Certs = []testpki.Cert{testpki.Issue(crossed, &clean.Root)}
	two := granted()
	two.Certs = []testpki.Cert{testpki.Issue(otherKey, &clean.Root), clean.Intermediate}
	path := pathOf(clean)
	stranger := testpki.NewChain(func(_, ca, _ *testpki.Spec) { ca.Key.Name = "another" })
	const unknown = "4.4.4-05"
	for _, c := range []struct {
		name     string
		services []testpki.TLService
		path     []*x509.Certificate
		want     determined
	}{
		{"issuing CA", []testpki.TLService{granted()}, path, both(QWAC, "4.4.4-31")},
		{"issuing CA, leaf only", []testpki.TLService{granted()}, path[:1], both(QWAC, "4.4.4-31")},
		{"root", []testpki.TLService{root}, path, both(QWAC, "4.4.4-31")},
		{"root not given", []testpki.TLService{root}, path[:2], both(QWAC, "4.4.4-31")},
		{"root, nothing else given", []testpki.TLService{root}, path[:1], both(NoConfirmation, unknown)},
		{"both", []testpki.TLService{root, granted()}, path,
			both(QWAC, "4.4.4-31").warned("2 services of the path are listed, all granted")},
		{"both, in contradiction", []testpki.TLService{root, withdrawn}, path,
			both(Indeterminate, "4.4.4-25").near("withdrawn since 2022-03-01")},
		{"the same key twice", []testpki.TLService{granted(), withdrawn}, path,
			both(Indeterminate, "4.4.4-25").near("withdrawn since 2022-03-01")},
		{"another key and this", []testpki.TLService{two}, path, both(QWAC, "4.4.4-31")},
		{"name spelled otherwise", []testpki.TLService{respelled}, path, both(QWAC, "4.4.4-31")},
		{"nobody", nil, path, both(NoConfirmation, unknown)},
		{"same name, other key", []testpki.TLService{sameName}, path,
			both(NoConfirmation, unknown).near(`same name, other key: "Fixture web CA" in DK 7`)},
		{"same key, other name", []testpki.TLService{sameKey}, path,
			both(NoConfirmation, unknown).near(`same key, other name: "Fixture web CA" in DK 7`)},
		{"forged leaf under the name", []testpki.TLService{granted()},
			[]*x509.Certificate{stranger.Leaf.X509(), clean.Intermediate.X509()},
			both(NoConfirmation, unknown).near("certificate 2 of the path did not sign certificate 1",
				`same name, other key: "Fixture web CA" in DK 7`)},
		{"forged leaf, nothing else", []testpki.TLService{granted()}, []*x509.Certificate{stranger.Leaf.X509()},
			both(NoConfirmation, unknown).near(`same name, other key: "Fixture web CA" in DK 7`)},
		{"seals, leaf only", []testpki.TLService{sealsOnly}, path[:1],
			both(NoConfirmation, unknown).near(
				`same name: "Fixture web CA" in DK 7, listed for seals only; give the certificate of that CA`)},
		{"only a root", []testpki.TLService{root}, path[2:], both(NoConfirmation, unknown)},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := determination(t, index(t, c.services...), c.path)
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("determination (-want +got):\n%s", diff)
			}
		})
	}
}

// Names, countries, dates and the policies for them.
func TestDetermineRules(t *testing.T) {
	providers := func(list ...testpki.TLProvider) *Index {
		tl := testpki.TL{Sequence: 7, Territory: "DK", Providers: list}
		return newIndex(t, authenticate(t, tl.Sign(dkSigner(), testpki.TLSignature{})).Lists...)
	}
	listed := []testpki.TLService{granted()}
	oldCA := granted()
	oldCA.States[0].Since = day(2014, 1, 1)
	unsorted := granted()
	unsorted.States = []testpki.TLState{state(day(2022, 2, 1), "granted", wsa),
		state(day(2023, 2, 1), "withdrawn", wsa)}
	old := func(leaf, ca, root *testpki.Spec) {
		leaf.NotBefore, ca.NotBefore, root.NotBefore = day(2016, 6, 30), day(2014, 1, 1), day(2014, 1, 1)
	}
	country := func(code string) func(_, ca, _ *testpki.Spec) {
		return func(_, ca, _ *testpki.Spec) {
			if code == "" {
				ca.Subject.Drop(testpki.OIDCountry)
				return
			}
			ca.Subject.Set(testpki.OIDCountry, code)
		}
	}
	inCountry := func(code string) *Index {
		s := granted()
		s.Certs = []testpki.Cert{testpki.NewChain(country(code)).Intermediate}
		return providers(testpki.TLProvider{Services: []testpki.TLService{s}})
	}
	const otherName = `the issuer calls itself "Fixture Trust Services ApS", the list "Somebody" (PRO-4.4.4-06)`
	const disorder = `the history of "Fixture web CA" does not descend (PRO-4.3.4-03A); its first fitting entry counts`
	for _, c := range []struct {
		name  string
		index *Index
		edit  func(leaf, ca, root *testpki.Spec)
		want  determined
	}{
		{"name of the provider", providers(testpki.TLProvider{Services: listed}), nil, both(QWAC, "4.4.4-31")},
		{"trade name", providers(testpki.TLProvider{Name: "Somebody", TradeName: "fixture trust  services aps",
			Services: listed}), nil, both(QWAC, "4.4.4-31")},
		{"other name", providers(testpki.TLProvider{Name: "Somebody", Services: listed}), nil,
			both(QWAC, "4.4.4-31").warned(otherName)},
		{"two providers", providers(testpki.TLProvider{Services: listed},
			testpki.TLProvider{Name: "Somebody", Services: listed}), nil, both(Indeterminate, "4.3.4-11")},
		{"one provider in two entries",
			providers(testpki.TLProvider{Services: listed}, testpki.TLProvider{Services: listed}), nil,
			both(QWAC, "4.4.4-31").warned("2 services of the path are listed, all granted")},
		{"history", index(t, unsorted), nil, both(QWAC, "4.4.4-31").warned(disorder)},
		{"before the regulation", index(t, oldCA), old, both(NotQWAC, "4.4.4-07")},
		{"list of another country", inCountry("NO"), country("NO"),
			both(NoConfirmation, "4.4.4-01").near("listed in DK 7, but the issuer says NO")},
		{"list of another country that is there", inCountry("EU"), country("EU"),
			both(NoConfirmation, "4.4.4-05").near("listed in DK 7, but the issuer says EU")},
		{"no country", inCountry(""), country(""),
			both(NoConfirmation, "4.4.4-01").near("listed in DK 7, but the issuer says no country")},
		{"country in lower case", inCountry("dk"), country("dk"), both(QWAC, "4.4.4-31")},
		{"no lists", newIndex(t), nil, both(NoConfirmation, "4.4.4-01")},
		{"zero index", &Index{}, nil, both(NoConfirmation, "4.4.4-01")},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := determination(t, c.index, pathOf(testpki.NewChain(c.edit)))
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("determination (-want +got):\n%s", diff)
			}
		})
	}
	if _, err := newIndex(t).Determine(nil, testpki.At()); !errors.Is(err, ErrPath) {
		t.Errorf("no path: %v", err)
	}
}

func TestOverdueWarning(t *testing.T) {
	tl := testDK(granted())
	tl.NextUpdate = day(2026, 8, 15)
	x := newIndex(t, authenticate(t, tl.Sign(dkSigner(), testpki.TLSignature{})).Lists...)
	got := determination(t, x, pathOf(testpki.Clean()))
	if diff := cmp.Diff(both(QWAC, "4.4.4-31").warned("the list DK 7 should have been replaced on 2026-08-15"),
		got); diff != "" {
		t.Errorf("determination (-want +got):\n%s", diff)
	}
}

func TestIssuer(t *testing.T) {
	chain := testpki.Clean()
	x := index(t, granted())
	for _, c := range []struct {
		name string
		cert testpki.Cert
		at   time.Time
		want int
	}{
		{"listed", chain.Intermediate, testpki.At(), 1},
		{"not yet", chain.Intermediate, day(2022, 1, 1), 0},
		{"root", chain.Root, testpki.At(), 0},
	} {
		got, err := x.Issuer(c.cert.X509(), c.at)
		if err != nil || len(got) != c.want || c.want > 0 && !got[0].State.GrantedWebSite() {
			t.Errorf("%s: %v, %v", c.name, got, err)
		}
	}
}

func TestExplain(t *testing.T) {
	withdrawn := granted()
	withdrawn.States = []testpki.TLState{state(day(2026, 7, 13), "withdrawn", wsa),
		state(day(2022, 2, 1), "granted", wsa)}
	d, err := index(t, withdrawn).Determine(pathOf(testpki.Clean()), testpki.At())
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range d.Explain() {
		got = append(got, s.String())
	}
	want := []string{
		"PRO-4.4.4-01: the issuer says DK: list DK 7 of 2026-08-01, next update 2027-01-01, signer named by EU 10",
		`PRO-4.3.4-03: service "Fixture web CA" of "Fixture Trust Services ApS", the issuing CA`,
		"PRO-4.4.4-31: at 2026-06-01 (issuance) granted since 2022-02-01 (ForWebSiteAuthentication); qualified and " +
			"for web sites by its own statements: QWAC",
		"PRO-4.4.4-26: at 2026-09-01 (evaluation) withdrawn since 2026-07-13 (ForWebSiteAuthentication); the service " +
			"is no longer qualified: not a QWAC",
		"PRO-4.4.4-36: indeterminate, because the two results differ",
		"near miss: withdrawn since 2026-07-13",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("explanation (-want +got):\n%s", diff)
	}
}
