package sandbox_test

import (
	"context"
	"crypto/x509"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"qwac/internal/journal"
	"qwac/internal/testbank"
	"qwac/internal/testpki"
	banks "qwac/pkg/bank"
	"qwac/pkg/cert"
	"qwac/pkg/chain"
	"qwac/pkg/submit"
	"qwac/pkg/submit/sandbox"
)

// TestSubmit has the client of pkg/submit register and rotate, with each trouble on the way. The certificate is there
// once.
func TestSubmit(t *testing.T) {
	for _, text := range []string{
		"", "drop-before=1", "429=1", "500=2", "503=2", "drop-after=1", "500-after=2", "truncated=1",
		"certificates:wrong-type=1", "certificates:huge=1", "latency=20ms,503=1/3,drop-after=1/4,seed=3",
		"certificates:redirect=1", "token-ttl=1s",
	} {
		t.Run(text, func(t *testing.T) {
			faults, err := sandbox.ParseFaults(text)
			if err != nil {
				t.Fatal(err)
			}
			d := newDesk(t, func(o *sandbox.Options) { o.Faults = faults })
			j, err := journal.Open(filepath.Join(t.TempDir(), "journal"))
			d.check(err)
			pool := x509.NewCertPool()
			pool.AppendCertsFromPEM(d.ca)
			options := submit.Options{
				Target: submit.Target{
					Environment: banks.Environment{BaseURL: d.url, TokenURL: d.url + sandbox.TokenPath}},
				Certificate: pair(nil), ServerCAs: pool, Journal: j, Timeout: 5 * time.Second,
				Wait: func(ctx context.Context, _ time.Duration) error { return ctx.Err() },
			}
			ctx := context.Background()
			first, err := submit.New(options)
			d.check(err)
			_, err = first.Register(ctx, submit.Registration{Name: "mycompany", Roles: []string{"PSP_AI", "PSP_PI"},
				RedirectURIs: []string{"https://a.example/"}},
				func(c submit.Credentials) error {
					options.ClientID, options.ClientSecret = c.ClientID, c.ClientSecret
					return nil
				})
			d.check(err)
			client, err := submit.New(options)
			d.check(err)
			if faults.TokenTTL > 0 {
				_, err := client.Token(ctx)
				d.check(err)
				d.pass(faults.TokenTTL)
			}
			next := testpki.NewLeaf(func(s *testpki.Spec) { s.Key.Name = "leaf 2" })
			var path []*cert.Cert
			for _, c := range next.Certs() {
				path = append(path, &cert.Cert{Certificate: c.X509()})
			}
			payload, err := submit.NewPayload(nil, &chain.Chain{Path: path})
			d.check(err)
			if _, err := client.AddCertificate(ctx, payload); err != nil {
				t.Logf("first try: %v", err)
				_, err = client.AddCertificate(ctx, payload)
				d.check(err)
			}
			details, _, err := client.Client(ctx)
			d.check(err)
			times := 0
			for _, c := range details.CertificateChains {
				if c.Certificates[0].Is(next.Leaf.X509()) {
					times++
				}
			}
			if diff := cmp.Diff(1, times); diff != "" || len(details.CertificateChains) != 2 {
				t.Errorf("the certificate is there %d times: %+v", times, details)
			}
			_, err = client.SetRedirectURIs(ctx, []string{"https://b.example/"})
			d.check(err)
		})
	}
}

// TestOtherBank has the sandbox stand for the invented bank: its paths, its header, its payload, its roles and its
// answers.
func TestOtherBank(t *testing.T) {
	fixture := testbank.Fixture()
	d := newDesk(t, func(o *sandbox.Options) { o.Bank = fixture })
	j, err := journal.Open(filepath.Join(t.TempDir(), "journal"))
	d.check(err)
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(d.ca)
	central := func(s *testpki.Spec) { s.SetRoles("PSP_IC") }
	options := submit.Options{
		Target: submit.Target{Bank: fixture,
			Environment: banks.Environment{BaseURL: d.url, TokenURL: d.url + sandbox.TokenPath}},
		Certificate: pair(central), ServerCAs: pool, Journal: j,
	}
	client, err := submit.New(options)
	d.check(err)
	request := submit.Registration{Name: "mycompany", Roles: []string{"PSP_IC"},
		RedirectURIs: []string{"https://a.example/"}}
	_, err = client.Register(t.Context(), request, func(c submit.Credentials) error {
		options.ClientID, options.ClientSecret = c.ClientID, c.ClientSecret
		return nil
	})
	d.check(err)
	client, err = submit.New(options)
	d.check(err)
	chainOf := func(edit func(*testpki.Spec)) *submit.Payload {
		var path []*cert.Cert
		for _, c := range testpki.NewLeaf(func(s *testpki.Spec) { s.Key.Name = "leaf 2"; edit(s) }).Certs() {
			path = append(path, &cert.Cert{Certificate: c.X509()})
		}
		p, err := submit.NewPayload(fixture, &chain.Chain{Path: path})
		d.check(err)
		return p
	}
	_, err = client.AddCertificate(t.Context(), chainOf(central))
	d.check(err)
	_, err = client.AddCertificate(t.Context(), chainOf(func(s *testpki.Spec) { s.SetRoles("PSP_AI") }))
	var refused *submit.ResponseError
	if !errors.As(err, &refused) || refused.StatusCode != 422 ||
		refused.Documented != fixture.Documented(banks.CallCertificate, 422) {
		t.Fatalf("got %v", err)
	}
	if got := refused.Header.Get(fixture.API.RequestID); got != refused.RequestID {
		t.Errorf("the header %s of the answer is %q, want %q", fixture.API.RequestID, got, refused.RequestID)
	}
}
