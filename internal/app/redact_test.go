package app

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRedact(t *testing.T) {
	key := "-----BEGIN " + "EC PRIVATE KEY-----"
	for text, want := range map[string]string{
		"Authorization: Bearer abcdefgh.ijkl-mnop":                  "Authorization: Bearer [redacted]",
		"authorization: basic YWJjOmRlZmdoaWprbA==\nhost: x":        "authorization: basic [redacted]\nhost: x",
		`{"access_token":"abc","expires_in":3600}`:                  `{"access_token":"[redacted]","expires_in":3600}`,
		`{"clientId":"33a2","clientSecret": "a b"}`:                 `{"clientId":"33a2","clientSecret": "[redacted]"}`,
		"grant_type=x&client_secret=abc&y=z":                        "grant_type=x&client_secret=[redacted]&y=z",
		"curl -u 'id:secret' --user id:secret https://x.example":    "curl -u [redacted] --user [redacted] https://x.example",
		key + "\nMHcCAQEE\n":                                        key + "[redacted]",
		"token eyJhbGciOi.eyJzdWIi.c2ln.":                           "token [redacted]",
		"curl -u 'id:abc def' x":                                    "curl -u [redacted] x",
		"authorization: basic Zm9vOmJhcg==":                         "authorization: basic [redacted]",
		`body: "{\"access_token\":\"abc\",\"clientSecret\":\"d\"}"`: `body: "{\"access_token\":\"[redacted]\",\"clientSecret\":\"[redacted]\"}"`,
		"{'access_token': 'abc'} clientSecret: abc":                 "{'access_token': '[redacted]'} clientSecret: [redacted]",
		"export SECRET=abc TOKEN='abc'":                             "export SECRET=[redacted] TOKEN='[redacted]'",
		"https://id:abc@bank.example/token":                         "https://[redacted]@bank.example/token",
		"sandbox-token-abc and sandbox-secret-abc":                  "[redacted] and [redacted]",
		"token: POST https://bank.example answered 401":             "token: POST https://bank.example answered 401",
		"basic authentication failed, 403 Forbidden":                "basic authentication failed, 403 Forbidden",
		"the bearer of bad news; -u is a flag":                      "the bearer of bad news; -u is a flag",
	} {
		if diff := cmp.Diff(want, redact(text)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
	known := knownSecrets("id", "fixture secret/1")
	for _, text := range []string{"fixture secret/1", "fixture+secret%2F1", "aWQ6Zml4dHVyZSBzZWNyZXQvMQ=="} {
		if got := redact("x "+text+" y", known...); got != "x [redacted] y" {
			t.Errorf("%q: %q", text, got)
		}
	}
	if got := redact("nothing", knownSecrets("id", "")...); got != "nothing" {
		t.Errorf("without a secret: %q", got)
	}
	if strings.Contains(redact(key+"\nAAAA"), "AAAA") {
		t.Error("a key without an end stays")
	}
}
