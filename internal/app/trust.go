package app

import (
	"crypto/x509"
	"fmt"
	"strings"

	"github.com/urfave/cli/v2"

	"qwac/pkg/chain"
	"qwac/pkg/trustlist"
)

func (e *env) trustCommand() *cli.Command {
	return &cli.Command{
		Usage: "keep the EU trusted lists, which say who may issue QWACs; check asks them",
		Description: "Lists are proven with their signatures from the Official Journal of the European Union down. All but update works without a\n" +
			"network.",
		Subcommands: []*cli.Command{
			e.trustAddCommand(), e.trustUpdateCommand(), e.trustListCommand(), e.trustShowCommand(), e.trustVerifyCommand(),
			e.trustDiffCommand(), e.trustExportCommand(),
		},
	}
}

func atFlag(what string) cli.Flag {
	return &cli.StringFlag{Name: "at", Usage: what + " as of `TIME`: 2026-12-01 or 2026-12-01T12:00:00Z (default: now)"}
}

func storeFlag() cli.Flag {
	return &cli.StringFlag{Name: "store", Usage: "`DIR` of the store (default: qwac in $XDG_DATA_HOME, else ~/.local/share, or where the system keeps settings)"}
}

// proofFlags say what is accepted as authentic.
func proofFlags() []cli.Flag {
	var names []string
	for _, j := range trustlist.Journals() {
		names = append(names, fmt.Sprintf("%q", j.Name))
	}
	return []cli.Flag{
		atFlag("judge the lists"),
		&cli.StringSliceFlag{Name: "journal", Usage: "`NAME` of the publication in the Official Journal that is trusted: " + strings.Join(names, " or ") +
			", or ADDRESS=FILE with its certificates; repeatable (default: all that are known)"},
		&cli.BoolFlag{Name: "allow-overdue", Usage: "accept a list of lists whose next update is overdue"},
		&cli.BoolFlag{Name: "allow-rollback", Usage: "accept lists that are older than those in the store"},
	}
}

// proof is what proofFlags say.
type proof struct {
	options  trustlist.Options
	rollback bool
}

func (e *env) proof(c *cli.Context) (proof, error) {
	at, err := e.parseAt(c.String("at"))
	if err != nil {
		return proof{}, err
	}
	journals, err := e.journals(c.StringSlice("journal"))
	if err != nil {
		return proof{}, err
	}
	return proof{
		options:  trustlist.Options{At: at, Journals: journals, AllowOverdueLOTL: c.Bool("allow-overdue")},
		rollback: c.Bool("allow-rollback"),
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
		return trustlist.Journal{}, fmt.Errorf("--journal: %w", err)
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
	b := &chain.Bundle{Limits: inputLimits}
	if err := b.Parse(file, data); err != nil {
		return nil, fmt.Errorf("reading %s: %w", file, err)
	}
	if len(b.Certs) == 0 {
		return nil, fmt.Errorf("no certificate found in %s", file)
	}
	var out []*x509.Certificate
	for _, c := range b.Certs {
		out = append(out, c.Certificate)
	}
	return out, nil
}
