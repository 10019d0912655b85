// Package sandbox is the bank on the desk: its token endpoint and client management API as far as they are known, with [check.Run] as the judge. A registration and a rotation can be rehearsed against it without a network. It is
// not the bank; docs/sandbox.md says what is known and what is assumed. Most people want [New] and [Server.HTTP].
package sandbox

import (
	"cmp"
	"crypto/x509"
	"errors"
	"fmt"
	"time"

	"go.etcd.io/bbolt"

	"qwac/pkg/bank"
	"qwac/pkg/trustlist"
)

// Options say what the sandbox trusts and where it keeps its state.
type Options struct {
	// DB holds the state, one transaction for each change. It is opened and closed by the caller. Required.
	DB *bbolt.DB
	// Now is the clock. Required.
	Now func() time.Time
	// Roots are the certificates that a chain must end at. Required, at least one.
	Roots []*x509.Certificate
	// Bank is the bank that it stands for. Nil: the first of bank.All.
	Bank *bank.Bank
	// Lists are EU trusted lists: a chain through a CA that they grant for website authentication is trusted too, as the bank
	// trusts it. Nil: Roots alone.
	Lists *trustlist.Index
	// Faults are the troubles to rehearse. Zero: none.
	Faults Faults
	// Limits bound what is taken in. Zero fields take the defaults.
	Limits Limits
	// Log is called once for each request, when its answer is known, from the goroutine that serves it. Nil: nothing is
	// logged.
	Log func(Record)
}

// Limits guard against a client that runs wild. The bank's own are not known.
type Limits struct {
	Body         int // bytes of a request; zero: 1 MiB, as much as the pre-flight reads
	Clients      int // zero: 1000
	Chains       int // of one client; zero: 100, eight years of monthly rotation
	RedirectURIs int // of one client; zero: 100
}

// Record is what a log says of a request. It has no secret in it.
type Record struct {
	At        time.Time
	Method    string
	Path      string
	Status    int      // zero: the connection was dropped on purpose
	RequestID string   // as it came, at most 64 bytes of it; empty: none
	Rules     []string // ids of the rules that made the sandbox refuse
	Fault     Kind     // the trouble that was made on purpose; empty: none
	Replayed  bool     // the answer is that of an earlier request with the same id
}

// Server is the sandbox. It is an [http.Handler] for both the token endpoint and the client management. Methods may be
// called from several goroutines.
type Server struct {
	options Options
	faults  *striker
	tokens  sealer
}

// New makes a sandbox, and in an empty database the state of one without clients.
func New(o Options) (*Server, error) {
	if o.DB == nil || o.Now == nil || len(o.Roots) == 0 {
		return nil, errors.New("sandbox: Options need DB, Now and Roots")
	}
	if o.Bank = cmp.Or(o.Bank, bank.Default()); o.Bank.Title == "" {
		return nil, fmt.Errorf("sandbox: the profile %s is no bank's: it gives no answer", o.Bank.Name)
	}
	o.Limits = o.Limits.withDefaults()
	key, err := prepare(o.DB, o.Now())
	if err != nil {
		return nil, fmt.Errorf("sandbox: preparing the state: %w", err)
	}
	tokens, err := newSealer(key)
	if err != nil {
		return nil, err
	}
	return &Server{options: o, faults: newStriker(o.Faults), tokens: tokens}, nil
}

func (l Limits) withDefaults() Limits {
	for _, d := range []struct {
		field *int
		value int
	}{{&l.Body, 1 << 20}, {&l.Clients, 1000}, {&l.Chains, 100}, {&l.RedirectURIs, 100}} {
		if *d.field == 0 {
			*d.field = d.value
		}
	}
	return l
}
