package app

import (
	"encoding/base64"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
)

const (
	// shellWord is an argument as a shell reads it: quoted, in parts or not at all.
	shellWord = `(?:\$?'[^'\n]*'?|"(?:[^"\\\n]|\\.)*"?|\\.|[^\s"'\\])+`
	// member is a value in quoted text, one that is quoted, a list of them, or a word.
	member = `(?:\\+["'][^"'\\\n]*|"(?:[^"\\]|\\.)*"?|'[^'\n]*'?|[\[{][^\]}]*[\]}]?|[^\s"'&]+)`
	// secretName is in the names of options, headers, variables and members that hold a secret.
	secretName = `[\w-]*(?:secret|token|passwo?r?d|passphrase|pwd|api[_-]?key|assertion|credential|session[_-]?id|bearer)[\w-]*`
)

// secretForms are the forms in which secrets stand in what programs print: headers, JSON, assignments, addresses, arguments of curl, keys.
// The last group is what is taken out, the one before it a name. No token or pair of id and secret in base64 is shorter than 16 letters;
// words behind "basic" are.
var secretForms = []struct {
	form   string
	secret func(name, value, rest string) bool
}{
	{`(?s)()-----BEGIN [A-Z ]*PRIVATE KEY-----(.*?(?:-----END [A-Z ]*PRIVATE KEY-----|$))`, always},
	{`(?i)()authorization["'\\]*\s*[:=]\s*["'\\]*(?:\[["'\\]+)?(?:(?:bearer|basic|digest|dpop|token)\s+)?([^\r\n"'\\]+)`, always},
	{`(?i)()\b(?:bearer|basic)\s+([A-Za-z0-9+/=._~-]{16,})`, always},
	{`(?i)()cookie2?["'\\]*\s*[:=]\s*("(?:[^"\\]|\\.)*"?|[^\r\n']+)`, always},
	{`(?i)()(?:added|replaced) cookie (\S+)`, always}, // curl -v
	{`()(?:^|[\s"'])(?:-b|--cookie)[\s\\=]*('[^'\n]*=[^'\n]*'|"[^"\n]*=[^"\n]*"|[^\s"'=]+=\S*)`, always},
	{`(?i)()\b(?:auth|HTTPBasicAuth)\s*[=:(]\s*[(\[]?\s*["'][^"'\n]*["']\s*,\s*(["'][^"'\n]*["']?)`, always}, // Python
	{`(?i)()\blogin\s+\S+\s+password\s+(\S+)`, always},                                                       // .netrc
	{`()://([^/\s"'@]+)@`, always},
	{`()\b(eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_.-]+)`, always}, // a JSON web token
	{`()\b(sandbox-(?:token|secret)-[A-Za-z0-9_-]+)`, always},
	{`()(?:^|[\s"'])(?:-[A-Za-z]*[uUE]|--user|--proxy-user|--cert)[\s\\=]*(` + shellWord + `)`, isPair},
	{`(?i)(--?(?:` + secretName + `|(?:proxy-)?pass|oauth2-bearer))[\s\\]+(` + shellWord + `)`, isSecret},
	{`(?i)(` + secretName + `)(?:["'\\*_\x60]|%22)*\s*(?:is\s*)?(?:=>|:=|[:=>|]|%3[AD])(?:[*_\x60]|%22)*\s*\x60?(?:(?:bearer|basic)\s+)?(` + member + `)`, isSecret},
	{`(?i)"name"\s*:\s*"(` + secretName + `)"\s*,\s*"value"\s*:\s*(` + member + `)`, isSecret},
	{`(?i)()(?:` + secretName + `|authorization)["'\s(]+([^\s"'()]{6,})`, isMixed},
}

// redact takes secrets out of text: first those that are known, however they are written, then others by their forms. Text of
// pkg/submit has none; this is for text from elsewhere.
func redact(text string, known ...string) string {
	for _, secret := range known {
		for _, form := range []string{secret, url.QueryEscape(secret), base64.StdEncoding.EncodeToString([]byte(secret))} {
			text = strings.ReplaceAll(text, form, redacted)
		}
	}
	for _, f := range secretForms {
		text = redactForm(text, regexp.MustCompile(f.form), f.secret)
	}
	return text
}

const redacted = "[redacted]"

// redactForm takes out the last group of each match, but for its quotes. Behind one that stays it looks from its beginning.
func redactForm(text string, form *regexp.Regexp, secret func(name, value, rest string) bool) string {
	var out strings.Builder
	for {
		m := form.FindStringSubmatchIndex(text)
		if m == nil {
			return out.String() + text
		}
		from, to := m[4], m[5]
		from += len(text[from:to]) - len(strings.TrimLeft(text[from:to], `\"'`))
		to -= len(text[from:to]) - len(strings.TrimRight(text[from:to], `\"'`))
		out.WriteString(text[:from])
		if from < to {
			if value := text[from:to]; strings.HasPrefix(value, redacted) || !secret(text[m[2]:m[3]], value, text[to:]) {
				to = from
			} else {
				out.WriteString(redacted)
			}
		}
		text = text[to:]
	}
}

func always(_, _, _ string) bool { return true }

// isPair reports whether an argument is an id and a secret, or a file and its password.
func isPair(_, value, _ string) bool {
	return strings.Contains(value, ":") && !strings.Contains(value, "://")
}

// isMixed reports whether a word behind the name of a secret has letters and digits, as few words of a sentence have.
func isMixed(_, value, _ string) bool {
	const digits, letters = "0123456789", "abcdefghijklmnopqrstuvwxyz"
	return strings.ContainsAny(value, digits) && strings.ContainsAny(strings.ToLower(value), letters) && !strings.Contains(value, "://")
}

// pattern is a regular expression that is compiled when it is first used, not at every start.
type pattern struct {
	expr string
	once sync.Once
	re   *regexp.Regexp
}

func (p *pattern) matches(s string) bool {
	p.once.Do(func() { p.re = regexp.MustCompile(p.expr) })
	return p.re.MatchString(s)
}

var (
	// aboutSecrets ends names of what is told of a secret.
	aboutSecrets = pattern{expr: `[_-](?i:type|ur[il]|endpoint|file|out|path|method|expires?|expiry|expires?[_-](?:in|at)|ttl|lifetime)$|` +
		`(?:Type|Ur[il]|UR[IL]|Endpoint|File|Path|Method|ExpiresIn|ExpiresAt|Expiry)$`}
	// noSecret begins what is plainly none: an address, a method or a command in place of a value, none at all.
	noSecret = pattern{expr: `^(?:https?://|(?:GET|POST|PUT|DELETE)$|\$\(|(?:null|true|false|none)\b)`}
	// prose is a short word; before another one it is the beginning of a sentence.
	prose = pattern{expr: `^[a-z]{1,5}$`}
)

func isSecret(name, value, rest string) bool {
	sentence := prose.matches(value) && len(rest) > 1 && rest[0] == ' ' && (rest[1] >= 'a' && rest[1] <= 'z')
	return !aboutSecrets.matches(name) && !noSecret.matches(value) && !sentence
}

// knownSecrets are a client secret and what Basic authentication makes of it; nothing when there is none.
func knownSecrets(id, secret string) []string {
	return slices.DeleteFunc([]string{id + ":" + secret, secret}, func(string) bool { return secret == "" })
}
