package upload

import (
	"strings"
	"testing"

	"qwac/internal/testpki"
	"qwac/pkg/cert"
	"qwac/pkg/chain"
	"qwac/pkg/eidas"
	"qwac/pkg/lint"
)

// TestNextStepForRevocation gives a command that works with what the certificate has, and no file to be made first.
func TestNextStepForRevocation(t *testing.T) {
	const ask = "To check: `curl -fL -o ocsp.der 'http://ocsp.example/MF"
	const list = "To check: `curl -fL -o ca.crl 'http://crl.example/'`"
	for _, tt := range []struct {
		name      string
		ocsp, crl string
		path      int // certificates of the path
		want      string
	}{
		{"responder", "http://ocsp.example/", "http://crl.example/", 3, ask},
		{"responder behind ldap", "ldap://x http://ocsp.example/", "", 2, ask},
		{"no issuer", "http://ocsp.example/", "", 1, "Add the certificate of the issuer"},
		{"no issuer, but a list", "http://ocsp.example/", "ldap://x http://crl.example/", 1, list},
		{"a responder of no use", "ldap://x", "http://crl.example/", 3, list},
		{"nothing of use", "http://ocsp.example/?ca", "", 3, "Ask the issuer (QTSP)"},
		{"list", "", "http://crl.example/", 3, list},
		{"neither", "", "", 3, "Ask the issuer (QTSP)"},
		{"too long", "http://" + strings.Repeat("a", maxAddress), "", 3, "The address of the responder has 407"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := new(chain.Chain)
			for i := range tt.path {
				x := *testpki.Clean().Certs()[i].X509()
				c.Path = append(c.Path, &cert.Cert{Certificate: &x})
			}
			c.Path[0].OCSPServer = strings.Fields(tt.ocsp)
			c.Path[0].CRLDistributionPoints = strings.Fields(tt.crl)
			if got := hintOf(&eidas.Subject{Chain: c, Leaf: c.Path[0]}); !strings.HasPrefix(got, tt.want) {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func hintOf(s *eidas.Subject) string {
	for _, f := range lint.Run(s, accessRules[:1]) {
		return f.Hint
	}
	return ""
}
