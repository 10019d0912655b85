package app

import (
	"bytes"
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/urfave/cli/v2"

	"qwac/internal/journal"
	banks "qwac/pkg/bank"
	"qwac/pkg/submit"
)

// clientSecretVariable is the environment variable with the client secret.
const clientSecretVariable = "QWAC_CLIENT_SECRET"

// patient is how long another run is waited for before it is said.
const patient = time.Second

// attemptTimeout bounds one attempt of a call, unless --timeout is shorter.
const attemptTimeout = 30 * time.Second

// use says what a command needs of the bank.
type use struct {
	client  bool // it acts as a registered client
	secret  bool // it needs a token
	changes bool // it sends something that changes something
	journal bool // it looks into the journal
	support bool // it tells of trouble, so a certificate of no use is no reason to stop
}

// bank is the bank as the flags name it.
type bank struct {
	flags    *bankOptions
	profile  *banks.Bank
	target   submit.Target
	pair     *pair
	clientID string
	client   *submit.Client
	journal  *journal.Dir // nil: not needed
	options  submit.Options
	limit    time.Duration
	step     func(string) // tells what is being done
	told     io.Writer    // what is to be known even where nobody asked
	ask      bool         // confirmation is wanted before a change
	ownCAs   bool         // the server's certificate must lead to one of --server-ca
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
func (e *env) bank(o *bankOptions, need use) (*bank, error) {
	if err := e.lacks(o, need); err != nil {
		return nil, err
	}
	b := &bank{flags: o, clientID: submit.CanonicalClientID(o.clientID), limit: o.timeout,
		step: e.steps(o.judge.verbose), told: e.stderr}
	var err error
	var call submit.Options
	steps := []func() error{
		func() error { b.profile, err = o.judge.bank(); return err },
		func() error { b.target, err = targetOf(o, b.profile); return err },
		func() error { return b.check(need) },
		func() error { return e.mayAsk(b, need) },
		func() error {
			call.ServerCAs, err = e.serverCAs(o.serverCA)
			b.ownCAs = call.ServerCAs != nil
			return err
		},
		func() error { b.pair, err = e.pairOf(o); return err },
		func() error {
			if o.dryRun || o.force || need.support {
				return nil
			}
			return b.pair.usable(o.cert, e.now())
		},
		func() error { call.ClientSecret, err = e.clientSecret(o, need); return err },
		func() error { b.journal, err = e.openJournal(o.stateDir, need); return err },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return nil, err
		}
	}
	call.Target, call.Certificate, call.ClientID, call.Now = b.target, b.pair.certificate, b.clientID, e.now
	call.Again = o.again
	call.Limit, call.Timeout, call.Proxy = b.limit, min(b.limit, attemptTimeout), http.ProxyFromEnvironment
	call.Retrying = e.retrying()
	if b.journal != nil { // a nil *Dir in the interface would not be nil
		call.Journal = b.journal
	}
	b.options = call
	b.client, err = submit.New(call)
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
		return usagef("--client-id: name the client, by the id that the bank gave at registration, or a file with " +
			"it in its second line by --client-secret-file")
	}
	if _, err := b.target.ClientRequest(b.clientID); err != nil {
		return usagef("--client-id: %v", err)
	}
	return nil
}

func targetOf(o *bankOptions, profile *banks.Bank) (submit.Target, error) {
	name, base, token := o.env, o.baseURL, o.tokenURL
	switch {
	case name == "" && base == "" && token == "":
		return submit.Target{}, errNoBank
	case name != "" && (base != "" || token != "" || o.serverCA != ""):
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
	return t.Canonical(), nil
}

// noEnvironment says which environments there are.
func noEnvironment(name string, profile *banks.Bank) error {
	var names []string
	for _, e := range profile.Environments {
		names = append(names, e.Name)
	}
	if len(names) == 0 {
		return usagef("--env %q: the profile %s has no environments: give --base-url and --token-url", name,
			profile.Name)
	}
	return oneOf("--env", name, names)
}

// serverCAs reads --server-ca; nil, for those of the system, when it is not given.
func (e *env) serverCAs(file string) (*x509.CertPool, error) {
	if file == "" {
		return nil, nil
	}
	certs, err := e.certificates(file)
	if err != nil {
		return nil, fmt.Errorf("--server-ca: %w: want the certificate of the CA of the server", err)
	}
	pool := x509.NewCertPool()
	for _, cert := range certs {
		pool.AddCert(cert)
	}
	return pool, nil
}

// clientSecret reads the secret from the file, the environment or the terminal.
func (e *env) clientSecret(o *bankOptions, need use) (submit.Secret, error) {
	if !need.secret {
		return submit.Secret{}, nil
	}
	secret, err := e.givenSecret(o.clientSecretFile)
	if err != nil {
		return submit.Secret{}, err
	}
	if secret == "" && o.clientSecretFile == "" {
		if e.terminal() == nil {
			return submit.Secret{}, usagef("no client secret: name a file with it by --client-secret-file, or set %s",
				clientSecretVariable)
		}
		line, err := e.ask("Client secret of " + o.clientID)
		if err != nil {
			return submit.Secret{}, err
		}
		secret = string(line)
	}
	switch {
	case secret == "" && o.clientSecretFile != "":
		return submit.Secret{}, usagef("--client-secret-file: %s is empty in its first line: want the client "+
			"secret there", o.clientSecretFile)
	case secret == "":
		return submit.Secret{}, usagef("the client secret is empty: nothing was typed")
	}
	return submit.NewSecret(secret), nil
}

// givenSecret is the client secret of the file or the environment; empty: neither was given.
func (e *env) givenSecret(file string) (string, error) {
	if file != "" {
		line, err := e.readSecret(file)
		if err != nil {
			return "", flagged("--client-secret-file", err)
		}
		if bytes.ContainsFunc(line, func(r rune) bool { return r < ' ' || r > '~' }) {
			// RFC 6749, A.2
			return "", fmt.Errorf("--client-secret-file: %s: its first line has other characters than ASCII, which no "+
				"client secret has: want the secret alone there", file)
		}
		return string(line), nil
	}
	return os.Getenv(clientSecretVariable), nil
}

// openJournal opens the journal, and makes it when something is to be changed.
func (e *env) openJournal(named string, need use) (*journal.Dir, error) {
	if !need.changes && !need.journal {
		return nil, nil
	}
	state, err := stateDir(named)
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
		fmt.Fprintf(e.stderr, "qwac: warning: others may write to %s, and so replace the journal in it, which keeps "+
			"requests from being sent twice: "+
			"take that right away (chmod go-w), or name another directory by --state-dir\n", state)
	}
	return d, nil
}

// interruptible ends when the user or the system asks the program to.
func (e *env) interruptible(c *cli.Context) (context.Context, context.CancelFunc) {
	ctx, stop := signal.NotifyContext(c.Context, os.Interrupt, syscall.SIGTERM)
	e.running = ctx
	return ctx, stop
}

// interrupted reports whether the program was asked to end while it called the bank.
func (e *env) interrupted() bool {
	return e.running != nil && errors.Is(e.running.Err(), context.Canceled)
}

// alone runs do while no other process of this machine changes the same thing at the bank.
func (b *bank) alone(ctx context.Context, thing string, do func(context.Context) error) error {
	patience, cancel := context.WithTimeout(ctx, b.limit)
	defer cancel()
	waiting := time.AfterFunc(patient, func() {
		fmt.Fprintln(b.told, "qwac: another qwac works on the same at the bank: waiting for it to end ...")
	})
	release, err := b.journal.Exclusive(patience, b.target.BaseURL+thing)
	waiting.Stop()
	if err != nil {
		return err
	}
	defer release()
	return do(ctx)
}

// mayAsk finds out, before anything is done, whether the change of production can be confirmed.
func (e *env) mayAsk(b *bank, need use) error {
	b.ask = need.changes && b.target.Name == banks.Production && !b.flags.yes
	if b.ask && e.terminal() == nil {
		return usagef("this would change production, and there is no terminal to ask: give --yes")
	}
	return nil
}
