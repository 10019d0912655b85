package submit_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	banks "qwac/pkg/bank"
	"qwac/pkg/submit"
)

func TestDocumented(t *testing.T) {
	for _, tt := range []struct {
		call   banks.Call
		status int
		want   string
	}{
		{banks.CallCertificate, 403, "certificate does not meet eIDAS requirements, or role mismatch"},
		{banks.CallCertificate, 409, ""},
		{banks.CallRedirectURIs, 403, ""},
		{banks.CallRedirectURIs, 404, "client id not found or not owned by your certificate"},
		{banks.CallToken, 401, ""},
	} {
		if got := banks.Default().Documented(tt.call, tt.status); got != tt.want {
			t.Errorf("%s %d: got %q, want %q", tt.call, tt.status, got, tt.want)
		}
	}
}

func TestResponseErrorText(t *testing.T) {
	b := newBank(t)
	b.faults[certificates] = []fault{status(403), status(409), status(307, "Location", "https://a.example")}
	c := newDesk(t, b).client(nil)
	for _, want := range []string{
		"answered 403 Forbidden (request id ID); the bank documents for it: certificate does not meet eIDAS " +
			"requirements, or role mismatch; " +
			`body: "this is 403"`,
		"answered 409 Conflict (request id ID); not documented by the bank; by HTTP the request was refused; " +
			`body: "this is 409"`,
		"answered 307 Temporary Redirect (request id ID); not documented by the bank; redirects are not followed, " +
			"credentials would go with them; " +
			`it points to "https://a.example"; body: "this is 307"`,
	} {
		_, err := c.AddCertificate(t.Context(), payload(t))
		var refusal *submit.ResponseError
		if !errors.As(err, &refusal) {
			t.Fatal(err)
		}
		want = "add certificate: " + refusal.URL + " " + strings.Replace(want, "ID", refusal.RequestID, 1)
		if diff := cmp.Diff(want, refusal.Error()); diff != "" {
			t.Errorf("-want +got:\n%s", diff)
		}
	}
}
