package app

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"log"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"qwac/internal/testpki"
	banks "qwac/pkg/bank"
	"qwac/pkg/bundle"
	"qwac/pkg/check"
	"qwac/pkg/submit"
)

// TestRefusal has every row of the bank's error tables: the explanation names a rule that would have found the cause,
// or where no rule can, what to look at.
func TestRefusal(t *testing.T) {
	e := &env{stderr: io.Discard, now: testpki.At}
	b := &bank{profile: banks.Default(), pair: &pair{bundle: bundleOf(t, testpki.Clean())}}
	for _, test := range []struct {
		call   banks.Call
		status int
		want   []string
		never  string
	}{
		{banks.CallRedirectURIs, 400, []string{"redirect-uri-missing", "redirect-uri-syntax", "redirect-uri-not-https"},
			"pem-empty"},
		{banks.CallRedirectURIs, 401, []string{"revocation-revoked (", "next: see that the client certificate"},
			"leaf-eku-clientauth-missing"},
		{banks.CallRedirectURIs, 404, []string{"next: see that --client-id is that of this environment"},
			"no local rule"},
		{banks.CallCertificate, 400, []string{"chain-intermediate-missing", "pem-bom", "validity-expired"},
			"redirect-uri"},
		{banks.CallCertificate, 401, []string{"revocation-revoked ("}, "leaf-ku-digitalsignature-missing"},
		{banks.CallCertificate, 403, []string{"role-not-registered", "psd2-roles-flattened", "qc-type-not-web"},
			"role-not-in-certificate"},
		{banks.CallCertificate, 404, []string{"next: see that --client-id is that of this environment"},
			"no local rule"},
		{banks.CallRegister, 400, []string{"redirect-uri-not-https", "chain-root-missing"}, "role-not-in-certificate"},
		{banks.CallRegister, 403,
			[]string{"role-not-in-certificate", "role-not-offered-by-bank", "psd2-statement-missing"}, "redirect-uri"},
		{banks.CallToken, 401, []string{"next: see that client id and secret"}, "role-"},
		{banks.CallToken, 404, []string{"next: see that --token-url"}, "--client-id"},
		{banks.CallClient, 503, []string{"next: run it again later"}, "no local rule"},
	} {
		refused := &submit.ResponseError{Call: test.call, StatusCode: test.status, At: testpki.At(),
			Documented: banks.Default().Documented(test.call, test.status)}
		got := e.refusal(b, refused, nil).Error()
		for _, want := range append(test.want, "sent at 2026-") {
			if !strings.Contains(got, want) {
				t.Errorf("%s %d: no %q in\n%s", test.call, test.status, want, got)
			}
		}
		if strings.Contains(got, test.never) {
			t.Errorf("%s %d: %q in\n%s", test.call, test.status, test.never, got)
		}
	}
}

// TestRefusalNamesTheCause has what the pre-flight found of what was sent, and for 401 of the client certificate.
func TestRefusalNamesTheCause(t *testing.T) {
	flat := testpki.NewChain(func(leaf, _, _ *testpki.Spec) {
		leaf.SetPSD2(func(p *testpki.PSD2) { p.Flattened = true })
	})
	found, err := check.Run(bundleOf(t, flat), check.Options{At: testpki.At()})
	if err != nil {
		t.Fatal(err)
	}
	e := &env{stderr: io.Discard, now: testpki.At}
	for _, test := range []struct {
		name   string
		own    testpki.Chain
		status int
		want   string
	}{
		{"what was sent", testpki.Clean(), 403, "  psd2-roles-flattened (S04): one entry holds 2 roles"},
		{"another status than predicted", testpki.Clean(), 400,
			"  psd2-roles-flattened (S04): one entry holds 2 roles"},
		{"client certificate", flat, 401, "  client certificate: psd2-roles-flattened (S04): one entry"},
	} {
		b := &bank{profile: banks.Default(), pair: &pair{bundle: bundleOf(t, test.own)}}
		err := e.refusal(b,
			&submit.ResponseError{Call: banks.CallCertificate, StatusCode: test.status, At: testpki.At()}, found)
		if lines := strings.Split(err.Error(), "\n"); !slices.ContainsFunc(lines, func(l string) bool {
			return strings.HasPrefix(l, test.want)
		}) {
			t.Errorf("%s: no %q in\n%v", test.name, test.want, err)
		}
	}
}

// TestRefusalOfToken has a client certificate in one file with its key: its text is no cause, id and secret may be.
func TestRefusalOfToken(t *testing.T) {
	e := &env{stderr: io.Discard, now: testpki.At}
	flat := testpki.NewChain(func(leaf, _, _ *testpki.Spec) {
		leaf.SetPSD2(func(p *testpki.PSD2) { p.Flattened = true })
	})
	refused := &submit.ResponseError{Call: banks.CallToken, StatusCode: 401, At: testpki.At()}
	for _, test := range []struct {
		own         testpki.Chain
		want, never string
	}{
		{testpki.Clean(), "\nnext: see that client id and secret", "find the cause"},
		{flat, "psd2-roles-flattened (S04)", "pem-private-key-present (P"},
		{flat, "\nalso: see that client id and secret", "validity-expired"},
	} {
		b := new(bundle.Bundle)
		if err := b.Parse("both.pem", append(test.own.PEM(), test.own.Leaf.KeyPEM()...)); err != nil {
			t.Fatal(err)
		}
		sent, err := check.Run(bundleOf(t, testpki.NewChain(func(leaf, _, _ *testpki.Spec) {
			leaf.NotAfter = testpki.At().Add(-time.Hour)
		})), check.Options{At: testpki.At()})
		if err != nil || sent.Verdict != check.Refuse {
			t.Fatal(err)
		}
		got := e.refusal(&bank{profile: banks.Default(), pair: &pair{bundle: b}}, refused, sent).Error()
		if !strings.Contains(got, test.want) || strings.Contains(got, test.never) {
			t.Errorf("want %q and no %q in\n%s", test.want, test.never, got)
		}
	}
}

// TestHandshake has a server that does not take the client certificate, and one whose own is not known.
func TestHandshake(t *testing.T) {
	server := httptest.NewUnstartedServer(nil)
	server.TLS = &tls.Config{ClientAuth: tls.RequireAndVerifyClientCert, ClientCAs: x509.NewCertPool()}
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	defer server.Close()
	known := x509.NewCertPool()
	known.AddCert(server.Certificate())
	own := testpki.Clean().Leaf
	o := submit.Options{
		Target:   submit.Target{Environment: banks.Environment{BaseURL: server.URL, TokenURL: server.URL + "/token"}},
		ClientID: "x", ClientSecret: submit.NewSecret("x"),
		Certificate: tls.Certificate{Certificate: [][]byte{own.DER}, PrivateKey: own.Key},
	}
	for _, test := range []struct {
		cas    *x509.CertPool
		target string
		want   string
	}{
		{known, "", "next: the server ended the handshake"},
		{nil, "", "next: name the CA of the server by --server-ca"},
		{nil, banks.Sandbox, "next: see whether a proxy answers"},
		{x509.NewCertPool(), "", "next: see that --server-ca is the CA of this server"},
	} {
		o.ServerCAs = test.cas
		client, err := submit.New(o)
		if err != nil {
			t.Fatal(err)
		}
		_, err = client.Token(t.Context())
		b := &bank{profile: banks.Default(), ownCAs: test.cas != nil,
			target: submit.Target{Environment: banks.Environment{Name: test.target}}}
		e := &env{stderr: io.Discard, acting: true, now: time.Now}
		if err = e.refusal(b, err, nil); !strings.Contains(err.Error(), test.want) || e.status(err) != statusInput {
			t.Errorf("no %q in\n%v", test.want, err)
		}
	}
}

// TestExitStatus has the errors of package submit, an unknown outcome around a refusal among them.
func TestExitStatus(t *testing.T) {
	refused := &submit.ResponseError{StatusCode: 403}
	b := &bank{profile: banks.Default(), pair: &pair{bundle: bundleOf(t, testpki.Clean())}}
	for want, errs := range map[int][]error{
		statusOK:       {nil},
		statusFindings: {errFindings},
		statusUsage:    {usagef("wrong")},
		statusInput: {errors.New("broken"), &submit.ConnectionError{}, &submit.AnswerError{},
			&submit.ResponseError{StatusCode: 503}, &submit.ResponseError{StatusCode: 429}},
		statusRefused: {refused, (&env{now: time.Now}).refusal(b, refused, nil)},
		statusUnknown: {&submit.UnknownOutcomeError{Err: refused},
			&submit.UnknownOutcomeError{Err: errors.New("broken")}},
	} {
		for _, err := range errs {
			e := &env{stderr: io.Discard, acting: true, now: time.Now}
			if got := e.status(err); got != want {
				t.Errorf("%T %v: status %d, want %d", err, err, got, want)
			}
		}
	}
}

func bundleOf(t *testing.T, c testpki.Chain) *bundle.Bundle {
	t.Helper()
	b := new(bundle.Bundle)
	if err := b.Parse("chain.pem", c.PEM()); err != nil {
		t.Fatal(err)
	}
	return b
}
