package bank

import (
	"bytes"
	"encoding/json"
)

// API describes a bank's client management API.
type API struct {
	Clients      string // path of the clients: "/tpp"
	RedirectURIs string // path of the redirect URIs, after the id of the client: "/redirect-uris"
	Certificates string // path of the certificates, after the id of the client: "/certificates"
	Certificate  string // member of an upload that has the chain as PEM text: "certificate"
	RequestID    string // header with the request id, exactly as it is written on the wire: "X-Request-ID"
	// Members are the members of the other bodies whose names differ from ours: name, roles, redirectUris, clientId,
	// clientSecret, and those of the client details. Nil: all have our names.
	Members []Member
	Errors  []DocumentedError
}

// Payload is the body of the request that adds a certificate chain to a client: an object whose only member, with the
// bank's name for it, is the chain as PEM text, followed by a line feed: the same bytes that jq -R -s -c
// '{certificate: .}' makes of it.
func (b *Bank) Payload(chain []byte) ([]byte, error) {
	var body bytes.Buffer
	enc := json.NewEncoder(&body)
	enc.SetEscapeHTML(false)
	err := enc.Encode(map[string]string{b.API.Certificate: string(chain)})
	return body.Bytes(), err
}

// DocumentedError is a row of the bank's error tables.
type DocumentedError struct {
	Call   Call
	Status int
	Text   string
}

// Call names one call, as it appears in messages.
type Call string

// The calls.
const (
	CallToken        Call = "token"
	CallClient       Call = "client details"
	CallRedirectURIs Call = "redirect URIs"
	CallCertificate  Call = "add certificate"
	CallRegister     Call = "register"
	CallDebug        Call = "debug host"
)

// Request returns the request that rules judge; empty for a call that no rule judges.
func (c Call) Request() Request {
	switch c {
	case CallCertificate:
		return Upload
	case CallRegister:
		return Registration
	case CallRedirectURIs:
		return RedirectURIs
	}
	return ""
}

// Documented returns what the bank documents for this status of this call, or "".
func (b *Bank) Documented(call Call, status int) string {
	for _, row := range b.API.Errors {
		if row.Call == call && row.Status == status {
			return row.Text
		}
	}
	return ""
}

// Environment is where the endpoints of a bank are. Hosts are data, not derived from each other.
type Environment struct {
	Name     string // [Production] or [Sandbox]; empty: a target of the caller's own
	TokenURL string // the OAuth 2.0 token endpoint
	BaseURL  string // what comes before the path of the clients
	DebugURL string // shows what the server saw of the client certificate; empty if unknown
}

// Names of environments.
const (
	Production = "production"
	Sandbox    = "sandbox"
)

// Environment returns the environment of that name, and whether the bank has it.
func (b *Bank) Environment(name string) (Environment, bool) {
	for _, e := range b.Environments {
		if e.Name == name {
			return e, true
		}
	}
	return Environment{}, false
}
