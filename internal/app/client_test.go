package app

import (
	"bytes"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"qwac/internal/testpki"
	"qwac/pkg/cert"
	"qwac/pkg/submit"
)

// TestClientView has chains at each stage of their life, and texts that would move the cursor.
func TestClientView(t *testing.T) {
	now := time.Date(2026, 12, 1, 12, 0, 0, 0, time.UTC)
	ends := func(after time.Duration) submit.CertificateChain {
		info := submit.CertificateInfo{Subject: "CN=a", SerialNumber: "1", NotBefore: now.AddDate(-1, 0, 0)}
		if after != 0 {
			info.NotAfter = now.Add(after)
		}
		return submit.CertificateChain{Certificates: []submit.CertificateInfo{info}}
	}
	b := &bank{pair: &pair{leaf: &cert.Cert{Certificate: testpki.Clean().Leaf.X509()}}}
	const day = 24 * time.Hour
	v := viewOf(b, &submit.ClientDetails{
		Name: "my\x1bcompany", ClientID: "33a2", Roles: []string{"PSP_AI"},
		CertificateChains: []submit.CertificateChain{ends(2*day + 1), ends(day), ends(day - 1), ends(-1), ends(0)},
	}, now)
	var got bytes.Buffer
	v.text(&got)
	const want = `client        33a2
name          my\u001bcompany
roles         PSP_AI

chain, 2 days left
  CN=a
    serial 1, valid 2025-12-01 to 2026-12-03

chain, 1 day left
  CN=a
    serial 1, valid 2025-12-01 to 2026-12-02

chain, 0 days left
  CN=a
    serial 1, valid 2025-12-01 to 2026-12-02

chain, expired
  CN=a
    serial 1, valid 2025-12-01 to 2026-12-01

chain, end not known
  CN=a
    serial 1, valid 2025-12-01 to ?
`
	if diff := cmp.Diff(want, got.String()); diff != "" {
		t.Errorf("text (-want +got):\n%s", diff)
	}
}
