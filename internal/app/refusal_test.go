package app

import (
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"qwac/internal/testpki"
	"qwac/pkg/chain"
	"qwac/pkg/check"
	"qwac/pkg/submit"
)

// TestRefusal has every row of the bank's error tables: the explanation names a rule that would have found the cause, or where no
// rule can, what to look at.
func TestRefusal(t *testing.T) {
	e := &env{stderr: io.Discard, now: testpki.At}
	b := &bank{pair: &pair{bundle: bundleOf(t, testpki.Clean())}}
	for _, test := range []struct {
		call   submit.Call
		status int
		want   []string
		never  string
	}{
		{submit.CallRedirectURIs, 400, []string{"redirect-uri-missing", "redirect-uri-syntax", "redirect-uri-not-https"}, "pem-empty"},
		{submit.CallRedirectURIs, 401, []string{"leaf-eku-clientauth-missing", "next: see that the client certificate"}, "redirect-uri"},
		{submit.CallRedirectURIs, 404, []string{"next: see that --client-id is that of this environment"}, "no local rule"},
		{submit.CallCertificate, 400, []string{"chain-intermediate-missing", "pem-bom", "validity-expired"}, "redirect-uri"},
		{submit.CallCertificate, 401, []string{"leaf-ku-digitalsignature-missing"}, "role-"},
		{submit.CallCertificate, 403, []string{"role-not-registered", "psd2-roles-flattened", "qc-type-not-web"}, "role-not-in-certificate"},
		{submit.CallCertificate, 404, []string{"next: see that --client-id is that of this environment"}, "no local rule"},
		{submit.CallRegister, 400, []string{"redirect-uri-not-https", "chain-root-missing"}, "role-not-in-certificate"},
		{submit.CallRegister, 403, []string{"role-not-in-certificate", "role-not-offered-by-bank", "psd2-statement-missing"}, "redirect-uri"},
		{submit.CallToken, 401, []string{"next: see that client id and secret"}, "role-"},
		{submit.CallClient, 503, []string{"next: run it again later"}, "no local rule"},
	} {
		refused := &submit.ResponseError{Call: test.call, StatusCode: test.status, At: testpki.At(), Documented: submit.Documented(test.call, test.status)}
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
	flat := testpki.NewChain(func(leaf, _, _ *testpki.Spec) { leaf.SetPSD2(func(p *testpki.PSD2) { p.Flattened = true }) })
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
		{"another status than predicted", testpki.Clean(), 400, "  psd2-roles-flattened (S04): one entry holds 2 roles"},
		{"client certificate", flat, 401, "  client certificate: psd2-roles-flattened (S04): one entry"},
	} {
		b := &bank{pair: &pair{bundle: bundleOf(t, test.own)}}
		err := e.refusal(b, &submit.ResponseError{Call: submit.CallCertificate, StatusCode: test.status, At: testpki.At()}, found)
		if lines := strings.Split(err.Error(), "\n"); !slices.ContainsFunc(lines, func(l string) bool { return strings.HasPrefix(l, test.want) }) {
			t.Errorf("%s: no %q in\n%v", test.name, test.want, err)
		}
	}
}

// TestExitStatus has the errors of package submit, an unknown outcome around a refusal among them.
func TestExitStatus(t *testing.T) {
	refused := &submit.ResponseError{StatusCode: 403}
	b := &bank{pair: &pair{bundle: bundleOf(t, testpki.Clean())}}
	for want, errs := range map[int][]error{
		statusOK:       {nil},
		statusFindings: {errFindings},
		statusUsage:    {usagef("wrong")},
		statusInput:    {errors.New("broken"), &submit.ConnectionError{}, &submit.AnswerError{}},
		statusRefused:  {refused, (&env{now: time.Now}).refusal(b, refused, nil)},
		statusUnknown:  {&submit.UnknownOutcomeError{Err: refused}, &submit.UnknownOutcomeError{Err: errors.New("broken")}},
	} {
		for _, err := range errs {
			e := &env{stderr: io.Discard, acting: true, now: time.Now}
			if got := e.status(err); got != want {
				t.Errorf("%T %v: status %d, want %d", err, err, got, want)
			}
		}
	}
}

func bundleOf(t *testing.T, c testpki.Chain) *chain.Bundle {
	t.Helper()
	b := new(chain.Bundle)
	if err := b.Parse("chain.pem", c.PEM()); err != nil {
		t.Fatal(err)
	}
	return b
}
