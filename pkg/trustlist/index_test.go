package trustlist

import (
	"bytes"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"qwac/internal/testpki"
	"qwac/pkg/tsl"
)

// richIndex has every part of the format in it.
func richIndex(t testing.TB) (*Index, testpki.TL) {
	web, seal := granted(), granted()
	web.States = []testpki.TLState{
		{Since: day(2024, 1, 1), Infos: []string{wsa}, Extensions: testpki.TLExtension(true, "<Odd></Odd>")},
		{Since: day(2023, 1, 1), Status: "withdrawn", Infos: []string{wsa, "ForeSeals"},
			Extensions: testpki.TLQualification(true,
				testpki.TLCriteria("all", testpki.TLPolicies("1.2.3"),
					testpki.TLKeyUsage("digitalSignature=true", "crlSign=false"),
					testpki.TLCriteria("none", testpki.TLOther("Unheard", "Of"))), "QCForWSA", "Novelty")},
		{Since: day(1969, 1, 1), Type: "Novelty", Status: "odd"},
	}
	seal.States = []testpki.TLState{{Since: day(2022, 1, 1), Infos: []string{"ForeSeals"}}}
	stamp := granted()
	stamp.States = []testpki.TLState{{Since: day(2022, 1, 1), Type: "TSA/QTST"}}
	tl := testpki.TL{Sequence: 7, Territory: "DK", Closed: true, Providers: []testpki.TLProvider{
		{TradeName: "VATDK-1", Services: []testpki.TLService{web, stamp, seal}}}}
	return newIndex(t, authenticate(t, tl.Sign(dkSigner(), testpki.TLSignature{})).Lists...), tl
}

func TestIndexRoundTrip(t *testing.T) {
	x, tl := richIndex(t)
	data, err := x.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	var y Index
	if err := y.UnmarshalBinary(data); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(x.Sources(), y.Sources()); diff != "" || x.Digest() != y.Digest() {
		t.Errorf("sources (-want +got):\n%s", diff)
	}
	list := parse(t, tl.Sign(dkSigner(), testpki.TLSignature{}))
	source, _ := y.Source("DK")
	if diff := cmp.Diff(Source{Territory: "DK", Sequence: 7, Version: 5, Issued: list.Issued, Digest: list.Digest,
		Signed: list.Signed, By: "EU 10"}, source); diff != "" {
		t.Errorf("source (-want +got):\n%s", diff)
	}
	var want []Entry
	provider := list.Providers[0]
	for i, s := range []tsl.Service{provider.Services[0], provider.Services[2]} {
		if i == 1 {
			s.Certs = nil // never was for web sites
		} else {
			s.Certs[0].Fault = ""
		}
		want = append(want, Entry{List: source, Provider: tsl.Provider{Name: provider.Name, Names: provider.Names,
			TradeNames: provider.TradeNames}, Service: s})
	}
	got, err := y.Services("")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(Entry{})); diff != "" {
		t.Errorf("services (-want +got):\n%s", diff)
	}
	if elsewhere, err := y.Services("SE"); err != nil || elsewhere != nil {
		t.Errorf("services of SE: %v, %v", elsewhere, err)
	}
}

func TestIndexDeterministic(t *testing.T) {
	a, _ := richIndex(t)
	b, _ := richIndex(t)
	x, _ := a.MarshalBinary()
	y, _ := b.MarshalBinary()
	if !bytes.Equal(x, y) {
		t.Error("two runs differ")
	}
}

func TestIndexKeepsNewest(t *testing.T) {
	older := testDK()
	older.Sequence = 6
	x := newIndex(t, authenticate(t, older.Sign(dkSigner(), testpki.TLSignature{}), signedDK()).Lists...)
	if s, ok := x.Source("DK"); !ok || s.Sequence != 7 || x.count() != 1 {
		t.Errorf("source %v, %d services", s, x.count())
	}
}

// Every damage is noticed: one bit, one byte less, one byte more.
func TestIndexDamaged(t *testing.T) {
	x, _ := richIndex(t)
	good, _ := x.MarshalBinary()
	empty, _ := (&Index{}).MarshalBinary()
	if err := new(Index).UnmarshalBinary(empty); err != nil {
		t.Error(err)
	}
	damaged := map[string][]byte{
		"nothing": nil, "cut": good[:len(good)-1], "longer": append(bytes.Clone(good), 0),
		"other version": append([]byte(indexMagic+"\x02"), good[8:]...),
		"no index":      []byte("-----BEGIN CERTIFICATE-----"),
	}
	for i := 0; i < len(good); i += 7 {
		bad := bytes.Clone(good)
		bad[i] ^= 1 << (i % 8)
		if err := new(Index).UnmarshalBinary(bad); !errors.Is(err, ErrIndex) {
			t.Fatalf("byte %d: %v", i, err)
		}
	}
	for name, data := range damaged {
		y := *x
		if err := y.UnmarshalBinary(data); !errors.Is(err, ErrIndex) {
			t.Errorf("%s: %v", name, err)
		}
		if y.count() != x.count() {
			t.Errorf("%s: the index was changed", name)
		}
	}
}

// A list that comes later needs no list of lists: the index knows who may sign it.
func TestIndexWith(t *testing.T) {
	x, _ := richIndex(t)
	swedish := testpki.TL{Sequence: 3, Territory: "SE",
		Providers: []testpki.TLProvider{{Services: []testpki.TLService{granted()}}}}
	newer := testDK(granted())
	newer.Sequence = 8
	lists := []*tsl.List{
		parse(t, swedish.Sign(testpki.TLSigner("se", "SE"), testpki.TLSignature{})),
		parse(t, newer.Sign(dkSigner(), testpki.TLSignature{})),
		parse(t, testpki.TL{Territory: "FR"}.Sign(dkSigner(), testpki.TLSignature{})),
		parse(t, testDK().Sign(lotlSigner(), testpki.TLSignature{})),
	}
	o := testOptions()
	o.Known = x
	set, err := Authenticate(lists, o)
	if err != nil {
		t.Fatal(err)
	}
	refused := []tsl.Kind{}
	for _, r := range set.Refused {
		refused = append(refused, kindOf(r.Err))
	}
	if diff := cmp.Diff([]tsl.Kind{KindNotPointedTo, KindSigner}, refused); diff != "" || set.LOTL != nil ||
		set.Missing != nil {
		t.Errorf("missing %v, refused (-want +got):\n%s", set.Missing, diff)
	}
	y, err := x.With(set.Lists...)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range y.Sources() {
		got = append(got, s.String()+" by "+s.By)
	}
	if diff := cmp.Diff([]string{"DK 8 by EU 10", "EU 10 by Official Journal fixture", "SE 3 by EU 10"},
		got); diff != "" || y.count() != 2 {
		t.Errorf("%d services, sources (-want +got):\n%s", y.count(), diff)
	}
	again, err := y.With()
	if err != nil || again.data != y.data {
		t.Errorf("adding nothing changed the index: %v", err)
	}
	o.At = day(2028, 1, 1)
	if _, err := Authenticate(lists, o); kindOf(err) != KindStale {
		t.Errorf("an index of old: %v, want %s", err, KindStale)
	}
}

// The order in which lists come does not matter.
func TestIndexOrder(t *testing.T) {
	x, _ := richIndex(t)
	set := authenticate(t,
		testpki.TL{Sequence: 3, Territory: "SE"}.Sign(testpki.TLSigner("se", "SE"), testpki.TLSignature{}))
	_, tl := richIndex(t)
	all := authenticate(t, tl.Sign(dkSigner(), testpki.TLSignature{}),
		testpki.TL{Sequence: 3, Territory: "SE"}.Sign(testpki.TLSigner("se", "SE"), testpki.TLSignature{}))
	y, err := x.With(set.Lists...)
	if err != nil {
		t.Fatal(err)
	}
	if y.data != newIndex(t, all.Lists...).data {
		t.Error("one after the other is not the same as all at once")
	}
}
