package upload

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"qwac/internal/testpki"
	"qwac/pkg/cert"
	"qwac/pkg/chain"
	"qwac/pkg/eds"
	"qwac/pkg/eidas"
	"qwac/pkg/lint"
	"qwac/pkg/register"
	"qwac/pkg/trustlist"
)

// alone is the clean leaf without a chain, as a program may hand it over that knows nothing else.
func alone(t *testing.T) *eidas.Subject {
	t.Helper()
	leaf, err := cert.ParseCertificate(testpki.Clean().Leaf.DER)
	if err != nil {
		t.Fatal(err)
	}
	info := eidas.Decode(leaf.Certificate)
	return &eidas.Subject{Leaf: leaf, Info: info, Type: eidas.TypeOf(leaf.Certificate, info), At: testpki.At()}
}

func found(s *eidas.Subject, rules []*lint.Rule[*eidas.Subject]) (ids []string) {
	for _, f := range lint.Run(s, rules) {
		ids = append(ids, f.Rule.ID)
	}
	return ids
}

// TestListedFaults asks nothing of a pair that the file or the caller does not say: roles that stand at nobody, a day
// where no time of judging is known.
func TestListedFaults(t *testing.T) {
	tomorrow := testpki.At().AddDate(0, 0, 1)
	of := func(how eds.How, roles bool, ready time.Time) *eds.Answer {
		return &eds.Answer{How: how, NoRoles: !roles, Participant: &eds.Participant{Ready: ready}}
	}
	for _, tt := range []struct {
		name   string
		answer *eds.Answer
		at     time.Time
		want   []string
	}{
		{"roles that stand at nobody", of(eds.Found, false, time.Time{}), testpki.At(), nil},
		{"no role", of(eds.Found, true, time.Time{}), testpki.At(), []string{"eds-role"}},
		{"ready tomorrow", of(eds.Found, false, tomorrow), testpki.At(), []string{"eds-not-ready"}},
		{"ready tomorrow, at no time", of(eds.Found, false, tomorrow), time.Time{}, nil},
		{"ready tomorrow, in another spelling", of(eds.Spelled, true, tomorrow), testpki.At(),
			[]string{"eds-spelling", "eds-role", "eds-not-ready"}},
		{"not there", of(eds.Missing, true, tomorrow), testpki.At(), []string{"eds-pair-missing"}},
	} {
		var got []string
		for _, f := range ListedFaults(tt.answer, tt.at) {
			got = append(got, f.Rule.ID)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: found %v, want %v", tt.name, got, tt.want)
		}
	}
}

// TestPassport compares the country of the bank with all roles where it is not known which ones the bank offers.
func TestPassport(t *testing.T) {
	e := testpki.Institution(testpki.Number)
	e.Services = []testpki.RegisterService{{Country: "SE", Codes: []string{"PS_070", "PS_080"}}}
	document := testpki.RegisterJSON(e)
	x, _, err := register.Import(bytes.NewReader(document), int64(len(document)), testpki.At())
	if err != nil {
		t.Fatal(err)
	}
	for country, want := range map[string][]string{"DK": {"psd2-register-not-passported"}, "SE": nil, "": nil} {
		s := alone(t)
		s.Register, s.BankCountry = x, country
		s.Authorisation = eidas.AuthorisationOf(s.Info, x, s.At)
		if got := found(s, registerRules); !slices.Equal(got, want) {
			t.Errorf("bank in %q: found %v, want %v", country, got, want)
		}
	}
}

// TestServiceNow gives the reasons of both runs where they differ. A CA whose certificate was not given has its place
// at the leaf.
func TestServiceNow(t *testing.T) {
	s := alone(t)
	s.Chain = &chain.Chain{Path: []*cert.Cert{s.Leaf}}
	now := trustlist.Result{Reason: "withdrawn since yesterday", Matches: []trustlist.Match{{Place: 1}}}
	s.Listing = &eidas.Listing{Standing: eidas.StandingNotGranted, Determination: &trustlist.Determination{
		Issuance: trustlist.Result{Reason: "granted for seals"}, Evaluation: now}}
	found := lint.Run(s, trustRules[2:3])
	if len(found) != 1 || !strings.Contains(found[0].Message, "granted for seals; withdrawn since yesterday; want") ||
		found[0].Cert != 1 {
		t.Errorf("%+v, want one finding at the leaf with both reasons", found)
	}
}

// TestServiceWithoutChain names the service of a leaf that stands alone, and a reason that both runs have once.
func TestServiceWithoutChain(t *testing.T) {
	for _, matches := range [][]trustlist.Match{nil, {{Place: 1}}} {
		s := alone(t)
		run := trustlist.Result{Reason: "withdrawn since long", Matches: matches}
		s.Listing = &eidas.Listing{Standing: eidas.StandingNotGranted,
			Determination: &trustlist.Determination{Issuance: run, Evaluation: run}}
		found := lint.Run(s, trustRules[2:3])
		if len(found) != 1 || strings.Count(found[0].Message, run.Reason) != 1 || found[0].Cert != 1 {
			t.Errorf("%d services: %+v, want one finding at the leaf that gives the reason once", len(matches), found)
		}
	}
}
