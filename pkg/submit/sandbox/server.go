package sandbox

import (
	"crypto/tls"
	"net/http"
	"time"
)

// Times and sizes that a client on the same machine keeps with ease.
const (
	readTimeout  = 30 * time.Second
	writeTimeout = 2 * maxLatency // leaves room for latency and slow answers that were asked for
	idleTimeout  = 2 * time.Minute
	maxHeader    = 64 << 10
)

// TLSConfig is that of the bank: TLS 1.2 and 1.3, and a client certificate is required. Whether it is taken is decided by the
// first request, which has an answer that says why not.
func TLSConfig(server tls.Certificate) *tls.Config {
	return &tls.Config{
		MinVersion:   tls.VersionTLS12,
		Certificates: []tls.Certificate{server},
		ClientAuth:   tls.RequireAnyClientCert,
	}
}

// HTTP is a server for the sandbox with limits on time and size, to be run by ServeTLS(listener, "", ""). It speaks HTTP/1.1, so
// that a connection that is dropped on purpose has one request in it.
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
