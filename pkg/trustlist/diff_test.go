package trustlist

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"qwac/internal/testpki"
)

func TestDiff(t *testing.T) {
	ca := func(name string, states ...testpki.TLState) testpki.TLService {
		spec := testpki.IssuingCA()
		spec.Key.Name = name
		return testpki.TLService{Name: name, Certs: []testpki.Cert{testpki.Issue(spec, nil)}, States: states}
	}
	web := state(day(2022, 1, 1), "granted", wsa)
	gone := state(day(2026, 1, 1), "withdrawn", wsa)
	seal := state(day(2022, 1, 1), "granted", "ForeSeals")
	before := index(t, ca("stays", web), ca("leaves", web), ca("is withdrawn", web), ca("loses its purpose", web),
		ca("changes", web), ca("seal", seal))
	after := index(t, ca("stays", web), ca("is withdrawn", gone, web),
		ca("loses its purpose", state(day(2026, 1, 1), "granted"), web),
		ca("changes", state(day(2022, 1, 1), "granted", wsa, "RootCA-QC")), ca("comes", web),
		ca("comes and is withdrawn", gone, web))
	for _, c := range []struct {
		name          string
		before, after *Index
		want          []string
	}{
		{"nothing", before, before, nil},
		{"all kinds", before, after, []string{"appeared comes", "changed changes", "withdrawn is withdrawn",
			"withdrawn leaves", "withdrawn loses its purpose"}},
		{"back", after, before, []string{"appeared is withdrawn", "appeared leaves", "appeared loses its purpose",
			"changed changes", "withdrawn comes"}},
		{"a gap", newIndex(t), after, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			changes, err := Diff(c.before, c.after)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, change := range changes {
				got = append(got, string(change.Kind)+" "+change.Entry.Service.Name)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("changes (-want +got):\n%s", diff)
			}
		})
	}
}

func TestGrantedAt(t *testing.T) {
	seals := granted()
	seals.States = []testpki.TLState{state(day(2022, 2, 1), "granted", "ForeSeals")}
	x := index(t, granted(), seals)
	for at, want := range map[int]int{2021: 0, 2026: 1} {
		got, err := x.GrantedAt(day(at, 3, 1))
		if err != nil || len(got) != want || want == 1 && len(got[0].Entry.Service.Certs) != 1 {
			t.Errorf("%d: %v, %v", at, got, err)
		}
	}
}
