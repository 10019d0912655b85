package app

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"qwac/internal/testpki"
)

// TestHasMore tells files that have certificates among other things from those that have nothing else.
func TestHasMore(t *testing.T) {
	pki := testpki.Clean()
	chain := string(pki.PEM())
	quoted, err := json.Marshal(map[string]string{"certificate": chain})
	if err != nil {
		t.Fatal(err)
	}
	escaped := strings.ReplaceAll(chain, "\n", `\n`)
	indented := "  " + strings.ReplaceAll(strings.TrimSpace(chain), "\n", "\n  ") + "\n"
	for name, text := range map[string]string{
		"a payload": string(quoted), "a payload, indented": "{\n  \"certificate\": \"" + escaped + "\"\n}\n",
		"an array": `["` + escaped + `"]`, "a string": `"` + escaped + `"`,
		"YAML":        "tls.crt: |\n" + indented,
		"YAML behind": chain + "other: value\n", "variables": "CERT=\"" + escaped + "\"\nPORT=1\n",
		"a message": "Subject: your certificate\n\n" + chain + "Regards\n", "a page": "<pre>" + chain + "</pre>",
		"a script":     "cat > chain.pem <<EOF\n" + chain + "EOF\n",
		"OpenVPN":      "client\n<cert>\n" + chain + "</cert>\n",
		"a password":   chain + "password: x\n",
		"a key of SSH": chain + "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ\n",
		"a secret": "kind: Secret\ndata:\n  tls.crt: " + base64.StdEncoding.EncodeToString([]byte(chain)) +
			"\n",
		"a form": "name=x&certificate=" + url.QueryEscape(chain),
		"no END": strings.SplitAfter(chain, "-----END")[0] + "\nport: 1\n",
		"Latin":  "Zertifikat für die Bank\n" + chain,
	} {
		if !hasMore([]byte(text)) {
			t.Errorf("%s would be lost", name)
		}
	}
	for name, text := range map[string]string{
		"a chain": chain, "CRLF": strings.ReplaceAll(chain, "\n", "\r\n"), "CR": strings.ReplaceAll(chain, "\n", "\r"),
		"escaped": escaped, "one line": strings.ReplaceAll(chain, "\n", " "),
		"glued":    strings.ReplaceAll(chain, "\n", ""),
		"indented": indented, "mark": "\ufeff" + chain, "four dashes": strings.ReplaceAll(chain, "-----", "----"),
		"long dashes": strings.ReplaceAll(chain, "-----", "—-"), "URL": url.QueryEscape(chain), "NUL": chain + "\x00",
		"bags": "Bag Attributes\n    localKeyID: 01 \n    friendlyName: DK bank\nsubject=C = DK, O = A\n" +
			"issuer=C = DK\n" + chain,
		"s_client": "CONNECTED(00000003)\n---\nCertificate chain\n 0 s:CN = a\n   i:CN = b\n   a:PKEY: rsa\n" + chain +
			"---\nServer certificate\n" + chain + "subject=CN = a\n\nissuer=CN = b\n\n---\n",
		"x509 -text": "Certificate:\n    Data:\n        Version: 3 (0x2)\n" + chain, "comment": "# issuer: a\n" + chain,
		"bare":   base64.StdEncoding.EncodeToString(pki.Leaf.DER) + "\n",
		"UTF-16": utf16Of(chain),
	} {
		if hasMore([]byte(text)) {
			t.Errorf("%s: it is said to have more", name)
		}
	}
}

// FuzzHasMore puts a word among the blocks of a chain, which is never lost, wherever it stands.
func FuzzHasMore(f *testing.F) {
	blocks := bytes.SplitAfter(testpki.Clean().PEM(), []byte("-----END CERTIFICATE-----\n"))
	f.Add("a: b\n", uint8(0), uint8(0))
	f.Add("KEY=x\r\n", uint8(1), uint8(1))
	f.Fuzz(func(t *testing.T, blank string, at, kind uint8) {
		if strings.ContainsAny(blank, "#") || strings.Trim(blank, " \t\r\n\\{}[]\"'<>,:;|=&") != "" {
			return
		}
		word := []string{"word", "port: 1", "x=y", "éa"}[int(kind)%4]
		i := int(at) % len(blocks)
		text := bytes.Join(blocks[:i], nil)
		text = append(append(text, "\n"+word+blank+"\n"...), bytes.Join(blocks[i:], nil)...)
		if !hasMore(text) {
			t.Errorf("%q would be lost", text)
		}
	})
}
