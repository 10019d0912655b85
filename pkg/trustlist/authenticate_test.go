package trustlist

import (
	"bytes"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"qwac/internal/testpki"
	"qwac/pkg/tsl"
)

// outcomeOf is what authentication says of lists, in plain data.
type outcomeOf struct {
	Err      tsl.Kind
	LOTL     string
	By       string
	Lists    []string
	Refused  map[string]tsl.Kind
	Missing  []string
	Warnings []tsl.Kind
}

func authenticated(lists []*tsl.List, o Options) outcomeOf {
	set, err := Authenticate(lists, o)
	if err != nil {
		return outcomeOf{Err: kindOf(err)}
	}
	out := outcomeOf{LOTL: set.LOTL.List().String(), By: set.LOTL.by, Missing: set.Missing}
	for _, t := range set.Lists {
		out.Lists = append(out.Lists, t.List().String())
	}
	for _, r := range set.Refused {
		if out.Refused == nil {
			out.Refused = map[string]tsl.Kind{}
		}
		out.Refused[r.List.String()] = kindOf(r.Err)
	}
	for _, w := range set.Warnings {
		out.Warnings = append(out.Warnings, w.Kind)
	}
	return out
}

func TestAuthenticateNational(t *testing.T) {
	stranger := testpki.TLSigner("dk", "SE")
	overdue := testDK()
	overdue.NextUpdate = day(2026, 8, 15)
	closed := testDK()
	closed.Closed = true
	french := testpki.TL{Territory: "FR"}
	older := testDK()
	older.Sequence = 6
	swede := testpki.TL{Territory: "SE"}
	for _, c := range []struct {
		name   string
		tl     testpki.TL
		signer testpki.Cert
		want   outcomeOf
	}{
		{"good", testDK(), dkSigner(), outcomeOf{Lists: []string{"DK 7", "EU 10"}, Missing: []string{"SE"}}},
		{"older number", older, dkSigner(), outcomeOf{Lists: []string{"DK 6", "EU 10"}, Missing: []string{"SE"}}},
		{"closed", closed, dkSigner(), outcomeOf{Lists: []string{"DK 7", "EU 10"}, Missing: []string{"SE"}}},
		{"re-signed with the same key", testDK(), stranger,
			outcomeOf{Lists: []string{"EU 10"}, Refused: map[string]tsl.Kind{"DK 7": KindSigner},
				Missing: []string{"DK", "SE"}}},
		{"signer of another list", swede, dkSigner(),
			outcomeOf{Lists: []string{"EU 10"}, Refused: map[string]tsl.Kind{"SE 1": KindSigner},
				Missing: []string{"DK", "SE"}}},
		{"not pointed to", french, dkSigner(),
			outcomeOf{Lists: []string{"EU 10"}, Refused: map[string]tsl.Kind{"FR 1": KindNotPointedTo},
				Missing: []string{"DK", "SE"}}},
		{"overdue", overdue, dkSigner(),
			outcomeOf{Lists: []string{"DK 7", "EU 10"}, Missing: []string{"SE"}, Warnings: []tsl.Kind{KindStale}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := testOptions()
			lists := []*tsl.List{
				parse(t, c.tl.Sign(c.signer, testpki.TLSignature{})),
				parse(t, testLOTL().Sign(lotlSigner(), testpki.TLSignature{})),
			}
			c.want.LOTL, c.want.By = "EU 10", "Official Journal fixture"
			if diff := cmp.Diff(c.want, authenticated(lists, o)); diff != "" {
				t.Errorf("outcome (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAuthenticateNationalUnsigned(t *testing.T) {
	lists := []*tsl.List{parse(t, testDK().XML()), parse(t, testLOTL().Sign(lotlSigner(), testpki.TLSignature{}))}
	want := outcomeOf{LOTL: "EU 10", By: "Official Journal fixture", Lists: []string{"EU 10"},
		Refused: map[string]tsl.Kind{"DK 7": tsl.KindUnsigned}, Missing: []string{"DK", "SE"}}
	if diff := cmp.Diff(want, authenticated(lists, testOptions())); diff != "" {
		t.Errorf("outcome (-want +got):\n%s", diff)
	}
}

// lotl is a list of lists of a number: it names pivots, newest first, and the signers of the next one.
func lotl(number int, by testpki.Cert, uris []string, next ...testpki.Cert) []byte {
	tl := testLOTL()
	tl.Sequence, tl.InfoURIs = number, uris
	tl.Pointers[0].Signers = next
	return tl.Sign(by, testpki.TLSignature{})
}

func TestAuthenticateLOTL(t *testing.T) {
	a, b, c := lotlSigner(), testpki.TLSigner("b", "BE"), testpki.TLSigner("c", "BE")
	const pivot11, pivot12 = "https://ec.europa.eu/tools/lotl/eu-lotl-pivot-11.xml",
		"https://ec.europa.eu/tools/lotl/eu-lotl-pivot-12.xml"
	one := []string{pivot11, testJournalURI}
	two := []string{pivot12, pivot11, testJournalURI}
	p11, p12 := lotl(11, a, one, b), lotl(12, b, two, c)
	const by = "Official Journal fixture"
	nothing := []string{"DK", "SE"}
	overdue := testLOTL()
	overdue.NextUpdate = day(2026, 8, 15)
	late := overdue.Sign(a, testpki.TLSignature{})
	for _, test := range []struct {
		name    string
		data    [][]byte
		options func(*Options)
		want    outcomeOf
	}{
		{"no list", nil, nil, outcomeOf{Err: KindNoLOTL}},
		{"only a national list", [][]byte{signedDK()}, nil, outcomeOf{Err: KindNoLOTL}},
		{"journal", [][]byte{lotl(10, a, []string{testJournalURI}, a)}, nil,
			outcomeOf{LOTL: "EU 10", By: by, Lists: []string{"EU 10"}, Missing: nothing}},
		{"signed by another", [][]byte{lotl(10, b, []string{testJournalURI}, b)}, nil, outcomeOf{Err: KindSigner}},
		{"does not name its signer", [][]byte{lotl(10, a, []string{testJournalURI}, b)}, nil,
			outcomeOf{Err: KindSigner}},
		{"unsigned", [][]byte{testLOTL().XML()}, nil, outcomeOf{Err: tsl.KindUnsigned}},
		{"no journal", [][]byte{lotl(10, a, []string{"https://example.com/"}, a)}, nil, outcomeOf{Err: KindJournal}},
		{"real journals only", [][]byte{lotl(10, a, []string{testJournalURI}, a)}, func(o *Options) {
			o.Journals = nil
		}, outcomeOf{Err: KindJournal}},
		{"two pivots", [][]byte{lotl(20, c, two, c), p11, p12}, nil,
			outcomeOf{LOTL: "EU 20", By: by, Lists: []string{"EU 20", "EU 12", "EU 11"}, Missing: nothing}},
		{"pivots in any order", [][]byte{p12, lotl(20, c, two, c), p11}, nil,
			outcomeOf{LOTL: "EU 20", By: by, Lists: []string{"EU 20", "EU 12", "EU 11"}, Missing: nothing}},
		{"false pivot beside the right one", [][]byte{lotl(12, c, two, c), lotl(20, c, two, c), p11, p12}, nil,
			outcomeOf{LOTL: "EU 20", By: by, Lists: []string{"EU 20", "EU 12", "EU 11"},
				Refused: map[string]tsl.Kind{"EU 12": KindSigner}, Missing: nothing}},
		{"newest pivot missing", [][]byte{lotl(20, c, two, c), p11}, nil,
			outcomeOf{LOTL: "EU 11", By: by, Lists: []string{"EU 11"}, Refused: map[string]tsl.Kind{"EU 20": KindPivot},
				Missing: nothing}},
		{"all pivots missing", [][]byte{lotl(20, c, two, c)}, nil, outcomeOf{Err: KindPivot}},
		{"only a false pivot", [][]byte{lotl(20, c, one, c), lotl(11, b, one, c)}, nil, outcomeOf{Err: KindSigner}},
		{"pivot left out of the chain", [][]byte{lotl(20, c, one, c), p11, p12}, nil,
			outcomeOf{LOTL: "EU 12", By: by, Lists: []string{"EU 12", "EU 11"},
				Refused: map[string]tsl.Kind{"EU 20": KindSigner}, Missing: nothing}},
		{"signer of old", [][]byte{lotl(20, a, two, c), p11, p12}, nil,
			outcomeOf{LOTL: "EU 12", By: by, Lists: []string{"EU 12", "EU 11"},
				Refused: map[string]tsl.Kind{"EU 20": KindSigner}, Missing: nothing}},
		{"overdue", [][]byte{late}, nil, outcomeOf{Err: KindStale}},
		{"overdue allowed", [][]byte{late}, func(o *Options) { o.AllowOverdueLOTL = true },
			outcomeOf{LOTL: "EU 10", By: by, Lists: []string{"EU 10"}, Missing: nothing,
				Warnings: []tsl.Kind{KindStale}}},
		{"overdue without a time", [][]byte{late}, func(o *Options) { o.At = time.Time{} },
			outcomeOf{LOTL: "EU 10", By: by, Lists: []string{"EU 10"}, Missing: nothing}},
		{"newer journal",
			[][]byte{lotl(10, a, []string{"https://eur-lex.europa.eu/eli/C/2099/1/oj", testJournalURI}, a)}, nil,
			outcomeOf{LOTL: "EU 10", By: by, Lists: []string{"EU 10"}, Missing: nothing,
				Warnings: []tsl.Kind{KindJournal}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			var lists []*tsl.List
			for _, d := range test.data {
				lists = append(lists, parse(t, d))
			}
			o := testOptions()
			if test.options != nil {
				test.options(&o)
			}
			if diff := cmp.Diff(test.want, authenticated(lists, o)); diff != "" {
				t.Errorf("outcome (-want +got):\n%s", diff)
			}
		})
	}
}

func TestRollbacks(t *testing.T) {
	known := index(t, granted()).Sources()
	for _, c := range []struct {
		name   string
		number int
		ca     string
		ends   string // of lines
		want   []tsl.Kind
	}{
		{"same list", 7, "Fixture web CA", "\n", nil},
		{"same list, other line ends", 7, "Fixture web CA", "\r\n", nil},
		{"newer", 8, "other", "\n", nil},
		{"older", 6, "other", "\n", []tsl.Kind{KindRollback}},
		{"replaced", 7, "other", "\n", []tsl.Kind{KindReplaced}},
	} {
		t.Run(c.name, func(t *testing.T) {
			service := granted()
			service.Name = c.ca
			tl := testDK(service)
			tl.Sequence = c.number
			set := authenticate(t,
				bytes.ReplaceAll(tl.Sign(dkSigner(), testpki.TLSignature{}), []byte("\n"), []byte(c.ends)))
			var got []tsl.Kind
			for _, err := range Rollbacks(known, set.Lists) {
				got = append(got, err.Kind)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("rollbacks (-want +got):\n%s", diff)
			}
		})
	}
}

func TestPivotSequences(t *testing.T) {
	var got []int
	for _, p := range pivots([]string{"https://a.example/eu-lotl-pivot-341.xml",
		"https://a.example/tl-pivot-191-mp.xml",
		"https://a.example/pivot-lotl-explanation.html", "https://a.example/eu-lotl-pivot-.xml",
		"https://a.example/eu-lotl-pivot-9.pdf"}) {
		got = append(got, p.sequence)
	}
	if diff := cmp.Diff([]int{341, 191}, got); diff != "" {
		t.Errorf("pivots (-want +got):\n%s", diff)
	}
}
