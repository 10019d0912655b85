package psd2

import (
	"cmp"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"qwac/pkg/bundle"
	"qwac/pkg/chain"
	"qwac/pkg/eidas"
	"qwac/pkg/ident"
	"qwac/pkg/lint"
)

// corpus returns the subjects of all files of the corpus that match, by their place in it. Each is judged a day after
// it was issued, for a bank that registers PSP_AI and PSP_PI.
func corpus(t *testing.T, pattern string) map[string]*eidas.Subject {
	t.Helper()
	root := cmp.Or(os.Getenv("QWAC_CORPUS"), "../../../shared/corpus")
	if _, err := os.Stat(root); err != nil {
		t.Skipf("there is no corpus at %s, set QWAC_CORPUS", root)
	}
	files, err := filepath.Glob(filepath.Join(root, pattern))
	if err != nil || len(files) == 0 {
		t.Fatalf("no files %s: %v", pattern, err)
	}
	subjects := map[string]*eidas.Subject{}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var b bundle.Bundle
		if err := b.Parse(file, data); err != nil || len(b.Certs) != 1 {
			t.Logf("%s: %d certificates, %v, %v", file, len(b.Certs), b.Faults, err)
			continue
		}
		name, _ := filepath.Rel(root, file)
		leaf := b.Certs[0]
		s := &eidas.Subject{
			Chain: &chain.Chain{Bundle: &b, Path: b.Certs}, Leaf: leaf, Info: eidas.Decode(leaf.Certificate),
			At: leaf.NotBefore.AddDate(0, 0, 1), Offered: []ident.Role{ident.RoleAI, ident.RolePI},
		}
		s.Type = eidas.TypeOf(leaf.Certificate, s.Info)
		subjects[name] = s
	}
	return subjects
}

// TestCorpusPSD2 is the table of the corpus, and what a bank would find.
func TestCorpusPSD2(t *testing.T) {
	type row struct {
		Host, NCA, Profile string
		PSD2Policy         bool
		Roles              []ident.Role
		Precertificate     bool
		Type               eidas.Type
		Found              []string
	}
	all := []ident.Role{ident.RoleAI, ident.RoleAS, ident.RoleIC, ident.RolePI}
	want := []row{
		{"api.gosafeconnect.com", "GB-FCA", "QEVCP-w", false, []ident.Role{ident.RoleAI, ident.RolePI}, false,
			eidas.TypeQWAC,
			[]string{"S44 notice", "L12 notice", "L18 warning"}},
		{"api.permanenttsb.ie", "IE-CBI", "QEVCP-w", false, all, false, eidas.TypeQWAC,
			[]string{"S44 notice", "L12 notice", "L18 warning", "V01 warning", "R14 notice"}},
		{"moneymonk.nl", "NL-DNB", "QEVCP-w", true, []ident.Role{ident.RoleAI}, true, eidas.TypeQWAC,
			[]string{"S44 notice", "L12 notice"}},
		{"obag.cib.hu", "HU-CBH", "", true, []ident.Role{ident.RoleAI, ident.RoleIC, ident.RolePI}, true,
			eidas.TypeQWAC,
			[]string{"S44 notice", "L12 notice", "L23 warning", "R14 notice"}},
		{"xs2apsd2.raiba-steingaden.de", "DE-BAFIN", "QEVCP-w", true, all, true, eidas.TypeQWAC,
			[]string{"S44 notice", "L12 notice", "R14 notice"}},
	}
	var got []row
	for name, s := range corpus(t, "chains/psd2-qwac/*/leaf.pem") {
		host, _, _ := strings.Cut(filepath.Base(filepath.Dir(name)), "__")
		i := s.Info
		got = append(got, row{
			host, i.PSD2.NCAID, i.Profile().String(), i.Policy(eidas.OIDPolicyPSD2) != nil, i.Roles(),
			eidas.Precertificate(s.Leaf.Certificate), s.Type, codes(s),
		})
		if i.Faults != nil || i.PSD2.Lenient != nil {
			t.Errorf("%s: faults %v, lenient readings %v", name, i.Faults, i.PSD2.Lenient)
		}
	}
	slices.SortFunc(got, func(a, b row) int { return strings.Compare(a.Host, b.Host) })
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Errorf("PSD2 QWACs (-want +got):\n%s", diff)
	}
}

// TestCorpusBrexit judges the certificate of a British authority before and after the end of EU law there.
func TestCorpusBrexit(t *testing.T) {
	for name, s := range corpus(t, "chains/psd2-qwac/api.gosafeconnect.com*/leaf.pem") {
		for at, want := range map[string][]string{"2020-06-01": {"L18 warning"}, "2020-12-31": {"L18 warning"},
			"2021-01-01": {"S26 error", "L18 warning"}} {
			s.At, _ = time.Parse(time.DateOnly, at)
			if diff := gocmp.Diff(want, grave(s)); diff != "" {
				t.Errorf("%s at %s (-want +got):\n%s", name, at, diff)
			}
		}
	}
}

func TestCorpusOtherTypes(t *testing.T) {
	tests := []struct {
		pattern string
		count   int
		typ     eidas.Type
		found   []string
	}{
		{"chains/qwac/*/leaf.pem", 11, eidas.TypeQWAC, []string{"J04 error"}},
		{"chains/qsealc/*.pem", 10, eidas.TypeQSealC, []string{"J01 error"}},
	}
	for _, tt := range tests {
		subjects := corpus(t, tt.pattern)
		if len(subjects) != tt.count {
			t.Errorf("%s: %d certificates, want %d", tt.pattern, len(subjects), tt.count)
		}
		for name, s := range subjects {
			if s.Type != tt.typ || s.Info.PSD2 != nil {
				t.Errorf("%s: type %s, PSD2 %v", name, s.Type, s.Info.PSD2)
			}
			want := slices.Concat(tt.found, besides(name))
			if diff := gocmp.Diff(want, grave(s)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", name, diff)
			}
		}
	}
}

// besides is what is wrong with a genuine certificate besides its type, and true by the clause.
func besides(name string) []string {
	for _, b := range []struct {
		name  string
		codes []string
	}{
		{"clientCMS-nonprd.sibelga.be", []string{"Q16 warning"}},
		{"eresepti.kauniala.fi", []string{"Q16 warning", "L15 warning"}},
		{"revoked3e.fineid.fi", []string{"Q16 warning", "L15 warning"}},
		{"sede.dipsegovia.es", []string{"Q16 warning"}},
		{"proveedores.fnmt.es", []string{"A06 error"}}, // ldap beside http
		// QEVCP-w, but no EV subject
		{"testrevoked-2015-server-qualified", []string{"Q16 warning", "L38 error", "L18 warning"}},
		{"DHIMYOTIS-TSU14", []string{"Q21 warning", "Q21 warning"}}, // FR and EN
		// list behind https alone
		{"EUROPEAN-COMMISSION", []string{"A06 error"}},
	} {
		if strings.Contains(name, b.name) {
			return b.codes
		}
	}
	return nil
}

// grave lists the errors and warnings.
func grave(s *eidas.Subject) []string {
	return slices.DeleteFunc(codes(s), func(c string) bool { return strings.HasSuffix(c, " notice") })
}

// TestCorpusEverything runs all rules over certificates that are often wrong: none may panic, each has a type, and each
// finding has a text.
func TestCorpusEverything(t *testing.T) {
	for _, pattern := range []string{"chains/psd2-sandbox/*.pem", "etsi/*/*.pem"} {
		types := map[eidas.Type]int{}
		rules := map[string]int{}
		subjects := corpus(t, pattern)
		for name, s := range subjects {
			types[s.Type]++
			if s.Type == "" {
				t.Errorf("%s has no type", name)
			}
			for _, f := range lint.Silence(lint.Run(s, allRules()...)) {
				rules[f.Rule.Code]++
				if f.Message == "" || f.Hint == "" || strings.Contains(f.Message, "%!") {
					t.Errorf("%s: %+v", name, f)
				}
			}
		}
		t.Logf("%s: %d certificates, types %v, findings %v", pattern, len(subjects), types, rules)
	}
}
