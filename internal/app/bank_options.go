package app

import (
	"time"

	"qwac/pkg/check"

	"github.com/urfave/cli/v2"
)

// bankOptions are the flags of commands that call a bank. Not every command has all.
type bankOptions struct {
	env, baseURL, tokenURL, serverCA string
	cert, key, keyPassword           string // files of the client certificate
	timeout                          time.Duration

	clientID         string
	clientSecretFile string

	stateDir          string
	yes, force, again bool
	giveUp            string // the id of an open request

	dryRun bool
	judge  judgeOptions // of the chain that is sent
}

// bankFlags are those of every command that calls a bank.
func (o *bankOptions) bankFlags() []cli.Flag {
	return append(o.judge.chosen("profile"),
		envFlag(&o.env, ""),
		textFlag(&o.baseURL, "base-url",
			"in place of --env, the `URL` before "+o.judge.known()[0].API.Clients+", such as that of qwac sandbox"),
		textFlag(&o.tokenURL, "token-url", "with --base-url, the `URL` of the token endpoint"),
		readFlag(&o.serverCA, "server-ca",
			"with --base-url, `FILE` with the CA of the server (default: those of the system)"),
		readFlag(&o.cert, "cert",
			"client certificate `FILE`: the QWAC with its whole chain, in PEM, PKCS#7 or PKCS#12"),
		readFlag(&o.key, "key", "private key `FILE` of --cert, or pkcs11: URI of a key in a token (default: the key "+
			"in the file of --cert)"),
		readFlag(&o.keyPassword, "key-password-file",
			"`FILE` with the password of --key, of PKCS#12 in --cert, or the PIN of the token (else "+
				"QWAC_KEY_PASSWORD, else asked for)"),
		timeoutFlag(&o.timeout, 2*time.Minute, "`DURATION` that one call may take with all its repetitions: 90s, 2m, "+
			"or seconds"),
	)
}

// clientFlags are those of commands that call it as a registered client.
func (o *bankOptions) clientFlags() []cli.Flag {
	return []cli.Flag{
		textFlag(&o.clientID, "client-id", "`ID` that the bank gave at registration"),
		readFlag(&o.clientSecretFile, "client-secret-file",
			"`FILE` whose first line is the client secret (else QWAC_CLIENT_SECRET, else asked for)"),
	}
}

// changeFlags are those of commands that change something at the bank.
func (o *bankOptions) changeFlags() []cli.Flag {
	dir := textFlag(&o.stateDir, "state-dir",
		"`DIR` of the journal of requests (default: $XDG_STATE_HOME/qwac, or what the system has for it)")
	return []cli.Flag{
		fileFlag{dir, keepsRuns},
		boolFlag(&o.yes, "yes", "do not ask before production is changed"),
		boolFlag(&o.force, "force", "send even what the bank would refuse"),
		boolFlag(&o.again, "again",
			"send even what the journal says was done, or may have been done, by another request"),
		textFlag(&o.giveUp, "give-up",
			"close the open request `ID` of unknown outcome, and send under a new one; see first that the bank did "+
				"not do it"),
	}
}

// stops reports whether a pre-flight ends before anything is sent. --fail-on can make it stricter; only --force
// overrides it.
func (o *bankOptions) stops(r *check.Result) bool {
	return !o.force && (r.Verdict == check.Refuse || o.judge.fails(r))
}
