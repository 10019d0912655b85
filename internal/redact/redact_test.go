package redact

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRedact(t *testing.T) {
	key := "-----BEGIN " + "EC PRIVATE KEY-----"
	for text, want := range map[string]string{
		"Authorization: Bearer abcdefgh.ijkl-mnop":           "Authorization: Bearer [redacted]",
		"authorization: basic YWJjOmRlZmdoaWprbA==\nhost: x": "authorization: basic [redacted]\nhost: x",
		`{"access_token":"abc","expires_in":3600}`:           `{"access_token":"[redacted]","expires_in":3600}`,
		`{"clientId":"33a2","clientSecret": "a b"}`:          `{"clientId":"33a2","clientSecret": "[redacted]"}`,
		"grant_type=x&client_secret=abc&y=z":                 "grant_type=x&client_secret=[redacted]&y=z",
		"curl -u 'id:secret' --user id:secret https://x.example": "curl -u '[redacted]' --user [redacted] " +
			"https://x.example",
		key + "\nMHcCAQEE\n":                key + "[redacted]",
		"token eyJhbGciOi.eyJzdWIi.c2ln.":   "token [redacted]",
		"curl -u 'id:abc def' x":            "curl -u '[redacted]' x",
		"authorization: basic Zm9vOmJhcg==": "authorization: basic [redacted]",
		`body: "{\"access_token\":\"abc\",\"clientSecret\":\"d\"}"`: `body: ` +
			`"{\"access_token\":\"[redacted]\",\"clientSecret\":\"[redacted]\"}"`,
		"{'access_token': 'abc'} clientSecret: abc": "{'access_token': '[redacted]'} clientSecret: " +
			"[redacted]",
		"export SECRET=abc TOKEN='abc'":                 "export SECRET=[redacted] TOKEN='[redacted]'",
		"https://id:abc@bank.example/token":             "https://[redacted]@bank.example/token",
		"sandbox-token-abc and sandbox-secret-abc":      "[redacted] and [redacted]",
		"token: POST https://bank.example answered 401": "token: POST https://bank.example answered 401",
		"basic authentication failed, 403 Forbidden":    "basic authentication failed, 403 Forbidden",
		"the bearer of bad news; -u is a flag":          "the bearer of bad news; -u is a flag",
	} {
		if diff := cmp.Diff(want, Text(text)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
	for _, text := range []string{
		"curl -sSu ID:%s https://x", "curl -su ID:%s", "curl -uID:%s", "curl -sS -u \\\n  'ID:%s' x", `curl -u "ID:%s"`,
		"curl -U p:%s", "curl --proxy-user=p:%s",
		"curl --cert chain.pem:%s", "curl -E chain.pem:%s", "curl --pass %s", "curl --oauth2-bearer %s",
		"curl -b sid=%s x", "curl --cookie 'a=b; sid=%s'",
		`{"secret":"%s"}`, `{"token":"%s"}`, `{"x":1, "appPassword" : "%s"}`, `{'secret': '%s'}`,
		`{"tokens":["%s","b"]}`, `{"secret":{"value":"%s"}}`,
		`"{\"secret\":\"%s\"}"`, "{secret: %s}", "map[Secret:%s x:y]", "<client_secret>%s</client_secret>",
		`{"secret":"a\"%s"}`,
		"client secret: %s", "secret: %s", "SECRET = %s", "SECRET=%s", "Client Secret:\n%s", "clientSecret => '%s'",
		"password: %s", "secret_2: %s", "api_key=%s",
		"token: Bearer %s", "the secret=%s is refused", "x?access_token=%s&y=z", "-d client_secret=%s -d x=y",
		"passphrase='%s'", "QWAC_CLIENT_SECRET='%s' qwac x",
		"--client-secret %s", "--client-secret=%s", "--client-secret '%s'", "-Password %s", "--token \\\n %s",
		"X-Auth-Token: %s", "> x-api-key: %s", "-H 'X-Auth-Token: %s' https://x", "Authorization: %s",
		"Proxy-Authorization: Basic %s", "authorization: Token %s",
		`"Authorization":["Bearer %s"]`, "* [HTTP/2] [1] [authorization: Bearer %s]", "map[Authorization:[Bearer %s]]",
		"Cookie: a=b; sid=%s", "< Set-Cookie: sid=%s; Path=/", `{"Set-Cookie":"sid=%s"}`,
		`* Added cookie sid="%s" for domain x`, "-H 'Cookie: sid=%s' https://x",
		`{"name":"secret","value":"%s"}`, "token %s", "Secret is: %s", "| secret | %s |", "secret\t%s",
		"- **Secret:** %s", "- Secret: `%s`", "bearer: %s", "sessionid=%s",
		"https://%s@x/", "https://id:%s@x/", "auth=('id', '%s')", "HTTPBasicAuth('id', '%s')",
		"machine x login id password %s",
	} {
		const secret = "q8Zr+x4k~"
		got := Text(fmt.Sprintf(text, secret))
		if strings.Contains(got, secret) || strings.Contains(got, "q8Zr") || !strings.Contains(got, "[redacted]") {
			t.Errorf("%q: %q", text, got)
		}
		if again := Text(got); again != got {
			t.Errorf("%q: %q, and again %q", text, got, again)
		}
	}
	for _, text := range []string{
		"token endpoint answered 401", "the secret is wrong",
		"see that client id and secret are those of this environment",
		"token: https://bank.example/token answered 401 Unauthorized (request id 1)",
		"token: the answer 200 cannot be used",
		`{"token_type":"Bearer","expires_in":3600,"token_endpoint":"https://bank.example/token"}`,
		"--token-url https://bank.example/token",
		"--client-secret-file secret.txt", "--secret-out=secret.txt", "secret.txt already exists: name another file",
		"cannot read secret.txt: check the path",
		"TOKEN=$(curl -X POST x)", "Authorization: Bearer [redacted]", `{"secret":null,"x":1}`, "curl -u",
		"curl -sS --cert chain.pem --key key.pem https://x:8443/",
		"no client secret: name a file", "sent at 2026-11-23T19:30:00Z", "cookies are not kept", "curl -vu",
		"bearer of a token, who",
	} {
		if got := Text(text); got != text {
			t.Errorf("%q becomes %q", text, got)
		}
	}
	known := Known("id", "fixture secret/1")
	for _, text := range []string{"fixture secret/1", "fixture+secret%2F1", "aWQ6Zml4dHVyZSBzZWNyZXQvMQ=="} {
		if got := Text("x "+text+" y", known...); got != "x [redacted] y" {
			t.Errorf("%q: %q", text, got)
		}
	}
	if got := Text("nothing", Known("id", "")...); got != "nothing" {
		t.Errorf("without a secret: %q", got)
	}
	if strings.Contains(Text(key+"\nAAAA"), "AAAA") {
		t.Error("a key without an end stays")
	}
}
