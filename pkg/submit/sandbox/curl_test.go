package sandbox_test

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestCurl runs the calls as the bank documents them, with nothing but addresses and files put in.
func TestCurl(t *testing.T) {
	for _, tool := range []string{"sh", "curl", "jq"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("needs %s: %v", tool, err)
		}
	}
	d := newDesk(t, nil)
	dir := t.TempDir()
	write := func(name string, data []byte) { d.check(os.WriteFile(filepath.Join(dir, name), data, 0o600)) }
	write("ca.pem", d.ca)
	writePair(t, write, "client", pair(nil))
	writePair(t, write, "next", renewed())

	script := `set -eu
mtls="--silent --show-error --cacert ca.pem --cert client.pem --key client.key"
uuid() { cat /proc/sys/kernel/random/uuid 2>/dev/null || uuidgen; }

curl $mtls -X POST "$BASE_URL/tpp" -H "Content-Type: application/json" -H "X-Request-ID: $(uuid)" \
  -d '{"name":"mycompany","roles":["PSP_AI","PSP_PI"],"redirectUris":["https://mycompany.example/callback"]}' \
  > registered.json
id=$(jq -r .clientId registered.json) secret=$(jq -r .clientSecret registered.json)

curl $mtls -X POST "$TOKEN_URL" -u "$id:$secret" -H "X-Request-ID: $(uuid)" \
  -d grant_type=client_credentials > token.json
token=$(jq -r .access_token token.json)

jq -R -s '{certificate: .}' next.pem > payload.json
curl $mtls -X POST "$BASE_URL/tpp/$id/certificates" -H "Authorization: Bearer $token" -H "X-Request-ID: $(uuid)" \
  -H "Content-Type: application/json" -d @payload.json > added.json

curl $mtls -X PUT "$BASE_URL/tpp/$id/redirect-uris" -H "Authorization: Bearer $token" -H "X-Request-ID: $(uuid)" \
  -H "Content-Type: application/json" -d '{"redirectUris":["https://mycompany.example/new"]}' > uris.json

curl $mtls "$BASE_URL/tpp/$id" -H "Authorization: Bearer $token" -H "X-Request-ID: $(uuid)" > details.json
`
	cmd := exec.Command("sh", "-c", script)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), "BASE_URL="+d.url, "TOKEN_URL="+d.url+"/oauth2/token", "no_proxy=*")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	var details struct {
		RedirectURIs      []string `json:"redirectUris"`
		CertificateChains []struct {
			Certificates []struct{ SerialNumber string }
		}
	}
	data, err := os.ReadFile(filepath.Join(dir, "details.json"))
	d.check(err)
	if err := json.Unmarshal(data, &details); err != nil {
		t.Fatalf("%v\n%s", err, data)
	}
	var serials []string
	for _, c := range details.CertificateChains {
		serials = append(serials, c.Certificates[0].SerialNumber)
	}
	got := map[string][]string{"uris": details.RedirectURIs, "serials": serials}
	want := map[string][]string{"uris": {"https://mycompany.example/new"},
		"serials": {serial(pair(nil)), serial(renewed())}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("details (-want +got):\n%s", diff)
	}
}

func writePair(t *testing.T, write func(string, []byte), name string, p tls.Certificate) {
	var chain bytes.Buffer
	for _, der := range p.Certificate {
		chain.Write(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
	}
	key, err := x509.MarshalPKCS8PrivateKey(p.PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	write(name+".pem", chain.Bytes())
	write(name+".key",
		[]byte(strings.TrimSpace(string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key})))+"\n"))
}
