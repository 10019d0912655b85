package sandbox

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"qwac/pkg/bank"
)

// Prefixes that identify a token or secret of the sandbox.
const (
	tokenPrefix  = "sandbox-token-"
	secretPrefix = "sandbox-secret-"
)

// token serves the token endpoint: client credentials, by HTTP Basic only.
func (s *Server) token(c *call) (answer, error) {
	form, err := c.form()
	if err != nil {
		return answer{}, err
	}
	owner, err := s.byBasic(c, form)
	if err != nil {
		return answer{}, err
	}
	if grant := form["grant_type"]; !slices.Equal(grant, []string{"client_credentials"}) {
		p := assumed(http.StatusBadRequest, "the grant_type is %q, want client_credentials once", grant)
		if len(grant) == 1 {
			p.code = "unsupported_grant_type"
		}
		return answer{}, p
	}
	ttl := s.options.Faults.TokenTTL
	if ttl == 0 {
		ttl = tokenTTL
	}
	a := reply(http.StatusOK, struct {
		Token   string `json:"access_token"`
		Type    string `json:"token_type"`
		Expires int64  `json:"expires_in"`
	}{s.newToken(owner.ID, c.peer.leaf, c.at.Add(ttl)), "Bearer", int64(ttl / time.Second)})
	a.header = http.Header{"Cache-Control": {"no-store"}}
	return a, nil
}

func (c *call) form() (url.Values, error) {
	kind, _, err := mime.ParseMediaType(c.header.Get("Content-Type"))
	if err != nil || kind != "application/x-www-form-urlencoded" {
		return nil, assumed(http.StatusBadRequest, "the Content-Type is %q, want application/x-www-form-urlencoded",
			c.header.Get("Content-Type"))
	}
	form, err := url.ParseQuery(string(c.body))
	if err != nil {
		return nil, assumed(http.StatusBadRequest, "the body is not a form") // the words of err may hold a secret
	}
	return form, nil
}

// byBasic finds the client by id and secret. Its certificates must have the one of the connection among them.
func (s *Server) byBasic(c *call, form url.Values) (*client, error) {
	id, secret, ok := (&http.Request{Header: c.header}).BasicAuth()
	if !ok {
		message := "there is no Authorization header by HTTP Basic"
		if form.Has("client_secret") {
			message += "; id and secret in the body are not taken"
		}
		return nil, challenge("Basic", "", message)
	}
	for _, pair := range [][2]string{{id, secret}, {unescape(id), unescape(secret)}} {
		owner, err := s.client(pair[0])
		if err != nil {
			return nil, err
		}
		if owner == nil || subtle.ConstantTimeCompare(hash(pair[1]), owner.Secret) == 0 {
			continue
		}
		if !owner.owns(c.peer.leaf) {
			return nil, challenge("Basic", "", "the certificate of the connection is not registered for this client")
		}
		return owner, nil
	}
	return nil, challenge("Basic", "", "client id or secret is wrong")
}

// unescape undoes the form encoding of RFC 6749 2.3.1, which libraries apply and curl does not.
func unescape(s string) string {
	if u, err := url.QueryUnescape(s); err == nil {
		return u
	}
	return s
}

func hash(secret string) []byte {
	sum := sha256.Sum256([]byte(secret))
	return sum[:]
}

// challenge is a 401 with the header that RFC 9110 15.5.2 demands.
func challenge(scheme, code, message string) *problem {
	p := &problem{status: http.StatusUnauthorized, basis: bank.Documented, code: code, message: message}
	value := scheme + ` realm="qwac sandbox"`
	if code != "" {
		value += `, error="` + code + `"`
	}
	p.header = http.Header{"Www-Authenticate": {value}}
	return p
}

// newToken binds client, certificate and end of life together. Only the sandbox can read it.
func (s *Server) newToken(clientID string, leaf fingerprint, until time.Time) string {
	id := uuid.MustParse(clientID) // clients have ids of our own making
	text := slices.Concat(id[:], leaf[:], timeBytes(until))
	return tokenPrefix + base64.RawURLEncoding.EncodeToString(s.tokens.close(text))
}

// byToken returns the client that the token of the request was given to.
func (s *Server) byToken(c *call) (clientID string, err error) {
	scheme, token, ok := strings.Cut(c.header.Get("Authorization"), " ")
	if !ok || !strings.EqualFold(scheme, "Bearer") {
		return "", challenge("Bearer", "", "there is no Authorization header with a Bearer token")
	}
	const idSize = len(uuid.UUID{})
	sealed, err := base64.RawURLEncoding.DecodeString(strings.TrimPrefix(token, tokenPrefix))
	if err != nil {
		return "", challenge("Bearer", "invalid_token", "the token is not one of this sandbox")
	}
	text, err := s.tokens.open(sealed)
	if err != nil || len(text) != idSize+len(fingerprint{})+8 {
		return "", challenge("Bearer", "invalid_token", "the token is not one of this sandbox")
	}
	leaf, until := fingerprint(text[idSize:len(text)-8]), timeOf(text[len(text)-8:])
	if leaf != c.peer.leaf {
		return "", challenge("Bearer", "invalid_token",
			"the token was given to another certificate than that of the connection")
	}
	if !c.at.Before(until) {
		return "", challenge("Bearer", "invalid_token", "the token has expired at "+until.UTC().Format(time.RFC3339))
	}
	return uuid.UUID(text[:idSize]).String(), nil
}
