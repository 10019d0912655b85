package submit_test

import (
	"crypto/tls"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"qwac/internal/testbank"
	banks "qwac/pkg/bank"
	"qwac/pkg/submit"
)

func TestTargetValidate(t *testing.T) {
	production, sandbox := target(banks.Default(), banks.Production), target(banks.Default(), banks.Sandbox)
	fixture := target(testbank.Fixture(), banks.Sandbox)
	own := submit.Target{Environment: banks.Environment{TokenURL: "https://localhost:8443/token",
		BaseURL: "https://localhost:8443"}}
	with := func(t submit.Target, edit func(*submit.Target)) submit.Target { edit(&t); return t }
	for _, tt := range []struct {
		name   string
		target submit.Target
		want   string // part of the error; empty: none
	}{
		{"production", production, ""},
		{"sandbox", sandbox, ""},
		{"own", own, ""},
		{"of another bank", fixture, ""},
		{"token of another bank", with(fixture, func(t *submit.Target) {
			t.Name, t.TokenURL = "", production.TokenURL
		}), "belongs to production of Lunar"},
		{"own with a path and a slash", with(own, func(t *submit.Target) { t.BaseURL += "/api/" }), ""},
		{"empty", submit.Target{}, `token URL ""`},
		{"token of production in the sandbox", with(sandbox, func(t *submit.Target) {
			t.TokenURL = production.TokenURL
		}), "mixed"},
		{"own base in the sandbox", with(sandbox, func(t *submit.Target) { t.BaseURL = own.BaseURL }), "mixed"},
		{"own with the production host", with(own, func(t *submit.Target) {
			t.BaseURL = "https://TPP.openbanking.prod.lunar.tech.:443/x"
		}), "belongs to production"},
		{"own with the debug host of the sandbox", with(own, func(t *submit.Target) {
			t.DebugURL = sandbox.DebugURL
		}), "belongs to sandbox"},
		{"http", with(own, func(t *submit.Target) { t.BaseURL = "http://localhost" }), "https"},
		{"user", with(own, func(t *submit.Target) { t.BaseURL = "https://a:b@localhost" }), "no user"},
		{"query", with(own, func(t *submit.Target) { t.TokenURL += "?a=b" }), "no user"},
		{"no URL", with(own, func(t *submit.Target) { t.TokenURL = "https://a b\x00" }), "no URL"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := tt.target.Validate()
			if (err == nil) != (tt.want == "") || err != nil && !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
			if strings.Contains(tt.want, "mixed") != errors.Is(err, submit.ErrMixedTargets) &&
				!strings.Contains(tt.want, "belongs") {
				t.Errorf("got %v", err)
			}
		})
	}
}

// target is the environment of a bank.
func target(b *banks.Bank, name string) submit.Target {
	e, _ := b.Environment(name)
	return submit.Target{Bank: b, Environment: e}
}

func TestNewRefuses(t *testing.T) {
	own := submit.Target{Environment: banks.Environment{TokenURL: "https://localhost:8443/token",
		BaseURL: "https://localhost:8443"}}
	for name, o := range map[string]submit.Options{
		"nothing":        {},
		"no certificate": {Target: own},
		"no key":         {Target: own, Certificate: tls.Certificate{Certificate: certificate().Certificate}},
	} {
		if _, err := submit.New(o); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestRequestsRefused(t *testing.T) {
	var target submit.Target
	uris := []string{"https://a"}
	roles := []string{"PSP_AI"}
	for _, tt := range []struct{ err, want string }{
		{second(target.ClientRequest("")), `client id "": want a UUID`},
		{second(target.ClientRequest("..")), `client id "..": want a UUID`},
		{second(target.ClientRequest("a/b")), `client id "a/b": want a UUID`},
		{second(target.CertificateRequest("a?b", payload(t))), `client id "a?b": want a UUID`},
		{second(target.RedirectURIsRequest("", uris)), `client id "": want a UUID`},
		{second(target.RedirectURIsRequest("a", nil)), "no redirect URI given: want at least one"},
		{second(target.RedirectURIsRequest("a", []string{"x", "y", "x"})), `redirect URI "x" is given twice`},
		{second(target.RegisterRequest(submit.Registration{Roles: roles, RedirectURIs: uris})),
			"a client without a name cannot be registered"},
		{second(target.RegisterRequest(submit.Registration{Name: "n", Roles: []string{"a", "a"}})),
			"role \"a\" is given twice\nno redirect URI given: want at least one"},
		{second(target.DebugRequest()), "no debug host is known for this target"},
	} {
		if diff := cmp.Diff(tt.want, tt.err); diff != "" {
			t.Errorf("-want +got:\n%s", diff)
		}
	}
}

func second(_ submit.Request, err error) string {
	if err == nil {
		return "no error"
	}
	return err.Error()
}
