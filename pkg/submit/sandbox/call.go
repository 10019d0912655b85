package sandbox

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"qwac/pkg/bank"
)

// Endpoint is the name of a call, as faults are limited to it.
type Endpoint string

// The endpoints.
const (
	Token        Endpoint = "token"
	Register     Endpoint = "register"
	Show         Endpoint = "show"
	RedirectURIs Endpoint = "redirect-uris"
	Certificates Endpoint = "certificates"
)

// TokenPath is the path of the token endpoint. The client management stands at the root of the same address.
const TokenPath = "/oauth2/token"

// route is a row of the API.
type route struct {
	endpoint Endpoint
	call     bank.Call
	method   string
	path     string // with {clientId} in place of an id
	handle   func(*Server, *call) (answer, error)
}

// documentsErrors reports whether the bank has an error table for the call.
func (c *call) documentsErrors() bool {
	return slices.ContainsFunc(c.bank.API.Errors, func(e bank.DocumentedError) bool { return e.Call == c.route.call })
}

// call is a request as far as it was read.
type call struct {
	bank      *bank.Bank
	route     route // zero: there is no such call
	at        time.Time
	header    http.Header
	method    string
	path      string
	clientID  string // out of the path; empty: none
	requestID string
	body      []byte
	peer      *peer
}

// shapeOf puts {clientId} in the place of the id.
func shapeOf(clients, path string) (shape, clientID string) {
	rest, ok := strings.CutPrefix(path, clients+"/")
	if !ok || rest == "" {
		return path, ""
	}
	id, below, nested := strings.Cut(rest, "/")
	if !nested {
		return clients + "/{clientId}", id
	}
	return clients + "/{clientId}/" + below, id
}

// tokenTTL is the bank's.
const tokenTTL = time.Hour

// validRequestID takes the form of RFC 4122 alone, not the others that [uuid.Validate] knows.
func validRequestID(id string) bool { return len(id) == 36 && uuid.Validate(id) == nil }

// errReplayed ends a transaction without a change.
var errReplayed = errors.New("the answer is known")
