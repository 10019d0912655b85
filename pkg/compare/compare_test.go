package compare_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"qwac/pkg/bank"
	"qwac/pkg/compare"
)

func date(s string) time.Time {
	t, err := time.Parse("2006-01-02 15:04:05", s)
	if err != nil {
		panic(err)
	}
	return t
}

// clean is an old certificate, and renewed the new one, which differs in what always differs.
func clean() compare.Facts {
	return compare.Facts{
		Type: "qwac", ID: "1", Digest: "d1", Authority: "DK-DFSA", OrgID: "PSDDK-DFSA-1", LegalName: "A",
		Issuer: "CN=CA", Key: "EC, pin 1",
		Signature: "ECDSA-SHA256", Roles: []string{"PSP_AI", "PSP_PI"}, Names: []string{"a.example"},
		Usages: []string{"clientAuth", "serverAuth"}, Policies: []string{"0.4.0.19495.3.1"},
		NotBefore: date("2026-01-01 00:00:00"), NotAfter: date("2026-12-31 23:59:59"),
	}
}

func renewed() compare.Facts {
	f := clean()
	f.ID, f.Digest, f.Key = "2", "d2", "EC, pin 2"
	f.NotBefore, f.NotAfter = date("2026-12-01 00:00:00"), date("2027-06-18 23:59:59")
	return f
}

// always are the rows that every renewal changes.
var always = []string{"certificate", "key", "validity", "lifetime"}

// TestRows changes one field of a renewal at a time.
func TestRows(t *testing.T) {
	for _, tt := range []struct {
		name   string
		edit   func(before, after *compare.Facts)
		opts   compare.Options
		field  string // beside those that always change; empty: none
		action compare.Action
		basis  bank.Basis
	}{
		{name: "clean", edit: func(_, _ *compare.Facts) {}, action: compare.Upload},
		{"identifier", func(_, a *compare.Facts) { a.OrgID = "PSDDK-DFSA-2" }, compare.Options{},
			"organizationIdentifier", compare.Register, bank.Assumed},
		{"identifier gone", func(_, a *compare.Facts) { a.OrgID = "" }, compare.Options{},
			"organizationIdentifier", compare.Register, bank.Assumed},
		{"legal name", func(_, a *compare.Facts) { a.LegalName = "B" }, compare.Options{}, "legal name", compare.Ask,
			bank.Assumed},
		{"type", func(_, a *compare.Facts) { a.Type = "qsealc" }, compare.Options{}, "type", compare.Ask, bank.Assumed},
		{"role lost", func(_, a *compare.Facts) { a.Roles = []string{"PSP_AI"} }, compare.Options{}, "roles",
			compare.Upload, bank.Documented},
		{"role gained", func(b, _ *compare.Facts) { b.Roles = []string{"PSP_AI"} }, compare.Options{}, "roles",
			compare.Ask, bank.Documented},
		{"role gained that is registered", func(b, _ *compare.Facts) { b.Roles = []string{"PSP_AI"} },
			compare.Options{Registered: []string{"PSP_AI", "PSP_PI"}}, "roles", compare.Nothing, ""},
		{"authority", func(_, a *compare.Facts) { a.Authority = "SE-FINA" }, compare.Options{}, "authority",
			compare.Ask, bank.Assumed},
		{"issuer", func(_, a *compare.Facts) { a.Issuer = "CN=CB" }, compare.Options{}, "issuer", compare.Ask,
			bank.Assumed},
		{"issuer that is trusted", func(_, a *compare.Facts) { a.Issuer, a.Trust = "CN=CB", "trusted" },
			compare.Options{}, "issuer", compare.Nothing, ""},
		{"clientAuth lost", func(_, a *compare.Facts) { a.Usages = []string{"serverAuth"} }, compare.Options{},
			"extended key usage", compare.Ask, bank.Assumed},
		{"serverAuth lost", func(_, a *compare.Facts) { a.Usages = []string{"clientAuth"} }, compare.Options{},
			"extended key usage", compare.Nothing, ""},
		{"names", func(_, a *compare.Facts) { a.Names = nil }, compare.Options{}, "names", compare.Nothing, ""},
		{"signature", func(_, a *compare.Facts) { a.Signature = "RSA" }, compare.Options{}, "signature",
			compare.Nothing, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			before, after := clean(), renewed()
			tt.edit(&before, &after)
			want := map[string]bool{tt.field: tt.field != ""}
			for _, f := range always {
				want[f] = true
			}
			c := compare.New(before, after, tt.opts)
			for _, r := range c.Rows {
				if (r.Change == compare.Changed) != want[r.Field] {
					t.Errorf("%s: %s, want changed %v", r.Field, r.Change, want[r.Field])
				}
				if r.Change == compare.Changed && r.Means == "" {
					t.Errorf("%s changes and nobody says what it means", r.Field)
				}
				if r.Field == tt.field && (r.Action != tt.action || r.Action != compare.Nothing && r.Basis == "") {
					t.Errorf("%s: %s (%s), want %s", r.Field, r.Action, r.Basis, tt.action)
				}
				if r.Field == tt.field && tt.basis == bank.Documented && r.Basis != tt.basis {
					t.Errorf("%s: %s, want %s", r.Field, r.Basis, tt.basis)
				}
			}
			if c.Fails() != (tt.action == compare.Register) {
				t.Errorf("fails %v with %s", c.Fails(), tt.action)
			}
		})
	}
}

// TestSerialTwice holds that another certificate with the serial number of the old one is another certificate.
func TestSerialTwice(t *testing.T) {
	after := renewed()
	after.ID, after.Key = clean().ID, clean().Key
	rows := compare.New(clean(), after, compare.Options{}).Rows
	if rows[0].Change != compare.Changed || rows[0].Action != compare.Upload {
		t.Errorf("got %+v", rows[0])
	}
	for _, r := range rows {
		if r.Field == "key" && r.Means == "" {
			t.Error("nothing is said about the same key")
		}
	}
}

// TestPartial holds that what client details do not say is not known, and never the same.
func TestPartial(t *testing.T) {
	before := compare.Facts{Partial: true, ID: "1", NotAfter: clean().NotAfter}
	for _, r := range compare.New(before, renewed(), compare.Options{}).Rows {
		if r.Change == compare.Unknown != (r.Field != "certificate") {
			t.Errorf("%s: %s", r.Field, r.Change)
		}
	}
}

// inZone is a time elsewhere; the zero time stays what it is.
func inZone(t time.Time, zone *time.Location) time.Time {
	if t.IsZero() {
		return t
	}
	return t.In(zone)
}

// TestEnded holds that nobody is told to upload with a certificate that has ended.
func TestEnded(t *testing.T) {
	before, after := clean(), renewed()
	for at, want := range map[string]string{
		"2026-12-31 23:59:59": "upload it now", "2027-01-01 00:00:00": "connections with it fail",
	} {
		c := compare.Between(before, after, compare.Options{At: date(at), LeadTime: 14 * 24 * time.Hour})
		if c.State != compare.Late || !strings.Contains(c.Says, want) {
			t.Errorf("%s: %s, %q, want %q", at, c.State, c.Says, want)
		}
	}
}

func TestCalendar(t *testing.T) {
	type days struct {
		State        compare.State
		First, Last  string
		Overlap, Gap int64
	}
	for _, tt := range []struct {
		name, oldEnd, begin, end, at string
		lead                         time.Duration
		want                         days
	}{
		{"open", "2026-12-31 23:59:59", "2026-12-01 00:00:00", "2027-06-18 23:59:59", "2026-12-02 00:00:00",
			14 * 24 * time.Hour, days{compare.Open, "2026-12-01", "2026-12-17", 31*86400 - 1, 0}},
		{"a day is over at midnight", "2026-12-31 00:00:00", "2026-12-01 00:00:00", "2027-06-18 23:59:59", "", 0,
			days{compare.Open, "2026-12-01", "2026-12-30", 30 * 86400, 0}},
		{"a day that ends at noon does not count", "2026-12-31 12:00:00", "2026-12-01 00:00:00", "2027-06-18 23:59:59",
			"", 24 * time.Hour, days{compare.Open, "2026-12-01", "2026-12-29", 30*86400 + 43200, 0}},
		{"late", "2026-12-31 23:59:59", "2026-12-01 00:00:00", "2027-06-18 23:59:59", "2026-12-18 00:00:01",
			14 * 24 * time.Hour, days{compare.Late, "2026-12-01", "2026-12-17", 31*86400 - 1, 0}},
		{"tight", "2026-12-31 23:59:59", "2026-12-20 00:00:00", "2027-06-18 23:59:59", "", 14 * 24 * time.Hour,
			days{compare.Tight, "", "", 12*86400 - 1, 0}},
		{"gap", "2026-12-31 23:59:59", "2027-01-02 23:59:59", "2027-06-18 23:59:59", "", 0,
			days{compare.Gap, "", "", 0, 2 * 86400}},
		{"they touch", "2026-12-31 23:59:59", "2026-12-31 23:59:59", "2027-06-18 23:59:59", "", 0,
			days{compare.Open, "2026-12-31", "2026-12-31", 0, 0}},
		{"gap of a second", "2026-12-31 23:59:59", "2027-01-01 00:00:00", "2027-06-18 23:59:59", "", 0,
			days{compare.Gap, "", "", 0, 1}},
		{"overlap of a second", "2026-12-31 23:59:59", "2026-12-31 23:59:58", "2027-06-18 23:59:59", "", 0,
			days{compare.Open, "2026-12-31", "2026-12-31", 1, 0}},
		{"the new one is not valid yet", "2026-12-31 23:59:59", "2026-12-10 00:00:00", "2027-06-18 23:59:59",
			"2026-12-01 00:00:00", 0, days{compare.Open, "2026-12-10", "2026-12-31", 22*86400 - 1, 0}},
		{"the last second of the last day", "2026-12-31 23:59:59", "2026-12-01 00:00:00", "2027-06-18 23:59:59",
			"2027-01-01 00:00:00", 0, days{compare.Open, "2026-12-01", "2026-12-31", 31*86400 - 1, 0}},
		{"the old one has ended", "2026-12-31 23:59:59", "2026-12-01 00:00:00", "2027-06-18 23:59:59",
			"2027-01-01 00:00:01", 0, days{compare.Late, "2026-12-01", "2026-12-31", 31*86400 - 1, 0}},
		{"both end in the same second", "2026-12-31 23:59:59", "2026-12-01 00:00:00", "2026-12-31 23:59:59", "", 0,
			days{compare.Open, "2026-12-01", "2026-12-31", 31*86400 - 1, 0}},
		{"a second before the old one", "2026-12-31 23:59:59", "2026-12-01 00:00:00", "2026-12-31 23:59:58", "", 0,
			days{compare.Exchanged, "", "", 31*86400 - 2, 0}},
		{"the day on which clocks change", "2026-10-25 01:30:00", "2026-10-24 22:30:00", "2027-06-18 23:59:59", "", 0,
			days{compare.Open, "2026-10-24", "2026-10-24", 3 * 3600, 0}},
		{"within one day", "2026-12-31 18:00:00", "2026-12-31 06:00:00", "2027-06-18 23:59:59", "", 0,
			days{compare.Tight, "", "", 12 * 3600, 0}},
		{"a lead time of none of its days", "2026-12-31 23:59:59", "2026-12-17 00:00:00", "2027-06-18 23:59:59", "",
			14 * 24 * time.Hour, days{compare.Open, "2026-12-17", "2026-12-17", 15*86400 - 1, 0}},
		{"exchanged", "2026-12-31 23:59:59", "2026-06-01 00:00:00", "2026-11-30 23:59:59", "", 0,
			days{compare.Exchanged, "", "", 183*86400 - 1, 0}},
		{"no end", "9999-12-31 23:59:59", "2026-06-01 00:00:00", "2026-11-30 23:59:59", "", 0,
			days{State: compare.NoDay}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			before, after := clean(), renewed()
			before.NotAfter, after.NotBefore, after.NotAfter = date(tt.oldEnd), date(tt.begin), date(tt.end)
			opts := compare.Options{LeadTime: tt.lead}
			if tt.at != "" {
				opts.At = date(tt.at)
			}
			c := compare.New(before, after, opts).Calendar
			if diff := cmp.Diff(tt.want, days{c.State, c.First, c.Last, c.Overlap, c.Gap}); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			// Where a time is read changes nothing: days are those of UTC, and no clock is put forward or back.
			zone := time.FixedZone("far east", 14*3600)
			before.NotAfter, after.NotBefore = before.NotAfter.In(zone), after.NotBefore.In(zone)
			after.NotAfter, opts.At = after.NotAfter.In(zone), inZone(opts.At, zone)
			if diff := cmp.Diff(c, compare.Between(before, after, opts)); diff != "" {
				t.Errorf("elsewhere (-UTC +there):\n%s", diff)
			}
		})
	}
}

// TestPointless: no day is named for a certificate that is no renewal, or has ended itself.
func TestPointless(t *testing.T) {
	byBank := clean()
	byBank.Partial, byBank.Digest = true, ""
	late := compare.Options{At: date("2028-01-01 00:00:00")}
	for _, tt := range []struct {
		before, after compare.Facts
		opts          compare.Options
		want          compare.State
	}{
		{clean(), clean(), compare.Options{}, compare.Unrenewed},
		{byBank, clean(), compare.Options{}, compare.Unrenewed},
		{clean(), clean(), late, compare.Unrenewed}, {clean(), renewed(), late, compare.Ended},
		{byBank, renewed(), late, compare.Ended},
		{clean(), renewed(), compare.Options{At: date("2027-06-18 23:59:59")}, compare.Late},
	} {
		c := compare.Between(tt.before, tt.after, tt.opts)
		days := c.First+c.Last != ""
		if c.State != tt.want || days != (tt.want == compare.Late) || c.Says == "" {
			t.Errorf("want %s, got %+v", tt.want, c)
		}
	}
}
