package app

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"qwac/internal/files"
	banks "qwac/pkg/bank"
	"qwac/pkg/ber"
	"qwac/pkg/submit"
)

// resumed tells of a request that an earlier run may have sent.
func (e *env) resumed(out *submit.Outcome) {
	if out.Resumed {
		fmt.Fprintln(e.stderr, "an earlier run may have sent it: repeated with the same request id")
	}
}

// bodyFile is the file that the lines of a dry run put the body into.
const bodyFile = "qwac-body.json"

// printRequest writes a script that sends the request with curl; what the request says stands in comments before it.
// The body is there once, and nothing is asked for: the lines can be pasted, or run from a file.
func (e *env) printRequest(b *bank, r submit.Request) error {
	r, err := b.client.Prepare(context.Background(), r)
	if err != nil {
		return err
	}
	if earlier, err := b.client.Earlier(context.Background(), r); err != nil {
		return err
	} else if earlier != nil {
		fmt.Fprintf(e.stderr, "qwac: it would not be sent without --again: %v\n", earlier)
	}
	var out strings.Builder
	fmt.Fprintln(&out, "# The request that would be sent. In sh, bash or zsh these lines send it with curl.")
	for line := range strings.Lines(r.Head()) {
		fmt.Fprintf(&out, "# %s", line)
	}
	if r.Body != nil {
		fmt.Fprintf(&out, "\ncat >%s <<'END'\n%s\nEND\n", bodyFile, strings.TrimRight(string(r.Body), "\n"))
	}
	if err := b.writeCurl(&out, r); err != nil {
		return err
	}
	if _, err := fmt.Fprint(unbroken(e.stdout), out.String()); err != nil {
		return err
	}
	fmt.Fprintln(e.stderr, "nothing was sent: this is the request that would be")
	return nil
}

// writeCurl writes the lines with curl, and before them what they need: curl takes certificates and keys as PEM alone,
// and a call but that of the registration wants an access token.
func (b *bank) writeCurl(out *strings.Builder, r submit.Request) error {
	cert := submit.ShellQuote(b.flags.cert)
	if !b.pair.forCurl() {
		fmt.Fprintf(out, "# curl wants the chain of --cert as PEM, leaf first:\ncat >qwac-cert.pem <<'END'\n%sEND\n",
			b.pair.chain.PEM())
		cert = "qwac-cert.pem"
	}
	key, how := b.flags.keyForCurl()
	fmt.Fprintf(out, "%sCERT=%s KEY=%s", how, cert, key)
	if ca := b.flags.serverCA; ca != "" {
		fmt.Fprintf(out, " CA=%s", submit.ShellQuote(ca))
	}
	if r.Call != banks.CallRegister {
		token, err := b.client.Prepare(context.Background(), b.target.TokenRequest())
		if err != nil {
			return err
		}
		fmt.Fprintf(out, " ID=%s\nSECRET=$(head -n 1 %s) # the file with the client secret\nTOKEN=$(%s | jq -r "+
			".access_token)", submit.ShellQuote(b.clientID),
			submit.ShellQuote(cmp.Or(b.flags.clientSecretFile, "secret.txt")), token.Curl(""))
	}
	fmt.Fprintf(out, "\n%s\n", r.Curl(bodyFile))
	return nil
}

// keyForCurl is the key as curl takes it, quoted, and the lines that make it: curl wants PEM.
func (o *bankOptions) keyForCurl() (key, how string) {
	file := cmp.Or(o.key, o.cert)
	data, err := files.Read(file, secretLimit)
	e, rest, ok := ber.ReadElement(data)
	switch {
	case isToken(file):
		return submit.ShellQuote(file), "# curl reads the key from the token where it has a provider or engine for it\n"
	case err != nil || !ok || len(rest) > 0:
		return submit.ShellQuote(file), ""
	case ber.KindOf(e) == ber.StoreKind:
		return "qwac-key.pem", "# curl wants the key as PEM:\n" +
			commandOn("openssl pkcs12 -in FILE -nocerts -out qwac-key.pem", file) + "\n"
	}
	return "qwac-key.pem", "# curl wants the key as PEM:\n" +
		commandOn("openssl pkey -inform DER -in FILE -out qwac-key.pem", file) + "\n"
}
