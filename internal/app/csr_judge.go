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
	"qwac/pkg/key"
	"qwac/pkg/leaf"
	"qwac/pkg/report"
)

// judgeRequests judges signing requests as the certificates that a QTSP would issue on them.
func (e *env) judgeRequests(c *cli.Context, o *judgeOptions) error {
	formats, asked := o.format.Value(), e.settings.origin["format"] == fromFlag
	if asked && (len(formats) > 1 || formats[0] != "text") {
		return usagef("--request writes text alone, to the standard output: leave --format out")
	}
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
	if opts.Key, err = e.publicKey(o.key, o.keyPassword, nil); err != nil {
		return err
	}
	opts.Lists, opts.Anchors = nil, nil // what hangs on the CA is neither good nor bad yet
	w := bufio.NewWriter(e.stdout)
	failed := false
	for _, r := range requests {
		j, err := r.judge(opts)
		if err != nil {
			return err
		}
		failed = failed || j.refused
		j.write(w, opts.Profile.Title)
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
	docs, err := e.inputFiles(names)
	if err != nil {
		return nil, err
	}
	var all []signingRequest
	for _, d := range docs {
		found, err := requestsIn(d.name, d.data)
		if err != nil {
			return nil, err
		}
		if len(found) == 0 {
			return nil, fmt.Errorf("%s: no signing request (PKCS#10) found%s: qwac csr makes one; qwac check without "+
				"--request judges certificates", d.name, kindOf(d.data))
		}
		all = append(all, found...)
	}
	return all, nil
}

// judgedRequest is a request with what comes of it.
type judgedRequest struct {
	signingRequest
	findings  []check.Finding // that the request is the cause of
	signature error           // why its own signature is not right; nil: it is
	refused   bool
}

// judge compares the draft of a request with that of a right one: what they share is not of the request. A draft that
// is refused without a finding is refused all the same.
func (r signingRequest) judge(opts check.Options) (judgedRequest, error) {
	j := judgedRequest{signingRequest: r, signature: r.proven()}
	own, err := judgeDraft(r.CertificateRequest, r.at.File, opts)
	if err != nil {
		return j, err
	}
	opts.Key = nil
	usual, err := judgeDraft(nil, r.at.File, opts)
	if err != nil {
		return j, err
	}
	j.findings = slices.DeleteFunc(own.Findings, func(f check.Finding) bool {
		assumed := f.Rule == &leaf.RuleCommonName && !says(r.CertificateRequest, testpki.OIDSubjectAltName)
		return f.Cert > 1 || assumed ||
			slices.ContainsFunc(usual.Findings, func(u check.Finding) bool { return u.Rule == f.Rule })
	})
	wrong := j.signature != nil && !key.Unsupported(j.signature)
	j.refused = wrong || own.Verdict != check.Accept && usual.Verdict == check.Accept ||
		slices.ContainsFunc(j.findings, func(f check.Finding) bool { return f.Blocks })
	return j, nil
}

func judgeDraft(r *x509.CertificateRequest, file string, opts check.Options) (*check.Result, error) {
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
	return check.Run(b, opts)
}

// write tells what comes of a request.
func (r judgedRequest) write(w io.Writer, bank string) {
	bank = cmp.Or(bank, "a bank")
	verdict := "nothing in it makes " + bank + " refuse the certificate that a QTSP issues on it"
	if r.refused {
		verdict = bank + " would refuse the certificate that a QTSP issues on it"
	}
	unknown := r.signature != nil && key.Unsupported(r.signature)
	if r.signature != nil && !unknown {
		verdict = "a QTSP sends it back"
	}
	line := func(format string, args ...any) { fmt.Fprintln(w, report.Clean(fmt.Sprintf(format, args...))) }
	line("%s: a signing request for %s: %s", r.at, ber.DN(r.RawSubject), verdict)
	switch {
	case unknown:
		line("notice  its own signature was not checked: it is of a kind that is not known here")
	case r.signature != nil:
		line("blocks  its own signature is not right: %v", r.signature)
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
	for _, f := range r.findings {
		word := f.Severity.String()
		if f.Blocks {
			word = "blocks"
		}
		line("%-7s %s (%s): %s", word, f.Rule.ID, f.Rule.Code, f.Message)
	}
	if r.refused {
		line("next: make the request again with what is named here put right; nothing is issued yet")
	}
}
