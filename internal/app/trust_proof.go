package app

import (
	"crypto/x509"
	"fmt"
	"strings"

	"github.com/urfave/cli/v2"

	"qwac/pkg/bundle"
	"qwac/pkg/trustlist"
)

// listOptions are the flags of commands that show what the store holds.
type listOptions struct{ at, format, store string }

// proofOptions are those of commands that prove lists; they say what is accepted as authentic.
type proofOptions struct {
	at, store                   string
	journal                     cli.StringSlice
	allowOverdue, allowRollback bool
	verbose                     bool
}

func (o *proofOptions) flags() []cli.Flag {
	var names []string
	for _, j := range trustlist.Journals() {
		names = append(names, fmt.Sprintf("%q", j.Name))
	}
	return []cli.Flag{
		atFlag(&o.at, "judge the lists"),
		textsFlag(&o.journal, "journal",
			"`NAME` of the publication in the Official Journal that is trusted: "+strings.Join(names, " or ")+
				", or ADDRESS=FILE with its certificates; repeatable (default: all that are known)"),
		boolFlag(&o.allowOverdue, "allow-overdue", "accept a list of lists whose next update is overdue"),
		boolFlag(&o.allowRollback, "allow-rollback", "accept lists that are older than those in the store"),
		shortFlag(boolFlag(&o.verbose, "verbose", "say what is odd about each list"), "v"),
	}
}

// proof is what proofOptions say.
type proof struct {
	options  trustlist.Options
	rollback bool
}

func (e *env) proof(o *proofOptions) (proof, error) {
	at, err := e.parseAt(o.at)
	if err != nil {
		return proof{}, err
	}
	journals, err := e.journals(o.journal.Value())
	if err != nil {
		return proof{}, err
	}
	return proof{
		options:  trustlist.Options{At: at, Journals: journals, AllowOverdueLOTL: o.allowOverdue},
		rollback: o.allowRollback,
	}, nil
}

// journals reads --journal; nil when it was not given.
func (e *env) journals(values []string) ([]trustlist.Journal, error) {
	var out []trustlist.Journal
	for _, v := range values {
		if i := strings.LastIndex(v, "="); strings.Contains(v, "://") && i > 0 { // an address may have = in it, too
			j, err := e.journalFile(v[:i], v[i+1:])
			if err != nil {
				return nil, err
			}
			out = append(out, j)
			continue
		}
		var names []string
		found := false
		for _, j := range trustlist.Journals() {
			names = append(names, j.Name)
			if j.Name == v {
				out, found = append(out, j), true
			}
		}
		if !found {
			return nil, oneOf("--journal", v, append(names, "ADDRESS=FILE"))
		}
	}
	return out, nil
}

// journalFile is a publication that this program does not know yet, with the certificates that it names in a file.
func (e *env) journalFile(address, file string) (trustlist.Journal, error) {
	certs, err := e.certificates(file)
	if err != nil {
		return trustlist.Journal{}, fmt.Errorf("--journal: %w: want the certificates that the publication names", err)
	}
	j := trustlist.Journal{Name: address, URI: address}
	for _, c := range certs {
		j.Signers = append(j.Signers, fingerprint(c.Raw))
	}
	return j, nil
}

// certificates reads a file with at least one certificate.
func (e *env) certificates(file string) ([]*x509.Certificate, error) {
	data, err := e.read(file, inputLimits.Bytes)
	if err != nil {
		return nil, err
	}
	password, err := e.password(e.passwordFile)
	if err != nil {
		return nil, err
	}
	b := &bundle.Bundle{Limits: inputLimits, Password: password}
	if err := b.Parse(file, data); err != nil {
		return nil, fmt.Errorf("reading %s: %w", file, err)
	}
	if len(b.Certs) == 0 {
		return nil, fmt.Errorf("no certificate found in %s%s", file, noCertificate(b))
	}
	var out []*x509.Certificate
	for _, c := range b.Certs {
		out = append(out, c.Certificate)
	}
	return out, nil
}

// lotlURL is where the Commission publishes the list of lists.
const lotlURL = "https://ec.europa.eu/tools/lotl/eu-lotl.xml"
