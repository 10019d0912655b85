package app

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"

	banks "qwac/pkg/bank"
	"qwac/pkg/chain"
	"qwac/pkg/check"
	"qwac/pkg/report"
	"qwac/pkg/submit"
	"qwac/pkg/upload"
)

// refusal adds to a refusal of the bank which local rules find its cause, or may. found is the pre-flight of what was
// sent; nil: there was none. Other errors come back as they are.
func (e *env) refusal(b *bank, err error, found *check.Result) error {
	var unknown *submit.UnknownOutcomeError
	var refused *submit.ResponseError
	var broken *submit.ConnectionError
	switch {
	case errors.As(err, &unknown):
		return unknownOutcome(unknown, e.interrupted())
	case errors.Is(err, context.Canceled):
		return explained{err, []string{"interrupted: nothing was changed at the bank, and no request is open",
			"next: run the same command again"}}
	case errors.As(err, &refused):
		return explained{err, e.refusalLines(b, refused, found)}
	case errors.As(err, &broken):
		next := b.handshakeStep(err)
		if next == "" {
			next = "see that the address and the port are right, and that the server runs and can be reached from here"
		}
		return explained{err, []string{broken.Error(), "next: " + next}}
	}
	return err
}

// refusalLines are what the bank said, the causes that are not ruled out, and the next step.
func (e *env) refusalLines(b *bank, refused *submit.ResponseError, found *check.Result) []string {
	out := said(refused)
	own := e.ownCertificate(b, refused)
	next := b.nextStep(refused)
	if cause := namedCause(refused.Body); cause != "" {
		out = append(out, "the body names the cause: "+cause)
	}
	if causes := e.causes(b, refused, found, own); len(causes) > 0 {
		out = append(append(out, "the local rules that find the cause:"), causes...)
		out = append(out, "next: mend that; qwac explain RULE tells how")
		if refused.Call == banks.CallToken { // no rule knows of id and secret
			out = append(out, "also: "+next)
		}
		return out
	}
	if ids := openRules(b.profile, refused, found, own); len(ids) > 0 {
		out = append(out, "what no local rule could rule out, each told by qwac explain RULE:")
		for _, id := range ids {
			out = append(out, "  "+ruleTitle(id))
		}
	}
	if next != "" {
		out = append(out, "next: "+next)
	}
	return out
}

// ownCertificate judges the client certificate, which a 401 is about. Nil: the refusal is about something else.
func (e *env) ownCertificate(b *bank, refused *submit.ResponseError) *check.Result {
	if refused.StatusCode != http.StatusUnauthorized {
		return nil
	}
	own, err := check.Run(b.pair.bundle,
		check.Options{Profile: b.profile, At: e.now(), Sandbox: b.sandbox(), Sent: true})
	if err != nil {
		return nil
	}
	return own
}

// openRules are the rules that predict such a refusal and did not look: of what was not judged all, of what was judged
// those that need something that was not given.
func openRules(profile *banks.Bank, refused *submit.ResponseError, found, own *check.Result) []string {
	judged := own
	if refused.StatusCode != http.StatusUnauthorized {
		judged = found
	}
	return slices.DeleteFunc(predicting(profile, refused.Call, refused.StatusCode), func(id string) bool {
		return strings.HasPrefix(id, "revocation-evidence-") || // of what is given here, which the bank does not see
			judged != nil && !needsMore(judged, id)
	})
}

// ruleTitle is a rule with its title.
func ruleTitle(id string) string {
	for _, m := range check.Rules() {
		if m.ID == id {
			return fmt.Sprintf("%s (%s): %s", m.ID, m.Code, m.Title)
		}
	}
	return id
}

// needsMore reports whether a rule needs something that was not given when a result was made.
func needsMore(r *check.Result, id string) bool {
	for _, n := range [...]struct{ rules, fact string }{
		{"revocation-", "revocation"}, {"chain-tl-", "trusted-list"},
		{upload.RuleNotListed.ID, "trusted-list"}, {"chain-anchor-", "anchor"},
		{upload.RuleNotRegistered.ID, "registered-roles"}, {chain.KeyCertificateMismatch.ID, "key-match"},
	} {
		if strings.HasPrefix(id, n.rules) {
			return slices.ContainsFunc(r.Checks, func(c check.Check) bool {
				return c.Name == n.fact && c.State == check.NotAsked
			})
		}
	}
	return false
}

// causes are the findings that predict this refusal: of what was sent, and for 401 of the client certificate, but for
// those about the text of its file, which does not go over the wire. Where none has this status, all that block are
// named: not every status is documented. A token is asked for without what is to be sent.
func (e *env) causes(b *bank, refused *submit.ResponseError, found, own *check.Result) []string {
	if refused.Call == banks.CallToken {
		found = nil
	}
	lines := blocking(found, "", func(f check.Finding) bool { return f.Status == refused.StatusCode })
	if len(lines) == 0 && refused.StatusCode < http.StatusInternalServerError {
		lines = blocking(found, "", func(check.Finding) bool { return true })
	}
	if own == nil {
		return lines
	}
	// not its file
	shown := func(f check.Finding) bool { return b.profile.BlockIn(banks.Registration, f.Rule.ID) != nil }
	return append(lines, blocking(own, "client certificate: ", shown)...)
}

// blocking are the blocking findings of a result that are wanted, as lines.
func blocking(r *check.Result, prefix string, wanted func(check.Finding) bool) []string {
	if r == nil {
		return nil
	}
	var lines []string
	for _, f := range r.Findings {
		if f.Blocks && wanted(f) {
			lines = append(lines,
				fmt.Sprintf("  %s%s (%s): %s", prefix, f.Rule.ID, f.Rule.Code, report.Clean(f.Message)))
		}
	}
	return lines
}

// predicting are the ids of the rules by which such a request would be refused with this status, in run order. Every
// call shows the client certificate, which 401 is about. The bank documents no answer to a registration: what it says
// of a certificate in an upload counts there.
func predicting(profile *banks.Bank, call banks.Call, status int) []string {
	request := call.Request()
	if status == http.StatusUnauthorized {
		request = banks.Upload
	}
	var ids []string
	for _, m := range check.Rules() {
		if request != "" && profile.BlockIn(request, m.ID) != nil && profile.BlockOf(m.ID).Status == status {
			ids = append(ids, m.ID)
		}
	}
	return ids
}

// nextStep is what to look at where no rule can.
func (b *bank) nextStep(refused *submit.ResponseError) string {
	switch status := refused.StatusCode; {
	case status == http.StatusUnauthorized && refused.Call == banks.CallToken:
		return "see that client id and secret are those of this environment, and that the client certificate " +
			"(--cert) is registered for the client"
	case status == http.StatusUnauthorized:
		return "see that the client certificate (--cert) is registered for the client in this environment, and judge " +
			"it with qwac check"
	case status == http.StatusNotFound:
		return b.notFound(refused.Call)
	case refused.Temporary():
		return "run it again later; nothing is done twice"
	case status >= 400:
		return "if the cause stays in the dark, qwac support-report writes what the bank's support asks for"
	}
	return ""
}

// notFound says which address or name the bank does not know.
func (b *bank) notFound(call banks.Call) string {
	clients := b.profile.API.Clients
	switch {
	case call == banks.CallToken:
		return "see that --token-url is the whole address of the token endpoint; there is nothing at this one"
	case strings.HasSuffix(strings.TrimRight(b.target.BaseURL, "/"), clients):
		return "give --base-url without " + clients + ", which is added to it"
	case call == banks.CallRegister:
		return "see that --base-url is what comes before " + clients + " at this bank"
	}
	return "see that --client-id is that of this environment, and that --cert is a certificate of this client"
}

// handshakeStep is what to look at when one side does not accept the certificate of the other; empty: that is not it.
func (b *bank) handshakeStep(err error) string {
	var broken *submit.ConnectionError
	var authority x509.UnknownAuthorityError
	var host x509.HostnameError
	var remote *net.OpError
	switch {
	case !errors.As(err, &broken):
		return ""
	case errors.As(err, &authority) && b.ownCAs:
		return "see that --server-ca is the CA of this server: its certificate leads to another one"
	case errors.As(err, &authority) && b.target.Name == "":
		return "name the CA of the server by --server-ca: the system does not know it"
	case errors.As(err, &authority):
		return "see whether a proxy answers in place of the bank, and that the CA certificates of the system are there"
	case errors.As(err, &host):
		return "see that the address is the one that the server's certificate is for"
	case broken.Permanent && errors.As(err, &remote) && remote.Op == "remote error":
		return "the server ended the handshake, most often because of the client certificate: judge the file of " +
			"--cert with qwac check, and see that it is one for this environment"
	}
	return ""
}
