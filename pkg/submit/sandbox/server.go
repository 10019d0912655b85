package sandbox

import (
	"crypto/tls"
	"crypto/x509"
	"net/http"
	"time"

	"go.etcd.io/bbolt"

	"qwac/pkg/bank"
	"qwac/pkg/trustlist"
)

// Options say what the sandbox trusts and where it keeps its state.
type Options struct {
	// DB holds the state, one transaction per change. The caller opens and closes it. Required.
	DB *bbolt.DB
	// Now is the clock. Required.
	Now func() time.Time
	// Roots are the certificates that a chain must end at. Required, at least one.
	Roots []*x509.Certificate
	// Bank is the bank that it imitates. Nil: the first of bank.All.
	Bank *bank.Bank
	// Lists are EU trusted lists: a chain through a CA that they grant for website authentication is trusted too, as
	// the bank trusts it. Nil: Roots alone.
	Lists *trustlist.Index
	// Faults are the troubles to rehearse. Zero: none.
	Faults Faults
	// Limits bound the input. Zero fields take the defaults.
	Limits Limits
	// Log is called once for each request, when its answer is known, from the goroutine that serves it. Nil: no log.
	Log func(Record)
}

// Limits guard against a client that runs wild. The bank's own are not known.
type Limits struct {
	Body         int // bytes of a request; zero: 1 MiB, as much as the pre-flight reads
	Clients      int // zero: 1000
	Chains       int // of one client; zero: 100, eight years of monthly rotation
	RedirectURIs int // of one client; zero: 100
}

// Record is the log entry of a request. It contains no secret.
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

// Times and sizes that a client on the same machine keeps with ease.
const (
	readTimeout  = 30 * time.Second
	writeTimeout = 2 * maxLatency // leaves room for latency and slow answers that were asked for
	idleTimeout  = 2 * time.Minute
	maxHeader    = 64 << 10
)

// TLSConfig is that of the bank: TLS 1.2 and 1.3, and a client certificate is required. The first request decides
// whether it is accepted, so that the answer can say why not.
func TLSConfig(server tls.Certificate) *tls.Config {
	return &tls.Config{
		MinVersion:   tls.VersionTLS12,
		Certificates: []tls.Certificate{server},
		ClientAuth:   tls.RequireAnyClientCert,
	}
}

// HTTP is a server for the sandbox with limits on time and size, to be run by ServeTLS(listener, "", ""). It speaks
// HTTP/1.1, so that a connection that is dropped on purpose has one request in it.
func (s *Server) HTTP(server tls.Certificate) *http.Server {
	protocols := new(http.Protocols)
	protocols.SetHTTP1(true)
	return &http.Server{
		Handler:           s,
		TLSConfig:         TLSConfig(server),
		Protocols:         protocols,
		ReadHeaderTimeout: readTimeout,
		ReadTimeout:       readTimeout,
		WriteTimeout:      writeTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeader,
	}
}
