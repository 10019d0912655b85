// Package redact removes secrets and keys from text that is meant for others. Most people want [Text], and [Keys]
// before it where the text may hold a private key.
package redact

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
	// member matches a value in quoted text, a quoted value, a list of these, or a word.
	member = `(?:\\+["'][^"'\\\n]*|"(?:[^"\\]|\\.)*"?|'[^'\n]*'?|[\[{][^\]}]*[\]}]?|[^\s"'&]+)`
	// secretName is in the names of options, headers, variables and members that hold a secret.
	secretName = `[\w-]*(?:secret|token|passwo?r?d|passphrase|pwd|` +
		`api[_-]?key|assertion|credential|session[_-]?id|bearer)[\w-]*`
)

// secretForm is a form in which secrets stand in what programs print: headers, JSON, assignments, addresses, arguments
// of curl, keys.
type secretForm struct {
	before string // what precedes the secret; its group is the secret's name, or empty
	value  string // the secret and its context; its group is what is removed
	secret func(name, value, rest string) bool
	whole  bool // before is part of the secret
}

// secretForms are searched for in this order. No token or pair of id and secret in base64 is shorter than 16
// letters; words behind "basic" are.
func secretForms() []secretForm {
	return []secretForm{
		{before: `()-----BEGIN [A-Z ]*PRIVATE KEY-----`, value: `(?s)(.*?(?:-----END [A-Z ]*PRIVATE KEY-----|$))`,
			secret: always},
		{before: `(?i)()authorization["'\\]*\s*[:=]\s*["'\\]*(?:\[["'\\]+)?(?:(?:bearer|basic|digest|dpop|token)\s+)?`,
			value: `([^\r\n"'\\]+)`, secret: always},
		{before: `(?i)()\b(?:bearer|basic)\s+`, value: `([A-Za-z0-9+/=._~-]{16,})`, secret: always},
		{before: `(?i)()cookie2?["'\\]*\s*[:=]\s*`, value: `("(?:[^"\\]|\\.)*"?|[^\r\n']+)`, secret: always},
		{before: `(?i)()(?:added|replaced) cookie `, value: `(\S+)`, secret: always}, // curl -v
		{before: `()(?:^|[\s"'])(?:-b|--cookie)[\s\\=]*`, value: `('[^'\n]*=[^'\n]*'|"[^"\n]*=[^"\n]*"|[^\s"'=]+=\S*)`,
			secret: always},
		// Python
		{before: `(?i)()\b(?:auth|HTTPBasicAuth)\s*[=:(]\s*[(\[]?\s*`,
			value: `["'][^"'\n]*["']\s*,\s*(["'][^"'\n]*["']?)`, secret: always},
		// .netrc
		{before: `(?i)()\blogin\s+\S+\s+password\s+`, value: `(\S+)`, secret: always},
		{before: `()://`, value: `([^/\s"'@]+)@`, secret: always},
		// a JSON web token
		{before: `()\beyJ`, value: `([A-Za-z0-9_-]+\.[A-Za-z0-9_.-]+)`, secret: always, whole: true},
		{before: `()\bsandbox-(?:token|secret)-`, value: `([A-Za-z0-9_-]+)`, secret: always, whole: true},
		{before: `()(?:^|[\s"'])(?:-[A-Za-z]*[uUE]|--user|--proxy-user|--cert)[\s\\=]*`, value: `(` + shellWord + `)`,
			secret: isPair},
		{before: `(?i)(--?(?:` + secretName + `|(?:proxy-)?pass|oauth2-bearer))[\s\\]+`, value: `(` + shellWord + `)`,
			secret: isSecret},
		{before: `(?i)(` + secretName +
			`)(?:["'\\*_\x60]|%22)*\s*(?:is\s*)?(?:=>|:=|[:=>|]|%3[AD])` +
			`(?:[*_\x60]|%22)*\s*\x60?(?:(?:bearer|basic)\s+)?`,
			value: `(` + member + `)`, secret: isSecret},
		{before: `(?i)"name"\s*:\s*"(` + secretName + `)"\s*,\s*"value"\s*:\s*`, value: `(` + member + `)`,
			secret: isSecret},
		// JSON Web Keys
		{before: `()["'](?:d|p|q|dp|dq|qi|k)\\?["']\s*:\s*\\?["']`, value: `([A-Za-z0-9_-]{16,})`, secret: always},
		{before: `(?i)()(?:` + secretName + `|authorization)["'\s(]+`, value: `([^\s"'()]{6,})`, secret: isMixed},
	}
}

// Text removes secrets from text: first the known ones, in every spelling, then others by their form.
// Text of pkg/submit has none; this is for text from elsewhere.
func Text(text string, known ...string) string {
	for _, secret := range known {
		for _, form := range []string{secret, url.QueryEscape(secret),
			base64.StdEncoding.EncodeToString([]byte(secret))} {
			text = strings.ReplaceAll(text, form, redacted)
		}
	}
	for _, f := range secretForms() {
		text, _ = takeOut(text, f)
	}
	return text
}

const redacted = "[redacted]"

// takeOut removes what is secret, but keeps its quotes. For long values the beginning decides whether they stay, so
// each byte is examined only a few times; steps counts them.
func takeOut(text string, f secretForm) (out string, steps int) {
	before, value := regexp.MustCompile(f.before), regexp.MustCompile("^"+f.value)
	var b strings.Builder
	for {
		m := before.FindStringSubmatchIndex(text)
		if m == nil {
			return b.String() + text, steps + len(text)
		}
		name, rest, from, to := text[m[2]:m[3]], text[m[1]:], m[1], m[1]
		steps += m[1]
		if !stays(f, name, rest) {
			if v := value.FindStringSubmatchIndex(rest); v != nil {
				from, to = m[1]+v[2], m[1]+v[3]
				steps += v[1]
			}
		}
		from += len(text[from:to]) - len(strings.TrimLeft(text[from:to], `\"'`))
		to -= len(text[from:to]) - len(strings.TrimRight(text[from:to], `\"'`))
		switch {
		case from >= to || !f.secret(name, text[from:to], text[to:]):
			to = max(m[1], min(from, to))
			b.WriteString(text[:to])
		case f.whole:
			b.WriteString(text[:m[0]] + redacted)
		default:
			b.WriteString(text[:from] + redacted)
		}
		text = text[to:]
	}
}

// stays reports whether what follows is clearly not a secret, or was already removed.
func stays(f secretForm, name, rest string) bool {
	head := strings.TrimLeft(rest[:min(len(rest), 64)], `\"'`)
	return strings.HasPrefix(head, redacted) || name != "" && (aboutSecrets.matches(name) || noSecret.matches(head))
}

func always(_, _, _ string) bool { return true }

// isPair reports whether an argument is an id and a secret, or a file and its password.
func isPair(_, value, _ string) bool {
	return strings.Contains(value, ":") && !strings.Contains(value, "://")
}

// isMixed reports whether a word after the name of a secret has letters and digits, which is rare in sentences.
func isMixed(_, value, _ string) bool {
	const digits, letters = "0123456789", "abcdefghijklmnopqrstuvwxyz"
	return strings.ContainsAny(value, digits) && strings.ContainsAny(strings.ToLower(value), letters) &&
		!strings.Contains(value, "://")
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

// find is the first match, or empty.
func (p *pattern) find(s string) string {
	p.once.Do(func() { p.re = regexp.MustCompile(p.expr) })
	return p.re.FindString(s)
}

var (
	// aboutSecrets ends names of what is told of a secret.
	aboutSecrets = pattern{
		expr: `[_-](?i:type|ur[il]|endpoint|file|out|path|method|` +
			`expires?|expiry|expires?[_-](?:in|at)|ttl|lifetime)$|` +
			`(?:Type|Ur[il]|UR[IL]|Endpoint|File|Path|Method|ExpiresIn|ExpiresAt|Expiry)$`}
	// noSecret matches the start of what is clearly not a secret: an address, a method, a command, or no value.
	noSecret = pattern{expr: `^(?:https?://|(?:GET|POST|PUT|DELETE)\b|\$\(|(?:null|true|false|none)\b)`}
	// prose is a short word; before another one it is the beginning of a sentence.
	prose = pattern{expr: `^[a-z]{1,5}$`}
)

func isSecret(name, value, rest string) bool {
	sentence := prose.matches(value) && len(rest) > 1 && rest[0] == ' ' && (rest[1] >= 'a' && rest[1] <= 'z')
	return !aboutSecrets.matches(name) && !noSecret.matches(value) && !sentence
}

// Known returns a client secret and its form in Basic authentication, or nothing for an empty secret.
func Known(id, secret string) []string {
	return slices.DeleteFunc([]string{id + ":" + secret, secret}, func(string) bool { return secret == "" })
}
