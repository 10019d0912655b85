package app

import (
	"context"
	"crypto/x509"
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/urfave/cli/v2"

	"qwac/internal/journal"
	banks "qwac/pkg/bank"
	"qwac/pkg/submit"
)

// bankFlags are the flags of every command that calls a bank.
func (e *env) bankFlags() []cli.Flag {
	return append(e.chosen("profile"),
		&cli.StringFlag{Name: "env", Usage: "`ENV` of the bank: production or sandbox"},
		&cli.StringFlag{Name: "base-url", Usage: "in place of --env, the `URL` before " + e.known()[0].API.Clients + ", such as that of qwac sandbox"},
		&cli.StringFlag{Name: "token-url", Usage: "with --base-url, the `URL` of the token endpoint"},
		&cli.StringFlag{Name: "server-ca", Usage: "with --base-url, `FILE` with the CA of the server (default: those of the system)"},
		&cli.StringFlag{Name: "cert", Usage: "client certificate `FILE`: the QWAC with its whole chain, leaf to root"},
		&cli.StringFlag{Name: "key", Usage: "private key `FILE` of the client certificate"},
		&cli.StringFlag{Name: "key-password-file", Usage: "`FILE` with the password of an encrypted --key (else asked for)"},
		&cli.DurationFlag{Name: "timeout", Value: 2 * time.Minute, Usage: "`DURATION` that one call may take with all its repetitions"},
	)
}

// clientFlags are those of commands that call it as a registered client.
func clientFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "client-id", Usage: "`ID` that the bank gave at registration"},
		&cli.StringFlag{Name: "client-secret-file", Usage: "`FILE` whose first line is the client secret (else QWAC_CLIENT_SECRET, else asked for)"},
	}
}

// changeFlags are those of commands that change something at the bank.
func changeFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "state-dir", Usage: "`DIR` of the journal of requests (default: $XDG_STATE_HOME/qwac, or what the system has for it)"},
		&cli.BoolFlag{Name: "yes", Usage: "do not ask before production is changed"},
		&cli.BoolFlag{Name: "force", Usage: "send even what the bank would refuse"},
		&cli.BoolFlag{Name: "again", Usage: "send even what the journal says was done, or may have been done, by another request"},
		&cli.StringFlag{Name: "give-up", Usage: "close the open request `ID` of unknown outcome, and send under a new one; see first that the bank did not do it"},
	}
}

// clientSecretVariable is the environment variable with the client secret.
const clientSecretVariable = "QWAC_CLIENT_SECRET"

// attemptTimeout bounds one attempt of a call, unless --timeout is shorter.
const attemptTimeout = 30 * time.Second

// use says what a command needs of the bank.
type use struct {
	client  bool // it acts as a registered client
	secret  bool // it needs a token
	changes bool // it sends something that changes something
	journal bool // it looks into the journal
}

// bank is the bank as the flags name it.
type bank struct {
	profile  *banks.Bank
	target   submit.Target
	pair     *pair
	clientID string
	client   *submit.Client
	journal  *journal.Dir // nil: not needed
	options  submit.Options
	limit    time.Duration
	ask      bool // confirmation is wanted before a change
	ownCAs   bool // the server's certificate must lead to one of --server-ca
}

// sandbox reports whether test certificates are welcome: anywhere but in production.
func (b *bank) sandbox() bool { return b.target.Name != banks.Production }

// name is the target as in a sentence.
func (b *bank) name() string {
	if b.target.Name == "" {
		return b.target.BaseURL
	}
	return b.target.Name
}

// bank reads the flags. It connects to nothing.
func (e *env) bank(c *cli.Context, need use) (*bank, error) {
	b := &bank{clientID: c.String("client-id"), limit: c.Duration("timeout")}
	var err error
	var o submit.Options
	steps := []func() error{
		func() error { b.profile, err = e.profileNamed(c.String("profile")); return err },
		func() error { b.target, err = targetOf(c, b.profile); return err },
		func() error { return b.check(need) },
		func() error { return e.mayAsk(c, b, need) },
		func() error { o.ServerCAs, err = e.serverCAs(c); b.ownCAs = o.ServerCAs != nil; return err },
		func() error { b.pair, err = e.pairOf(c); return err },
		func() error { o.ClientSecret, err = e.clientSecret(c, need); return err },
		func() error { b.journal, err = e.openJournal(c, need); return err },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return nil, err
		}
	}
	o.Target, o.Certificate, o.ClientID, o.Now = b.target, b.pair.certificate, b.clientID, e.now
	o.Again = c.Bool("again")
	o.Limit, o.Timeout, o.Proxy = b.limit, min(b.limit, attemptTimeout), http.ProxyFromEnvironment
	o.Retrying = func(err error, wait time.Duration) {
		fmt.Fprintf(e.stderr, "qwac: %s; again in %s\n", message(err), wait.Round(100*time.Millisecond))
	}
	if b.journal != nil { // a nil *Dir in the interface would not be nil
		o.Journal = b.journal
	}
	b.options = o
	b.client, err = submit.New(o)
	return b, err
}

// check finds what is wrong with the flags that are read already.
func (b *bank) check(need use) error {
	if b.limit <= 0 {
		return usagef("--timeout %s: want a duration such as 2m", b.limit)
	}
	if !need.client {
		return nil
	}
	if b.clientID == "" {
		return usagef("--client-id: name the client, by the id that the bank gave at registration")
	}
	if _, err := b.target.ClientRequest(b.clientID); err != nil {
		return usagef("--client-id: %v", err)
	}
	return nil
}

func targetOf(c *cli.Context, profile *banks.Bank) (submit.Target, error) {
	name, base, token := c.String("env"), c.String("base-url"), c.String("token-url")
	switch {
	case name == "" && base == "" && token == "":
		return submit.Target{}, usagef("which bank? give --env sandbox or --env production, or --base-url and --token-url")
	case name != "" && (base != "" || token != "" || c.IsSet("server-ca")):
		return submit.Target{}, usagef("--env does not go together with --base-url, --token-url and --server-ca")
	case name == "" && (base == "" || token == ""):
		return submit.Target{}, usagef("--base-url and --token-url go together")
	}
	t := submit.Target{Bank: profile, Environment: banks.Environment{BaseURL: base, TokenURL: token}}
	if name != "" {
		var ok bool
		if t.Environment, ok = profile.Environment(name); !ok {
			return submit.Target{}, noEnvironment(name, profile)
		}
	}
	if err := t.Validate(); err != nil {
		return submit.Target{}, usagef("%v", err)
	}
	return t, nil
}

// noEnvironment says which environments there are.
func noEnvironment(name string, profile *banks.Bank) error {
	var names []string
	for _, e := range profile.Environments {
		names = append(names, e.Name)
	}
	if len(names) == 0 {
		return usagef("--env %q: the profile %s has no environments: give --base-url and --token-url", name, profile.Name)
	}
	return oneOf("--env", name, names)
}

// serverCAs reads --server-ca; nil, for those of the system, when it is not given.
func (e *env) serverCAs(c *cli.Context) (*x509.CertPool, error) {
	file := c.String("server-ca")
	if file == "" {
		return nil, nil
	}
	certs, err := e.certificates(file)
	if err != nil {
		return nil, fmt.Errorf("--server-ca: %w: give the CA of the server", err)
	}
	pool := x509.NewCertPool()
	for _, cert := range certs {
		pool.AddCert(cert)
	}
	return pool, nil
}

// clientSecret reads the secret from the file, the environment or the terminal.
func (e *env) clientSecret(c *cli.Context, need use) (submit.Secret, error) {
	if !need.secret {
		return submit.Secret{}, nil
	}
	secret, err := e.givenSecret(c)
	if err != nil {
		return submit.Secret{}, err
	}
	if secret == "" && !c.IsSet("client-secret-file") {
		if e.terminal() == nil {
			return submit.Secret{}, usagef("no client secret: name a file with it by --client-secret-file, or set %s", clientSecretVariable)
		}
		line, err := e.ask("Client secret of " + c.String("client-id"))
		if err != nil {
			return submit.Secret{}, err
		}
		secret = string(line)
	}
	if secret == "" {
		return submit.Secret{}, usagef("the client secret is empty: its file has nothing in the first line, or nothing was typed")
	}
	return submit.NewSecret(secret), nil
}

// givenSecret is the client secret of the file or the environment; empty: neither was given.
func (e *env) givenSecret(c *cli.Context) (string, error) {
	if file := c.String("client-secret-file"); file != "" {
		line, err := e.readSecret(file)
		return string(line), err
	}
	return os.Getenv(clientSecretVariable), nil
}

// openJournal opens the journal, and makes it when something is to be changed.
func (e *env) openJournal(c *cli.Context, need use) (*journal.Dir, error) {
	if !need.changes && !need.journal {
		return nil, nil
	}
	state, err := stateDir(c.String("state-dir"))
	if err != nil {
		return nil, err
	}
	dir := journalDir(state)
	if _, err := os.Stat(dir); err != nil && !need.changes {
		return nil, nil
	}
	d, err := journal.Open(dir)
	if err != nil {
		return nil, fmt.Errorf("cannot keep the journal in %s: %w: name another directory by --state-dir", dir, err)
	}
	if writableByOthers(state) {
		fmt.Fprintf(e.stderr, "qwac: warning: others may write to %s, and so replace the journal in it, which keeps requests from being sent twice: "+
			"take that right away (chmod go-w), or name another directory by --state-dir\n", state)
	}
	return d, nil
}

// interruptible ends when the user or the system asks the program to.
func interruptible(c *cli.Context) (context.Context, context.CancelFunc) {
	return signal.NotifyContext(c.Context, os.Interrupt, syscall.SIGTERM)
}

// alone runs do while no other process of this machine changes the same thing at the bank.
func (b *bank) alone(ctx context.Context, thing string, do func(context.Context) error) error {
	patience, cancel := context.WithTimeout(ctx, b.limit)
	defer cancel()
	release, err := b.journal.Exclusive(patience, strings.TrimSuffix(b.target.BaseURL, "/")+thing)
	if err != nil {
		return err
	}
	defer release()
	return do(ctx)
}
