package revocation_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"qwac/internal/testpki"
	"qwac/pkg/chain"
	"qwac/pkg/revocation"
)

// TestLimit has a list that says that it holds, and readers who want a younger one: what it proves is open again, but
// for a revocation.
func TestLimit(t *testing.T) {
	clean, at := testpki.Clean(), testpki.At()
	list := testpki.CRL{Issuer: clean.Intermediate, ThisUpdate: at.Add(-48 * time.Hour),
		NextUpdate: at.Add(48 * time.Hour)}
	revoked := list
	revoked.Revoked = []testpki.Revoked{{Cert: clean.Leaf, Since: at.Add(-72 * time.Hour)}}
	for _, tt := range []struct {
		name string
		list testpki.CRL
		age  time.Duration
		want string
	}{
		{"no limit", list, 0, "0 good by list1"},
		{"young enough", list, 48 * time.Hour, "0 good by list1"},
		{"too old", list, 47 * time.Hour, "A19 warning 1: what is said of the leaf is from"},
		{"revoked for ever", revoked, time.Hour, "0 revoked by list1"},
	} {
		s := revocation.Judge(build(t, chain.Options{At: at}, clean.Certs()...), at, parseCRL(t, tt.list))
		s.Limit(at, tt.age)
		if got := outline(s); !slices.ContainsFunc(got, func(l string) bool { return strings.HasPrefix(l, tt.want) }) {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}
