package submit

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// Call names one call of the client management API, as it appears in messages.
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
	// requestIDHeader is written exactly so on the wire.
	requestIDHeader = "X-Request-ID"
)

// Request is one call as it is sent, but for the credentials, which are added when it is. Requests are made by the methods
// of [Target]; the same arguments give the same bytes. [Client.Prepare] fills in ID.
type Request struct {
	Call   Call
	Method string
	URL    string
	ID     string      // the X-Request-ID, a UUID; empty: not chosen yet
	Header http.Header // without credentials, X-Request-ID and what the connection needs
	Body   []byte      // nil: none

	auth   auth
	once   []byte // what must not be done twice, be it with another body; nil: the body alone says it
	name   string // of the client that is registered
	custom bool   // the target is the caller's own: its server needs a CA of its own
}

func (t Target) request(call Call, method, address string, by auth, contentType string, body []byte) Request {
	h := http.Header{"Accept": {jsonType}}
	if contentType != "" {
		h.Set("Content-Type", contentType)
	}
	_, known := TargetNamed(t.Name)
	return Request{Call: call, Method: method, URL: address, Header: h, Body: body, auth: by, custom: !known}
}

// TokenRequest asks for an access token by the client credentials grant (RFC 6749 4.4).
func (t Target) TokenRequest() Request {
	form := url.Values{"grant_type": {"client_credentials"}}
	return t.request(CallToken, http.MethodPost, t.TokenURL, authBasic, formType, []byte(form.Encode()))
}

// ClientRequest asks for the details of a client.
func (t Target) ClientRequest(clientID string) (Request, error) {
	address, err := t.clientURL(clientID, "")
	return t.request(CallClient, http.MethodGet, address, authBearer, "", nil), err
}

// RedirectURIsRequest replaces all redirect URIs of a client. The list must not be empty, and must name none twice.
func (t Target) RedirectURIsRequest(clientID string, uris []string) (Request, error) {
	if err := listOnce("redirect URI", uris); err != nil {
		return Request{}, err
	}
	address, err := t.clientURL(clientID, "/redirect-uris")
	if err != nil {
		return Request{}, err
	}
	body, err := encode(struct {
		RedirectURIs []string `json:"redirectUris"`
	}{uris})
	return t.request(CallRedirectURIs, http.MethodPut, address, authBearer, jsonType, body), err
}

// CertificateRequest adds a certificate chain to a client.
func (t Target) CertificateRequest(clientID string, p *Payload) (Request, error) {
	address, err := t.clientURL(clientID, "/certificates")
	r := t.request(CallCertificate, http.MethodPost, address, authBearer, jsonType, p.Bytes())
	r.once = p.leaf
	return r, err
}

// Registration is what a new client asks for. Roles are tokens such as PSP_AI. Each list must not be empty, and must name
// nothing twice.
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
	request := t.request(CallRegister, http.MethodPost, t.base()+"/tpp", authNone, jsonType, body)
	request.name = r.Name
	request.once, err = encode([]any{strings.TrimSpace(r.Name), slices.Sorted(slices.Values(r.Roles))})
	return request, err
}

// ErrNoDebugHost says that the target has no debug host.
var ErrNoDebugHost = errors.New("no debug host is known for this target")

// DebugRequest asks the debug host what it sees of the client certificate.
func (t Target) DebugRequest() (Request, error) {
	if t.DebugURL == "" {
		return Request{}, ErrNoDebugHost
	}
	r := t.request(CallDebug, http.MethodGet, t.DebugURL, authNone, "", nil)
	r.Header.Set("Accept", "*/*")
	return r, nil
}

func (t Target) base() string { return t.Canonical().BaseURL }

func (t Target) clientURL(clientID, rest string) (string, error) {
	if clientID == "" || strings.Trim(clientID, ".") == "" || url.PathEscape(clientID) != clientID {
		return "", fmt.Errorf("client id %q: a UUID is wanted", clientID)
	}
	return t.base() + "/tpp/" + CanonicalClientID(clientID) + rest, nil
}

func listOnce(what string, list []string) error {
	if len(list) == 0 {
		return fmt.Errorf("no %s given: at least one is wanted", what)
	}
	for i, s := range list {
		if slices.Contains(list[:i], s) {
			return fmt.Errorf("%s %q is given twice", what, s)
		}
	}
	return nil
}

// encode writes JSON on one line without escaping what only matters inside HTML, so that an ampersand in a URI stays one.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(v)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}
