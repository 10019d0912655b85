package sandbox

import (
	"errors"
	"io"
	"net/http"

	"qwac/pkg/bank"
)

func routes(api *bank.API) []route {
	one := api.Clients + "/{clientId}"
	return []route{
		{Token, bank.CallToken, http.MethodPost, TokenPath, (*Server).token},
		{Register, bank.CallRegister, http.MethodPost, api.Clients, (*Server).register},
		{Show, bank.CallClient, http.MethodGet, one, (*Server).show},
		{RedirectURIs, bank.CallRedirectURIs, http.MethodPut, one + api.RedirectURIs, (*Server).setRedirectURIs},
		{Certificates, bank.CallCertificate, http.MethodPost, one + api.Certificates, (*Server).addCertificate},
	}
}

// ServeHTTP answers one request. The connection must be TLS with a client certificate ([TLSConfig]).
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c := &call{
		bank: s.options.Bank, at: s.options.Now(), method: r.Method, path: r.URL.Path, header: r.Header,
		requestID: r.Header.Get(s.options.Bank.API.RequestID),
	}
	unrouted := c.find()
	fault := s.faults.next(c.route.endpoint)
	s.delay(r)
	if a, replaced := fault.before(c); replaced {
		s.finish(w, r, c, a, fault)
		return
	}
	a, err := s.answer(w, r, c, unrouted)
	if err != nil {
		a = refuse(c, err)
	}
	s.finish(w, r, c, a, fault)
}

// finish logs the answer and writes it, or what the fault turns it into.
func (s *Server) finish(w http.ResponseWriter, r *http.Request, c *call, a answer, fault Kind) {
	if s.options.Log != nil {
		s.options.Log(Record{
			At: c.at, Method: c.method, Path: c.path, Status: fault.status(a.status),
			RequestID: c.requestID[:min(len(c.requestID), 64)],
			Rules:     a.rules, Fault: fault, Replayed: a.replayed,
		})
	}
	fault.write(w, r, c, a)
}

// answer judges the client certificate, reads the request and hands it to its route.
func (s *Server) answer(w http.ResponseWriter, r *http.Request, c *call, unrouted error) (answer, error) {
	var err error
	if c.peer, err = s.judgePeer(r.TLS, c.at); err != nil {
		return answer{}, err
	}
	if unrouted != nil {
		return answer{}, unrouted
	}
	if err := c.checkRequestID(); err != nil {
		return answer{}, err
	}
	c.body, err = io.ReadAll(http.MaxBytesReader(w, r.Body, int64(s.options.Limits.Body)))
	if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
		return answer{}, assumed(http.StatusRequestEntityTooLarge, "the request has more than %d bytes", tooLarge.Limit)
	}
	if err != nil {
		return answer{}, assumed(http.StatusBadRequest, "the request broke off")
	}
	return c.route.handle(s, c)
}

// find fills in route and client id of the call.
func (c *call) find() error {
	shape, id := shapeOf(c.bank.API.Clients, c.path)
	allow := ""
	for _, row := range routes(&c.bank.API) {
		if row.path != shape {
			continue
		}
		if row.method == c.method {
			c.route, c.clientID = row, id
			return nil
		}
		allow = row.method
	}
	if allow == "" {
		return assumed(http.StatusNotFound, "there is no such path")
	}
	p := assumed(http.StatusMethodNotAllowed, "the method is %s, want %s", c.method, allow)
	p.header = http.Header{"Allow": {allow}}
	return p
}
