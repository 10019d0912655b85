package submit_test

import (
	"bytes"
	"crypto/tls"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/uuid"
)

// The four calls of a submission, each round with a connection of its own: token, details, certificate, details.

func BenchmarkFourCalls(b *testing.B) {
	bank := newBank(b)
	d := newDesk(b, bank)
	p := payload(b)
	for b.Loop() {
		c := d.client(nil)
		_, _, err1 := c.Client(b.Context())
		_, err2 := c.AddCertificate(b.Context(), p)
		_, _, err3 := c.Client(b.Context())
		if err1 != nil || err2 != nil || err3 != nil {
			b.Fatal(err1, err2, err3)
		}
	}
}

func BenchmarkFourCallsPlain(b *testing.B) {
	bank := newBank(b)
	p := payload(b).Bytes()
	for b.Loop() {
		transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool(bank.Certificate()),
			Certificates: []tls.Certificate{certificate()}}}
		token := ""
		do := func(method, path, auth, kind string, body []byte) {
			req, err := http.NewRequest(method, bank.URL+path, bytes.NewReader(body))
			if err != nil {
				b.Fatal(err)
			}
			req.Header.Set("X-Request-ID", uuid.NewString())
			req.Header.Set("Authorization", auth)
			req.Header.Set("Content-Type", kind)
			if auth == "" {
				req.SetBasicAuth(clientID, url.QueryEscape(clientSecret))
			}
			res, err := transport.RoundTrip(req)
			if err != nil {
				b.Fatal(err)
			}
			answer, _ := io.ReadAll(res.Body)
			res.Body.Close()
			if res.StatusCode > 299 {
				b.Fatal(res.Status)
			}
			if auth == "" {
				token = "Bearer " + strings.Split(string(answer), `"`)[3]
			}
		}
		details := "/tpp/" + clientID
		do("POST", "/oauth2/token", "", "application/x-www-form-urlencoded", []byte("grant_type=client_credentials"))
		do("GET", details, token, "", nil)
		do("POST", details+"/certificates", token, "application/json", p)
		do("GET", details, token, "", nil)
		transport.CloseIdleConnections()
	}
}
