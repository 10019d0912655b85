package submit

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"qwac/pkg/bank"
)

// auth is what a request is authenticated by, beside the client certificate.
type auth int

const (
	authNone   auth = iota
	authBasic       // client id and secret
	authBearer      // access token
)

const (
	jsonType = "application/json"
	formType = "application/x-www-form-urlencoded"
)

// Request is one call as it is sent, without the credentials, which are added when it is sent. Requests are made by the
// methods of [Target]; the same arguments give the same bytes. [Client.Prepare] fills in ID.
type Request struct {
	Call   bank.Call
	Method string
	URL    string
	ID     string      // the request id, a UUID; empty: not chosen yet
	Header http.Header // without credentials, request id and what the connection needs
	Body   []byte      // nil: none

	bank   *bank.Bank // whose API it speaks
	auth   auth
	once   []byte // what must not be done twice, even with another body; nil: the body alone identifies it
	name   string // of the client that is registered
	custom bool   // the target is the caller's own: its server needs a CA of its own
}

// of returns the bank of the request.
func (r Request) of() *bank.Bank { return cmp.Or(r.bank, bank.Default()) }

func (t Target) request(call bank.Call, method, address string, by auth, contentType string, body []byte) Request {
	h := http.Header{"Accept": {jsonType}}
	if contentType != "" {
		h.Set("Content-Type", contentType)
	}
	return Request{Call: call, Method: method, URL: address, Header: h, Body: body, bank: t.of(), auth: by,
		custom: !t.known()}
}

// TokenRequest asks for an access token by the client credentials grant (RFC 6749 4.4).
func (t Target) TokenRequest() Request {
	form := url.Values{"grant_type": {"client_credentials"}}
	return t.request(bank.CallToken, http.MethodPost, t.TokenURL, authBasic, formType, []byte(form.Encode()))
}

// ClientRequest asks for the details of a client.
func (t Target) ClientRequest(clientID string) (Request, error) {
	address, err := t.clientURL(clientID, "")
	return t.request(bank.CallClient, http.MethodGet, address, authBearer, "", nil), err
}

// RedirectURIsRequest replaces all redirect URIs of a client. The list must not be empty, and must name none twice.
func (t Target) RedirectURIsRequest(clientID string, uris []string) (Request, error) {
	if err := listOnce("redirect URI", uris); err != nil {
		return Request{}, err
	}
	address, err := t.clientURL(clientID, t.of().API.RedirectURIs)
	if err != nil {
		return Request{}, err
	}
	body, err := encode(struct {
		RedirectURIs []string `json:"redirectUris"`
	}{uris})
	return t.request(bank.CallRedirectURIs, http.MethodPut, address, authBearer, jsonType, t.of().API.ToBank(body)), err
}

// CertificateRequest adds a certificate chain to a client.
func (t Target) CertificateRequest(clientID string, p *Payload) (Request, error) {
	address, err := t.clientURL(clientID, t.of().API.Certificates)
	r := t.request(bank.CallCertificate, http.MethodPost, address, authBearer, jsonType, p.Bytes())
	r.once = p.leaf
	return r, err
}

// Registration is what a new client asks for. Roles are tokens such as PSP_AI. The lists must not be empty or have
// duplicates.
type Registration struct {
	Name         string   `json:"name"`
	Roles        []string `json:"roles"`
	RedirectURIs []string `json:"redirectUris"`
}

// RegisterRequest registers a new client.
func (t Target) RegisterRequest(r Registration) (Request, error) {
	if r.Name == "" {
		return Request{}, errors.New("a client without a name cannot be registered")
	}
	if err := errors.Join(listOnce("role", r.Roles), listOnce("redirect URI", r.RedirectURIs)); err != nil {
		return Request{}, err
	}
	body, err := encode(r)
	if err != nil {
		return Request{}, err
	}
	request := t.request(bank.CallRegister, http.MethodPost, t.clients(), authNone, jsonType, t.of().API.ToBank(body))
	request.name = r.Name
	request.once, err = encode([]any{strings.TrimSpace(r.Name), slices.Sorted(slices.Values(r.Roles))})
	return request, err
}

// ErrNoDebugHost means that the target has no debug host.
var ErrNoDebugHost = errors.New("no debug host is known for this target")

// DebugRequest asks the debug host what it sees of the client certificate.
func (t Target) DebugRequest() (Request, error) {
	if t.DebugURL == "" {
		return Request{}, ErrNoDebugHost
	}
	r := t.request(bank.CallDebug, http.MethodGet, t.DebugURL, authNone, "", nil)
	r.Header.Set("Accept", "*/*")
	return r, nil
}

func (t Target) clients() string { return t.Canonical().BaseURL + t.of().API.Clients }

func (t Target) clientURL(clientID, rest string) (string, error) {
	if clientID == "" || strings.Trim(clientID, ".") == "" || url.PathEscape(clientID) != clientID {
		return "", fmt.Errorf("client id %q: want a UUID", clientID)
	}
	return t.clients() + "/" + CanonicalClientID(clientID) + rest, nil
}

func listOnce(what string, list []string) error {
	if len(list) == 0 {
		return fmt.Errorf("no %s given: want at least one", what)
	}
	for i, s := range list {
		if slices.Contains(list[:i], s) {
			return fmt.Errorf("%s %q is given twice", what, s)
		}
	}
	return nil
}

// encode writes JSON on one line, without the escapes that only HTML needs: an ampersand in a URI stays one.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(v)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}
