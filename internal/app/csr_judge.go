package app

import (
	"bufio"
	"cmp"
	"crypto/x509"
	"encoding/asn1"
	"fmt"
	"io"
	"slices"

	"github.com/urfave/cli/v2"

	"qwac/internal/testpki"
	"qwac/pkg/ber"
	"qwac/pkg/bundle"
	"qwac/pkg/check"
	"qwac/pkg/report"
)

// judgeRequests judges signing requests as the certificates that a QTSP would issue on them.
func (e *env) judgeRequests(c *cli.Context, o *judgeOptions) error {
	names, err := inputs(c)
	if err != nil {
		return err
	}
	opts, err := e.options(o)
	if err != nil {
		return err
	}
	requests, err := e.signingRequests(names)
	if err != nil {
		return err
	}
	// what hangs on the CA and not on the request is neither good nor bad yet
	opts.Lists, opts.Anchors, opts.Sandbox = nil, nil, true
	w := bufio.NewWriter(e.stdout)
	failed := false
	for i, r := range requests {
		if i > 0 {
			fmt.Fprintln(w)
		}
		findings, err := r.judge(opts)
		if err != nil {
			return err
		}
		blocked := slices.ContainsFunc(findings, func(f check.Finding) bool { return f.Blocks })
		failed = failed || blocked
		r.write(w, opts.Profile.Title, findings, blocked)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if failed {
		return errFindings
	}
	return nil
}

func (e *env) signingRequests(names []string) ([]signingRequest, error) {
	var all []signingRequest
	for _, name := range names {
		data, err := e.read(name, inputLimits.Bytes)
		if err != nil {
			return nil, err
		}
		found, err := requestsIn(name, data)
		if err != nil {
			return nil, err
		}
		if len(found) == 0 {
			return nil, fmt.Errorf("%s: no signing request (PKCS#10) found: qwac check without --request judges "+
				"certificates", name)
		}
		all = append(all, found...)
	}
	return all, nil
}

// judge gives the findings that the request is the cause of: those that the draft of a right request does not have.
func (r signingRequest) judge(opts check.Options) ([]check.Finding, error) {
	own, err := judgeDraft(r.CertificateRequest, r.at.File, opts)
	if err != nil {
		return nil, err
	}
	usual, err := judgeDraft(nil, r.at.File, opts)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(own, func(f check.Finding) bool {
		assumed := f.Rule.ID == "subject-cn-not-in-san" && !says(r.CertificateRequest, testpki.OIDSubjectAltName)
		return f.Cert > 1 || assumed ||
			slices.ContainsFunc(usual, func(u check.Finding) bool { return u.Rule == f.Rule })
	}), nil
}

func judgeDraft(r *x509.CertificateRequest, file string, opts check.Options) ([]check.Finding, error) {
	pki := draft(r, opts.At)
	b := new(bundle.Bundle)
	for _, part := range []struct {
		name string
		pem  []byte
	}{{file, pki.Leaf.PEM()}, {"issuer", pki.Intermediate.PEM()}, {"root", pki.Root.PEM()}} {
		if err := b.Parse(part.name, part.pem); err != nil {
			return nil, err
		}
	}
	result, err := check.Run(b, opts)
	if err != nil {
		return nil, err
	}
	return result.Findings, nil
}

// write tells what comes of a request.
func (r signingRequest) write(w io.Writer, bank string, findings []check.Finding, blocked bool) {
	bank = cmp.Or(bank, "a bank")
	verdict := "nothing in it makes " + bank + " refuse the certificate that a QTSP issues on it"
	if blocked {
		verdict = bank + " would refuse the certificate that a QTSP issues on it"
	}
	line := func(format string, args ...any) { fmt.Fprintln(w, report.Clean(fmt.Sprintf(format, args...))) }
	line("%s: a signing request for %s: %s", r.at, ber.DN(r.RawSubject), verdict)
	if err := r.CheckSignature(); err != nil {
		line("error   its own signature is not right: %v: a QTSP sends it back; make it again with its key", err)
	}
	for _, part := range []struct {
		id    asn1.ObjectIdentifier
		words string
	}{
		{testpki.OIDQcStatements, "roles and authority (qcStatements)"},
		{testpki.OIDSubjectAltName, "names of hosts (subjectAltName)"},
	} {
		if !says(r.CertificateRequest, part.id) {
			line("notice  it does not say %s: the QTSP takes them from its form", part.words)
		}
	}
	for _, f := range findings {
		word := f.Severity.String()
		if f.Blocks {
			word = "blocks"
		}
		line("%-7s %s (%s): %s", word, f.Rule.ID, f.Rule.Code, f.Message)
	}
	if blocked {
		line("next: make the request again with what is named here put right; nothing is issued yet")
	}
}
