package app

import (
	"fmt"
	"strings"

	"github.com/urfave/cli/v2"

	banks "qwac/pkg/bank"
	"qwac/pkg/submit"
)

func dryRunFlag() cli.Flag {
	return &cli.BoolFlag{Name: "dry-run", Usage: "print the request and the same for curl, without secrets, and send nothing at all"}
}

// dryRun prints what submit would send to a bank where the roles of --roles are registered.
func (s *submission) dryRun() error {
	result, err := s.preflight(true)
	if err != nil {
		return err
	}
	payload, err := submit.NewPayload(result.Profile, result.Chain)
	if err != nil {
		return err
	}
	r, err := s.bank.target.CertificateRequest(s.bank.clientID, payload)
	if err != nil {
		return err
	}
	s.mended(result)
	return s.printRequest(s.flags, s.bank, r)
}

// printRequest writes the request and the lines for a shell that send the same.
func (e *env) printRequest(c *cli.Context, b *bank, r submit.Request) error {
	r, err := b.client.Prepare(c.Context, r)
	if err != nil {
		return err
	}
	if earlier, err := b.client.Earlier(c.Context, r); err != nil {
		return err
	} else if earlier != nil {
		fmt.Fprintf(e.stderr, "qwac: it would not be sent without --again: %v\n", earlier)
	}
	var out strings.Builder
	fmt.Fprintf(&out, "%s\n\n# the same with curl\n", strings.TrimRight(r.String(), "\n"))
	cert := submit.ShellQuote(c.String("cert"))
	if !b.pair.forCurl() {
		fmt.Fprintf(&out, "# curl wants the chain of --cert as PEM, leaf first:\ncat >qwac-cert.pem <<'END'\n%sEND\n", b.pair.chain.PEM())
		cert = "qwac-cert.pem"
	}
	fmt.Fprintf(&out, "CERT=%s KEY=%s", cert, submit.ShellQuote(c.String("key")))
	if ca := c.String("server-ca"); ca != "" {
		fmt.Fprintf(&out, " CA=%s", submit.ShellQuote(ca))
	}
	if r.Call != banks.CallRegister {
		token, err := b.client.Prepare(c.Context, b.target.TokenRequest())
		if err != nil {
			return err
		}
		fmt.Fprintf(&out, " ID=%s\nread -r SECRET # the client secret\nTOKEN=$(%s | jq -r .access_token)", submit.ShellQuote(b.clientID), token.Curl())
	}
	fmt.Fprintf(&out, "\n%s\n", r.Curl())
	_, err = fmt.Fprint(e.stdout, out.String())
	return err
}
