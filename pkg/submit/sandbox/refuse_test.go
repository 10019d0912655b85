package sandbox_test

import (
	"crypto/tls"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"qwac/internal/testpki"
	"qwac/pkg/submit/sandbox"
)

// refusal is what a test looks at in a refusal.
type refusal struct {
	Status  int
	Assumed string // what of it is not known of the bank
	Error   string
	Rules   []string
}

func read(t *testing.T, got reply) refusal {
	t.Helper()
	var body struct {
		Error, Assumed, Sandbox string
		Status                  int
		Findings                []struct{ Rule, Code, Message string }
	}
	if err := json.Unmarshal([]byte(got.Body), &body); err != nil {
		t.Fatalf("%v: %+v", err, got)
	}
	if body.Status != got.Status || !strings.Contains(body.Sandbox, "not the bank") {
		t.Errorf("body does not say what it is: %s", got.Body)
	}
	r := refusal{Status: got.Status, Assumed: body.Assumed, Error: body.Error}
	for _, f := range body.Findings {
		r.Rules = append(r.Rules, f.Rule)
		if f.Code == "" || f.Message == "" {
			t.Errorf("finding without code or message: %s", got.Body)
		}
	}
	return r
}

const (
	bodyOnly = "body"
	all      = "status and body"
)

// TestCertificateErrors produces every row of the error table of POST /tpp/{clientId}/certificates.
func TestCertificateErrors(t *testing.T) {
	d := newDesk(t, nil)
	p := d.register(pair(nil), `{"name":"m","roles":["PSP_AI"],"redirectUris":["https://m.example/"]}`)
	onlyAI := func(edit func(*testpki.Spec)) tls.Certificate {
		return pair(func(s *testpki.Spec) {
			s.Key.Name = "leaf 2"
			s.SetRoles("PSP_AI")
			edit(s)
		})
	}
	whole := onlyAI(func(*testpki.Spec) {})
	cut := tls.Certificate{Certificate: whole.Certificate[:2]}
	strange := testpki.NewChain(func(leaf, _, root *testpki.Spec) {
		root.Key.Name = "strange"
		leaf.SetRoles("PSP_AI")
	})
	for _, tt := range []struct {
		name, body string
		want       refusal
	}{
		{"no PEM", `{"certificate":"none"}`, refusal{400, bodyOnly, "Bad Request", []string{"pem-no-certificate"}}},
		{"empty", `{}`, refusal{400, bodyOnly, "Bad Request", []string{"pem-empty"}}},
		{"line breaks lost", strings.ReplaceAll(payload(whole), `\n`, ``),
			refusal{400, bodyOnly, "Bad Request", []string{"pem-glued-boundaries", "pem-no-line-breaks"}}},
		{"incomplete chain", payload(cut), refusal{400, bodyOnly, "Bad Request", []string{"chain-root-missing"}}},
		{"unknown root", payload(tls.Certificate{
			Certificate: [][]byte{strange.Leaf.DER, strange.Intermediate.DER, strange.Root.DER}}),
			refusal{400, bodyOnly, "Bad Request", []string{"chain-anchor-not-trusted"}}},
		{"expired", payload(onlyAI(func(s *testpki.Spec) { s.NotAfter = testpki.At().Add(-time.Hour) })),
			refusal{400, all, "Bad Request", []string{"validity-expired"}}},
		{"no eIDAS certificate", payload(onlyAI(func(s *testpki.Spec) { s.Drop(testpki.OIDQcStatements) })),
			refusal{403, bodyOnly, "Forbidden", []string{"qc-statements-missing"}}},
		{"a seal", payload(pair(func(s *testpki.Spec) { *s = testpki.QSealC(); s.SetRoles("PSP_AI") })),
			refusal{403, bodyOnly, "Forbidden", []string{"type-qsealc"}}},
		{"more roles than registered", payload(renewed()),
			refusal{403, bodyOnly, "Forbidden", []string{"role-not-registered"}}},
		{"another company", payload(onlyAI(func(s *testpki.Spec) {
			s.Subject.Set(testpki.OIDOrganizationIdentifier, "PSDDK-DFSA-97351843")
		})),
			refusal{403, all, "Forbidden", []string{"renewal-orgid-changed"}}},
		{"no clientAuth", payload(onlyAI(func(s *testpki.Spec) { s.Set(testpki.ExtKeyUsage(testpki.OIDServerAuth)) })),
			refusal{401, bodyOnly, "Unauthorized", []string{"leaf-eku-clientauth-missing"}}},
		{"no JSON", `-----BEGIN CERTIFICATE-----`, refusal{400, bodyOnly, "Bad Request", nil}},
		{"unknown field", `{"certificates":""}`, refusal{400, bodyOnly, "Bad Request", nil}},
		{"something behind", `{"certificate":""}{}`, refusal{400, bodyOnly, "Bad Request", nil}},
		{"too large", `{"certificate":"` + strings.Repeat("a", 1<<20) + `"}`,
			refusal{413, all, "Request Entity Too Large", nil}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, read(t, p.call("POST", "/certificates", "", tt.body))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
	if diff := cmp.Diff([]string{serial(pair(nil))}, p.serials()); diff != "" {
		t.Errorf("chains after refusals (-want +got):\n%s", diff)
	}

	if got := p.call("POST", "/certificates", "", payload(whole)); got.Status != http.StatusCreated {
		t.Fatalf("subset of the roles: %+v", got)
	}
	again := read(t, p.call("POST", "/certificates", "", payload(whole)))
	if diff := cmp.Diff(refusal{409, all, "Conflict", nil}, again); diff != "" {
		t.Errorf("twice (-want +got):\n%s", diff)
	}
}

// TestRedirectURIErrors produces the rows of PUT /tpp/{clientId}/redirect-uris that are about the body.
func TestRedirectURIErrors(t *testing.T) {
	d := newDesk(t, func(o *sandbox.Options) { o.Limits.RedirectURIs = 2 })
	p := d.register(pair(nil), registration)
	bad := func(basis string, rules ...string) refusal { return refusal{400, basis, "Bad Request", rules} }
	for _, tt := range []struct {
		name, uris string
		want       refusal
	}{
		{"none", ``, bad(bodyOnly, "redirect-uri-missing")},
		{"no URI", `"%"`, bad(bodyOnly, "redirect-uri-syntax")},
		{"relative", `"/callback"`, bad(bodyOnly, "redirect-uri-syntax")},
		{"opaque", `"https:a.example"`, bad(bodyOnly, "redirect-uri-syntax")},
		{"fragment", `"https://a.example/#"`, bad(bodyOnly, "redirect-uri-syntax")},
		{"user", `"https://me@a.example/"`, bad(bodyOnly, "redirect-uri-syntax")},
		{"wildcard", `"https://*.a.example/"`, bad(bodyOnly, "redirect-uri-syntax")},
		{"wildcard in the path", `"https://a.example/cb*"`, bad(bodyOnly, "redirect-uri-syntax")},
		{"blank", `"https://a.example/a b"`, bad(bodyOnly, "redirect-uri-syntax")},
		{"http", `"http://a.example/"`, bad(bodyOnly, "redirect-uri-not-https")},
		{"scheme of an app", `"myapp://a.example/"`, bad(bodyOnly, "redirect-uri-not-https")},
		{"twice", `"https://a.example/","https://a.example/"`, bad(all)},
		{"too many", `"https://a.example/","https://b.example/","https://c.example/"`, bad(all)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := p.call("PUT", "/redirect-uris", "", `{"redirectUris":[`+tt.uris+`]}`)
			if diff := cmp.Diff(tt.want, read(t, got)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
	for _, uri := range []string{"http://localhost/", "http://127.0.0.1:1/x", "http://[::1]/",
		"https://a.example:8443/cb?x=1"} {
		if got := p.call("PUT", "/redirect-uris", "", `{"redirectUris":["`+uri+`"]}`); got.Status != 200 {
			t.Errorf("%s: %+v", uri, got)
		}
	}
}

func TestRegistrationErrors(t *testing.T) {
	d := newDesk(t, func(o *sandbox.Options) { o.Limits.Clients = 1 })
	client := d.connect(pair(func(s *testpki.Spec) { s.SetRoles("PSP_AI", "PSP_AS") }))
	for _, tt := range []struct {
		name, body string
		want       refusal
	}{
		{"no name", `{"roles":["PSP_AI"],"redirectUris":["https://a.example/"]}`,
			refusal{400, all, "Bad Request", nil}},
		{"no roles", `{"name":"m","redirectUris":["https://a.example/"]}`,
			refusal{403, all, "Forbidden", []string{"role-request-empty"}}},
		{"no such role", `{"name":"m","roles":["AISP"],"redirectUris":["https://a.example/"]}`,
			refusal{403, all, "Forbidden", []string{"role-request-syntax"}}},
		{"role that is not on offer", `{"name":"m","roles":["PSP_AS"],"redirectUris":["https://a.example/"]}`,
			refusal{403, all, "Forbidden", []string{"role-not-offered-by-bank"}}},
		{"role that the certificate lacks", registration,
			refusal{403, all, "Forbidden", []string{"role-not-in-certificate"}}},
		{"no redirect URI", `{"name":"m","roles":["PSP_AI"]}`,
			refusal{400, all, "Bad Request", []string{"redirect-uri-missing"}}},
		{"wildcard", `{"name":"m","roles":["PSP_AI"],"redirectUris":["https://a.example/cb*"]}`,
			refusal{400, all, "Bad Request", []string{"redirect-uri-syntax"}}},
		{"wrong field", `{"name":"m","redirect_uris":[]}`, refusal{400, all, "Bad Request", nil}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, got, err := d.send(client, "POST", "/tpp", jsonHeader(uuid.NewString()), tt.body)
			d.check(err)
			if diff := cmp.Diff(tt.want, read(t, got)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
	one := `{"name":"m","roles":["PSP_AI","PSP_AI"],"redirectUris":["https://a.example/"]}`
	d.register(pair(nil), one)
	_, got, err := d.send(client, "POST", "/tpp", jsonHeader(uuid.NewString()), one)
	d.check(err)
	if diff := cmp.Diff(refusal{503, all, "Service Unavailable", nil}, read(t, got)); diff != "" {
		t.Errorf("one client too many (-want +got):\n%s", diff)
	}
}

// TestClientCertificate sends a good request over connections with bad certificates.
func TestClientCertificate(t *testing.T) {
	d := newDesk(t, nil)
	strange := testpki.NewChain(func(_, _, root *testpki.Spec) { root.Key.Name = "strange" })
	for _, tt := range []struct {
		name  string
		cert  tls.Certificate
		rules []string
	}{
		{"leaf alone", tls.Certificate{Certificate: pair(nil).Certificate[:1], PrivateKey: pair(nil).PrivateKey},
			[]string{"chain-incomplete-single", "chain-anchor-not-trusted"}},
		{"without root", tls.Certificate{Certificate: pair(nil).Certificate[:2], PrivateKey: pair(nil).PrivateKey},
			[]string{"chain-root-missing"}},
		{"unknown root", tls.Certificate{Certificate: [][]byte{strange.Leaf.DER, strange.Intermediate.DER,
			strange.Root.DER}, PrivateKey: strange.Leaf.Key},
			[]string{"chain-anchor-not-trusted"}},
		{"plain TLS", pair(func(s *testpki.Spec) {
			s.Drop(testpki.OIDQcStatements)
		}), []string{"qc-statements-missing"}},
		{"seal", pair(func(s *testpki.Spec) { *s = testpki.QSealC() }), []string{"type-qsealc"}},
		{"no clientAuth", pair(func(s *testpki.Spec) {
			s.Set(testpki.ExtKeyUsage(testpki.OIDServerAuth))
		}), []string{"leaf-eku-clientauth-missing"}},
		{"expired", pair(func(s *testpki.Spec) {
			s.NotAfter = testpki.At().Add(-time.Second)
		}), []string{"validity-expired"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, got, err := d.send(d.connect(tt.cert), "POST", "/tpp", jsonHeader(uuid.NewString()), registration)
			d.check(err)
			if diff := cmp.Diff(refusal{401, all, "Unauthorized", tt.rules}, read(t, got)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
	if _, got, err := d.send(d.connect(tls.Certificate{}), "POST", "/tpp", jsonHeader(uuid.NewString()),
		registration); err == nil {
		t.Errorf("without certificate: %+v", got)
	}
	old := d.connect(pair(nil))
	old.Transport.(*http.Transport).TLSClientConfig.MaxVersion = tls.VersionTLS11
	if _, got, err := d.send(old, "POST", "/tpp", jsonHeader(uuid.NewString()), registration); err == nil {
		t.Errorf("TLS 1.1: %+v", got)
	}
}

// TestTokenErrors asks the token endpoint in wrong ways.
func TestTokenErrors(t *testing.T) {
	d := newDesk(t, nil)
	p := d.register(pair(nil), registration)
	grant := "grant_type=client_credentials"
	for _, tt := range []struct {
		name string
		user *url.Userinfo
		form string
		want refusal
	}{
		{"wrong secret", url.UserPassword(p.id, p.secret+"x"), grant, refusal{401, all, "invalid_client", nil}},
		{"no secret", url.UserPassword(p.id, ""), grant, refusal{401, all, "invalid_client", nil}},
		{"no such client", url.UserPassword(uuid.NewString(), p.secret), grant,
			refusal{401, all, "invalid_client", nil}},
		{"other grant", url.UserPassword(p.id, p.secret), "grant_type=authorization_code",
			refusal{400, all, "unsupported_grant_type", nil}},
		{"no grant", url.UserPassword(p.id, p.secret), "", refusal{400, all, "invalid_request", nil}},
		{"two grants", url.UserPassword(p.id, p.secret), grant + "&" + grant,
			refusal{400, all, "invalid_request", nil}},
		{"no form", url.UserPassword(p.id, p.secret), "%", refusal{400, all, "invalid_request", nil}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, read(t, p.askToken(tt.user, tt.form))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}

	form := map[string]string{"Content-Type": "application/x-www-form-urlencoded"}
	res, got, err := d.send(p.Client, "POST", sandbox.TokenPath, form,
		grant+"&client_id="+p.id+"&client_secret="+url.QueryEscape(p.secret))
	d.check(err)
	if diff := cmp.Diff(refusal{401, all, "invalid_client", nil}, read(t, got)); diff != "" {
		t.Errorf("secret in the body (-want +got):\n%s", diff)
	}
	if h := res.Header.Get("WWW-Authenticate"); h != `Basic realm="qwac sandbox"` {
		t.Errorf("WWW-Authenticate: %q", h)
	}

	// A library encodes id and secret as in a form (RFC 6749 2.3.1).
	encoded := strings.ReplaceAll(p.secret, "-", "%2D")
	if got := p.askToken(url.UserPassword(p.id, encoded), grant); got.Status != 200 {
		t.Errorf("encoded secret: %+v", got)
	}

	// A certificate that the bank would take, but that is not registered for this client.
	p.Client = d.connect(renewed())
	got = p.askToken(url.UserPassword(p.id, p.secret), grant)
	if diff := cmp.Diff(refusal{401, all, "invalid_client", nil}, read(t, got)); diff != "" {
		t.Errorf("certificate of nobody (-want +got):\n%s", diff)
	}
}

// TestAuthorization produces the rows 401 and 404 of both documented error tables, and those of the call without one.
func TestAuthorization(t *testing.T) {
	for _, call := range []struct{ name, method, below, basis, body string }{
		{"details", "GET", "", all, ""},
		{"redirect URIs", "PUT", "/redirect-uris", bodyOnly, `{"redirectUris":["https://a.example/"]}`},
		{"certificates", "POST", "/certificates", bodyOnly, payload(renewed())},
	} {
		t.Run(call.name, func(t *testing.T) {
			d := newDesk(t, func(o *sandbox.Options) { o.Faults.TokenTTL = 2 * time.Second })
			p := d.register(pair(nil), registration)
			other := d.register(pair(func(s *testpki.Spec) { s.Key.Name = "other company" }), registration)
			good := *p
			for _, tt := range []struct {
				name string
				edit func(*tpp)
				want refusal
			}{
				{"no token", func(p *tpp) { p.token = "" }, refusal{401, call.basis, "Unauthorized", nil}},
				{"no token of ours", func(p *tpp) {
					p.token = "eyJhbGciOiJub25lIn0"
				}, refusal{401, call.basis, "invalid_token", nil}},
				{"altered token", func(p *tpp) {
					p.token = p.token[:len(p.token)-4] + "AAAA"
				}, refusal{401, call.basis, "invalid_token", nil}},
				{"token with another certificate", func(p *tpp) {
					p.Client = other.Client
				}, refusal{401, call.basis, "invalid_token", nil}},
				{"client of somebody else", func(p *tpp) {
					p.id = other.id
				}, refusal{404, call.basis, "Not Found", nil}},
				{"no such client", func(p *tpp) {
					p.id = uuid.NewString()
				}, refusal{404, call.basis, "Not Found", nil}},
				{"no UUID", func(p *tpp) { p.id = "me" }, refusal{404, call.basis, "Not Found", nil}},
				{"expired token", func(*tpp) {
					d.pass(2 * time.Second)
				}, refusal{401, call.basis, "invalid_token", nil}},
			} {
				wrong := good
				tt.edit(&wrong)
				if diff := cmp.Diff(tt.want, read(t, wrong.call(call.method, call.below, "", call.body))); diff != "" {
					t.Errorf("%s (-want +got):\n%s", tt.name, diff)
				}
			}
			p.login()
			if got := p.call(call.method, call.below, "", call.body); got.Status >= 300 {
				t.Errorf("after a new token: %+v", got)
			}
		})
	}
}

// TestOtherRequests are not calls of the API.
func TestOtherRequests(t *testing.T) {
	d := newDesk(t, nil)
	p := d.register(pair(nil), registration)
	for _, tt := range []struct {
		name, method, path string
		header             map[string]string
		want               refusal
	}{
		{"root", "GET", "/", jsonHeader(uuid.NewString()), refusal{404, all, "Not Found", nil}},
		{"below certificates", "GET", "/tpp/x/certificates/1", jsonHeader(uuid.NewString()),
			refusal{404, all, "Not Found", nil}},
		{"no client id", "GET", "/tpp/", jsonHeader(uuid.NewString()), refusal{404, all, "Not Found", nil}},
		{"method", "DELETE", "/tpp/" + p.id, jsonHeader(uuid.NewString()),
			refusal{405, all, "Method Not Allowed", nil}},
		{"token by GET", "GET", sandbox.TokenPath, nil, refusal{405, all, "Method Not Allowed", nil}},
		{"no request id", "GET", "/tpp/" + p.id, nil, refusal{400, all, "Bad Request", nil}},
		{"request id that is no UUID", "GET", "/tpp/" + p.id, jsonHeader("1"), refusal{400, all, "Bad Request", nil}},
		{"UUID in braces", "GET", "/tpp/" + p.id, jsonHeader("{" + uuid.NewString() + "}"),
			refusal{400, all, "Bad Request", nil}},
		{"wrong request id for a token", "POST", sandbox.TokenPath, jsonHeader("1"),
			refusal{400, all, "invalid_request", nil}},
		{"token by JSON", "POST", sandbox.TokenPath, jsonHeader(uuid.NewString()),
			refusal{400, all, "invalid_request", nil}},
		{"no content type", "POST", "/tpp", map[string]string{"X-Request-ID": uuid.NewString()},
			refusal{415, all, "Unsupported Media Type", nil}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, got, err := d.send(p.Client, tt.method, tt.path, tt.header, "")
			d.check(err)
			if diff := cmp.Diff(tt.want, read(t, got)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
