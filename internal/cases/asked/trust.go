package asked

import (
	"crypto/sha256"
	"fmt"
	"time"

	"qwac/internal/cases/kit"
	"qwac/internal/testpki"
	"qwac/pkg/check"
	"qwac/pkg/trustlist"
	"qwac/pkg/tsl"
)

// Lists proves a set of lists and makes the index of them.
func Lists(set testpki.TLSet) *trustlist.Index {
	var lists []*tsl.List
	for _, d := range set.Documents() {
		l, err := tsl.Parse(d)
		if err != nil {
			panic("cases: " + err.Error())
		}
		lists = append(lists, l)
	}
	anchor := fmt.Sprintf("%x", sha256.Sum256(set.Anchor().DER))
	journal := trustlist.Journal{Name: "fixture", URI: testpki.TLJournal, Signers: []string{anchor}}
	proven, err := trustlist.Authenticate(lists, trustlist.Options{Journals: []trustlist.Journal{journal}})
	if err != nil {
		panic("cases: " + err.Error())
	}
	if len(proven.Refused) > 0 {
		panic("cases: " + proven.Refused[0].Err.Error())
	}
	x, err := trustlist.NewIndex(proven.Lists...)
	if err != nil {
		panic("cases: " + err.Error())
	}
	return x
}

// trustCases are about the issuer on the trusted lists (C46 to C49, C57).
func trustCases() []kit.Case {
	const web = "ForWebSiteAuthentication"
	clean := testpki.Clean()
	granted, root := testpki.TLGranted(clean.Intermediate), testpki.TLGranted(clean.Root)
	other := testpki.TLGranted(kit.OfOtherCA(clean))
	plain := listed(granted)
	state := func(since time.Time, status string, infos ...string) testpki.TLState {
		return testpki.TLState{Since: since, Status: status, Infos: infos}
	}
	in := func(states ...testpki.TLState) check.Options {
		s := testpki.TLGranted(clean.Intermediate)
		s.States = states
		return listed(s)
	}
	qualified := func(qualifiers ...string) check.Options {
		s := testpki.TLGranted(clean.Intermediate)
		s.States[0].Extensions = testpki.TLQualification(true,
			testpki.TLCriteria("all", testpki.TLKeyUsage("digitalSignature=true")), qualifiers...)
		return listed(s)
	}
	y2022, issued := date(2022, 2, 1), testpki.PSD2QWAC().NotBefore
	const c46, c57 = "chain-issuer-not-on-trusted-list", "trusted-list-not-checked"
	const c47, c48, c49 = "chain-tl-service-not-for-wsa", "chain-tl-service-not-granted", "chain-tl-snapshot-stale"
	return []kit.Case{
		{Name: c46 + "/another CA is listed", Options: listed(other), Want: []string{c46}},
		{Name: c46 + "/nobody is listed", Options: listed(), Want: []string{c46}},
		{Name: c46 + "/same name, other key", Edit: rekeyed, Options: plain, Want: []string{c46}},
		{Name: c46 + "/no country", Edit: kit.CaOnly(func(s *testpki.Spec) {
			s.Subject.Drop(testpki.OIDCountry)
		}), Options: plain, Want: []string{c46, "chain-issuer-dn-incomplete"}},
		{Name: c46 + "/country without a list", Edit: kit.CaOnly(country("CH")), Options: plain,
			Want: []string{c46, "chain-issuer-country-not-eea"}},
		{Name: c46 + "/as another service", Options: in(testpki.TLState{Since: y2022, Type: "CA/PKC"}),
			Want: []string{c46}},
		{Name: c46 + "/plain QWAC", Edit: kit.OnLeaf(kit.As(testpki.PlainQWAC)), Options: listed(other),
			Want: []string{"type-plain-qwac", c46}},
		{Name: c46 + "/sandbox", Options: sandboxed(listed(other)), Want: []string{c46 + ":notice"}},
		{Name: c57 + "/the list of the country is missing", Options: withoutDK(), Want: []string{c57}},
		{Name: c57 + "/the chain ends below the listed CA", Files: leafOnlyFile, Options: listed(root),
			Want: []string{"chain-incomplete-single", c57}},
		{Name: c57 + "/issuing CA is listed", Near: true, Options: plain},
		{Name: c57 + "/another CA is listed", Near: true, Options: listed(other), Want: []string{c46}},
		{Name: c46 + "/issuing CA is listed", Near: true, Options: plain},
		{Name: c46 + "/root is listed", Near: true, Options: listed(root)},
		{Name: c46 + "/both are listed", Near: true, Options: listed(root, granted)},
		{Name: c46 + "/the chain ends below the listed CA, which the list has", Near: true, Files: leafOnlyFile,
			Options: plain,
			Want:    []string{"chain-incomplete-single"}},
		{Name: c46 + "/seal certificate", Near: true, Edit: kit.OnLeaf(kit.As(testpki.QSealC)), Options: listed(other),
			Want: []string{"type-qsealc"}},

		{Name: c47 + "/for seals", Options: in(state(y2022, "granted", "ForeSeals")), Want: []string{c47}},
		{Name: c47 + "/for seals at issuance", Options: in(state(issued.Add(kit.Day), "granted", web),
			state(y2022, "granted", "ForeSeals")), Want: []string{c47}},
		{Name: c47 + "/no purpose", Options: in(state(y2022, "granted")), Want: []string{c47}},
		{Name: c47 + "/not qualified by the list", Options: qualified("NotQualified"), Want: []string{c47}},
		{Name: c47 + "/for seals by the list", Options: qualified("QCForESeal"), Want: []string{c47}},
		{Name: c47 + "/sandbox", Options: sandboxed(in(state(y2022, "granted", "ForeSeals"))),
			Want: []string{c47 + ":notice"}},
		{Name: c47 + "/for seals and web sites", Near: true, Options: in(state(y2022, "granted", "ForeSeals", web))},
		{Name: c47 + "/for web sites by the list too", Near: true, Options: qualified("QCForWSA")},
		{Name: c47 + "/seal certificate", Near: true, Edit: kit.OnLeaf(kit.As(testpki.QSealC)),
			Options: in(state(y2022, "granted", "ForeSeals")), Want: []string{"type-qsealc"}},

		{Name: c48 + "/withdrawn", Options: in(state(issued.Add(kit.Day), "withdrawn", web),
			state(y2022, "granted", web)),
			Want: []string{c48}},
		{Name: c48 + "/withdrawn the day before",
			Options: in(state(kit.At().Add(-kit.Day), "withdrawn", web),
				state(y2022, "granted", web)), Want: []string{c48}},
		{Name: c48 + "/granted after issuance", Options: in(state(issued.Add(8*kit.Day), "granted", web)),
			Want: []string{c48}},
		{Name: c48 + "/withdrawn at issuance", Options: in(state(issued.Add(8*kit.Day), "granted", web),
			state(y2022, "withdrawn", web)), Want: []string{c48}},
		{Name: c48 + "/granted and withdrawn", Options: listed(granted, withdrawn(root, y2022)), Want: []string{c48}},
		{Name: c48 + "/sandbox", Options: sandboxed(in(state(y2022, "withdrawn", web))),
			Want: []string{c48 + ":notice"}},
		{Name: c48 + "/seal certificate", Near: true, Edit: kit.OnLeaf(kit.As(testpki.QSealC)),
			Options: in(state(y2022, "withdrawn", web)), Want: []string{"type-qsealc"}},
		{Name: c48 + "/granted at the moment of issuance", Near: true, Options: in(state(issued, "granted", web))},
		{Name: c48 + "/withdrawn tomorrow", Near: true,
			Options: in(state(kit.At().Add(kit.Day), "withdrawn", web), state(y2022, "granted", web))},
		{Name: c48 + "/withdrawn in between of old", Near: true,
			Options: in(state(issued.Add(-kit.Day), "granted", web), state(issued.Add(-9*kit.Day), "withdrawn", web),
				state(y2022, "granted", web))},

		{Name: c49 + "/national list overdue",
			Options: dated(granted, date(2026, 8, 20), kit.At().Add(-time.Second),
				kit.At().Add(kit.Day)), Want: []string{c49}},
		{Name: c49 + "/list of lists overdue",
			Options: dated(granted, date(2026, 8, 20), kit.At().Add(kit.Day),
				kit.At().Add(-time.Second)), Want: []string{c49}},
		{Name: c49 + "/no new list for 31 days",
			Options: dated(granted, kit.At().Add(-31*kit.Day), kit.At().Add(kit.Day),
				kit.At().Add(kit.Day)), Want: []string{c49}},
		{Name: c49 + "/and not listed", Options: dated(other, kit.At().Add(-31*kit.Day), kit.At().Add(kit.Day),
			kit.At().Add(kit.Day)),
			Want: []string{c46, c49}},
		{Name: c49 + "/due now", Near: true, Options: dated(granted, date(2026, 8, 20), kit.At(), kit.At())},
		{Name: c49 + "/30 days", Near: true,
			Options: dated(granted, kit.At().Add(-30*kit.Day), kit.At().Add(kit.Day), kit.At().Add(kit.Day))},
	}
}

// listed are the options with lists of these services.
func listed(services ...testpki.TLService) check.Options {
	return check.Options{Lists: Lists(testpki.TLLists(services...))}
}

func sandboxed(o check.Options) check.Options {
	o.Sandbox = true
	return o
}

// withoutDK are the options with the list of lists alone.
func withoutDK() check.Options {
	set := testpki.TLLists()
	set.DK = testpki.TL{Territory: "SE", Issued: set.LOTL.Issued}
	set.LOTL.Pointers = append(set.LOTL.Pointers,
		testpki.TLPointer{Territory: "SE", Signers: set.LOTL.Pointers[1].Signers})
	return check.Options{Lists: Lists(set)}
}

// dated are the options with lists issued at one time and the next updates at others.
func dated(service testpki.TLService, issued, next, nextLOTL time.Time) check.Options {
	set := testpki.TLLists(service)
	set.LOTL.Issued, set.LOTL.NextUpdate, set.DK.Issued, set.DK.NextUpdate = issued, nextLOTL, issued, next
	return check.Options{Lists: Lists(set)}
}

func withdrawn(s testpki.TLService, since time.Time) testpki.TLService {
	s.States = []testpki.TLState{{Since: since, Status: "withdrawn", Infos: []string{"ForWebSiteAuthentication"}}}
	return s
}

func rekeyed(_, ca, _ *testpki.Spec) { ca.Key.Name = "another issuing key" }

func leafOnlyFile(c testpki.Chain) []kit.Input {
	return []kit.Input{{Name: "leaf.pem", Data: c.Leaf.PEM()}}
}

func date(year int, month time.Month, d int) time.Time {
	return time.Date(year, month, d, 0, 0, 0, 0, time.UTC)
}
