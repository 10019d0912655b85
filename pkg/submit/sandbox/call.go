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

// call is a request, as far as it has been read.
type call struct {
	bank      *bank.Bank
	route     route // zero for an unknown call
	at        time.Time
	header    http.Header
	method    string
	path      string
	clientID  string // from the path, if it has one
	requestID string
	body      []byte
	peer      *peer
}

// shapeOf replaces the id by {clientId}.
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

// tokenTTL is the life of the bank's tokens.
const tokenTTL = time.Hour

// validRequestID accepts only the form of RFC 4122, not the others that [uuid.Validate] accepts.
func validRequestID(id string) bool { return len(id) == 36 && uuid.Validate(id) == nil }

// errReplayed ends a transaction without a change.
var errReplayed = errors.New("the answer is known")
