package cert

import (
	"errors"
	"slices"
	"testing"

	"qwac/internal/testpki"
	"qwac/pkg/lint"
)

// TestUnknownRefusal wants the words of crypto/x509 where it refuses a certificate for a cause that no rule names, and
// nothing of the kind where one does.
func TestUnknownRefusal(t *testing.T) {
	tests := []struct {
		name string
		edit func(*testpki.Spec)
		want []string
	}{
		{"clean", nil, []string{"X02"}},
		{"version", func(s *testpki.Spec) { s.Version = -1 }, []string{"X03"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			spec := testpki.PSD2QWAC()
			if tt.edit != nil {
				tt.edit(&spec)
			}
			c, err := ParseCertificate(testpki.Issue(spec, nil).DER)
			if err != nil {
				t.Fatal(err)
			}
			c.Refused = errors.New("x509: of late")
			var got []string
			for _, f := range lint.Run(&Subject{Path: []Placed{{c, lint.Where{Cert: 1}}}}, x509Rules) {
				got = append(got, f.Rule.Code)
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("found %v, want %v", got, tt.want)
			}
		})
	}
}

// TestTimeFault wants what strict verifiers stumble over, and not what every one of them reads.
func TestTimeFault(t *testing.T) {
	for text, want := range map[string]string{
		"20270701000000Z":   "",
		"20270701000000.5Z": `the GeneralizedTime "20270701000000.5Z" has a fraction (.5), want YYYYMMDDHHMMSSZ`,
	} {
		spec := testpki.PSD2QWAC()
		spec.NotAfterDER = testpki.TLV(24, []byte(text))
		c, err := ParseCertificate(testpki.Issue(spec, nil).DER)
		if err != nil {
			t.Fatal(err)
		}
		if got := TimeFault(c); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}
