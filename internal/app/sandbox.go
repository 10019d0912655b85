//go:build !wasm

package app

import (
	"context"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"net"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"qwac/pkg/submit/sandbox"
)

// stopTimeout is what requests under way are given to end.
const stopTimeout = 5 * time.Second

// sandboxOptions are the flags of sandbox.
type sandboxOptions struct {
	judgeOptions        // --trust and the trusted lists
	addr, state, faults string
	from                string // time at which its clock begins
}

func (e *env) sandboxCommand() *cli.Command {
	o := new(sandboxOptions)
	o.banks = e.banks
	return &cli.Command{
		Usage:     "run the bank on your desk, to rehearse a registration and a rotation offline",
		ArgsUsage: " ",
		Description: "Answers the token endpoint and the client management as " + o.known()[0].Title +
			" does, as far as that is known; docs/sandbox.md says what is\n" +
			"assumed. It is not the bank. When it listens it prints one line of JSON: base_url, token_url and " +
			"ca_file, the CA that clients\n" +
			"must trust. Client certificates must be QWACs from a CA that it trusts: those of qwac testpki, unless " +
			"--trust says otherwise, and\n" +
			"those that the trusted lists grant for website authentication.\n" +
			"It runs until it is interrupted.",
		Flags: append(o.chosen("trusted-lists", "no-trusted-lists"),
			textFlagOr(&o.addr, "addr", "127.0.0.1:0", "listen on `HOST:PORT`; port 0 takes a free one"),
			textFlag(&o.state, "state", "keep clients, certificates and answers in `FILE`, and the server's CA in "+
				"FILE.ca.pem; NAME.db writes NAME.env and NAME.ps1 too, which set where it is (default: nothing is "+
				"kept)"),
			readsFlag(&o.trust, "trust",
				"`FILE` or directory with roots to trust in place of that of qwac testpki; repeatable"),
			textFlag(&o.from, "at",
				"begin at `TIME`, a day or a time, to see what is when a certificate has ended (default: now)"),
			textFlag(&o.faults, "faults", "make trouble as `LIST` says, e.g. "+
				"latency=200ms,503=2,token-ttl=2s,seed=1"),
		),
		Action: with(e.sandbox, o),
	}
}

func (e *env) sandbox(c *cli.Context, o *sandboxOptions) error {
	if err := noArguments(c); err != nil {
		return err
	}
	faults, err := sandbox.ParseFaults(o.faults)
	if err != nil {
		return usagef("--faults: %v", err)
	}
	clock, err := e.clockFrom(o.from)
	if err != nil {
		return err
	}
	host, _, err := net.SplitHostPort(o.addr)
	if err != nil {
		return usagef("--addr %q: want HOST:PORT, e.g. 127.0.0.1:8443", o.addr)
	}
	roots := []*x509.Certificate{rehearsalRoot()}
	if trust := o.trust.Value(); len(trust) > 0 {
		if roots, err = e.anchors(trust); err != nil {
			return err
		}
	}
	lists, err := e.trustedLists(&o.judgeOptions, clock())
	if err != nil {
		return err
	}
	state, err := openState(o.state)
	if err != nil {
		return err
	}
	defer state.close()
	options := sandbox.Options{Bank: o.known()[0], DB: state.db, Now: clock, Roots: roots, Lists: lists, Faults: faults}
	return e.serve(c, o, state, options, host)
}

// clockFrom is a clock that begins at a time and goes on from there; that of the machine when none is given. The
// certificate of the server is one of the machine's time: clients look at it by theirs.
func (e *env) clockFrom(at string) (func() time.Time, error) {
	if at == "" {
		return e.now, nil
	}
	begin, err := e.parseAt(at)
	if err != nil {
		return nil, err
	}
	ahead := begin.Sub(e.now())
	return func() time.Time { return e.now().Add(ahead) }, nil
}

// serve listens until the program is told to end.
func (e *env) serve(c *cli.Context, o *sandboxOptions, state *sandboxState, options sandbox.Options,
	host string) error {
	logger := log.New(e.stderr, "", 0)
	options.Log = func(r sandbox.Record) { logger.Print(logLine(r)) }
	bank, err := sandbox.New(options)
	if err != nil {
		return err
	}
	identity, err := bank.Identity(hostsOf(host), e.now())
	if err != nil {
		return err
	}
	if err := e.write(state.caFile, identity.CA, nil); err != nil {
		return err
	}
	listener, err := net.Listen("tcp", o.addr)
	if err != nil {
		return fmt.Errorf("cannot listen on %s: %w", o.addr, err)
	}
	ctx, stop := e.interruptible(c)
	defer stop()
	server := bank.HTTP(identity.Certificate)
	server.ErrorLog = logger
	if err := e.announce(o, listener, state); err != nil {
		return errors.Join(err, listener.Close())
	}
	return runServer(ctx, server, listener)
}

// runServer serves until ctx is done, and lets the requests under way end.
func runServer(ctx context.Context, server *http.Server, listener net.Listener) error {
	failed := make(chan error, 1)
	go func() { failed <- server.ServeTLS(listener, "", "") }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	patience, cancel := context.WithTimeout(context.Background(), stopTimeout)
	defer cancel()
	if err := server.Shutdown(patience); err != nil {
		return server.Close()
	}
	return nil
}

// announce says where the sandbox is: for programs on standard output, for people on standard error.
func (e *env) announce(o *sandboxOptions, l net.Listener, state *sandboxState) error {
	base := "https://" + reachable(o.addr, l.Addr())
	fmt.Fprintf(e.stderr,
		"qwac sandbox: this is not the bank. It answers as %s documents, and otherwise as docs/sandbox.md assumes.\n",
		o.known()[0].Title)
	if len(o.trust.Value()) == 0 {
		fmt.Fprintln(e.stderr, "qwac sandbox: it trusts the rehearsal CA of qwac testpki, by which everybody can sign")
	}
	if tcp, ok := l.Addr().(*net.TCPAddr); ok && !tcp.IP.IsLoopback() {
		fmt.Fprintf(e.stderr, "qwac sandbox: warning: %s is open to others than this machine, who may register too\n",
			l.Addr())
	}
	if err := e.writeSettings(state, base); err != nil {
		return err
	}
	return json.NewEncoder(unbroken(e.stdout)).Encode(struct { // one line; the stream escapes as JSON does
		Base  string `json:"base_url"`
		Token string `json:"token_url"`
		CA    string `json:"ca_file"`
	}{base, base + sandbox.TokenPath, state.caFile})
}

// reachable is the address for clients: the host as it was given, or this machine for all addresses at once.
func reachable(given string, listening net.Addr) string {
	host, _, _ := net.SplitHostPort(given)
	_, port, _ := net.SplitHostPort(listening.String())
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	return net.JoinHostPort(host, port)
}

// hostsOf are the names that the server's certificate is for. Every address at once is reached by those of this
// machine.
func hostsOf(host string) []string {
	hosts := []string{"localhost", "127.0.0.1", "::1"}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() || slices.Contains(hosts, host) {
		return hosts
	}
	return append(hosts, host)
}

// logLine is what people see of a request. What comes from the client is quoted.
func logLine(r sandbox.Record) string {
	outcome := fmt.Sprint(r.Status)
	if r.Status == 0 {
		outcome = "dropped"
	}
	line := fmt.Sprintf("%s %s %.200q %s", r.At.UTC().Format("15:04:05"), r.Method, r.Path, outcome)
	if len(r.Rules) > 0 {
		line += " " + strings.Join(r.Rules, " ")
	}
	if r.Replayed {
		line += " (the answer of the first request with this id)"
	}
	if r.Fault != "" {
		line += fmt.Sprintf(" (made by --faults: %s)", r.Fault)
	}
	if r.RequestID != "" {
		line += fmt.Sprintf(" %q", r.RequestID)
	}
	return line
}
