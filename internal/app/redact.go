package app

import (
	"encoding/base64"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// secretForms are the forms in which secrets stand in what programs print: headers, JSON (also inside a quoted string), assignments,
// forms, addresses, arguments of curl, keys. The first and the second group stay. No token or pair of id and secret in base64 is
// shorter than 16 letters; words behind "basic" are.
var secretForms = []string{
	`(?i)\b(authorization["']?\s*[:=]\s*["']?(?:bearer|basic)\s+)[^\s"'\\]+`,
	`(?i)\b((?:bearer|basic)\s+)[A-Za-z0-9+/=._~-]{16,}`,
	`(?i)("(?:access_?token|refresh_?token|client_?secret)"\s*:\s*")(?:[^"\\]|\\.)*`,
	`(?i)((?:(?:access|refresh|id)[_-]?token|client[_-]?secret)["'\\]*\s*[:=]\s*["'\\]*)[^\s"'\\&,}\[]+`,
	`(?i)\b([a-z_]*(?:token|secret|password)=["']?)[^\s"'&\[]+`,
	`(://)[^/\s"'@]*:[^/\s"'@]*(@)`,
	`((?:^|\s)(?:-u|--user)[ =]?)(?:'[^':]*:[^']*'|"[^":]*:[^"]*"|[^\s"':]*:[^\s"']+)`,
	`(?s)(-----BEGIN [A-Z ]*PRIVATE KEY-----).*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)`,
	`()\beyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_.-]+`, // a JSON web token
	`()\bsandbox-(?:token|secret)-[A-Za-z0-9_-]+`,
}

// redact takes secrets out of text: first those that are known, however they are written, then others by their forms. Text of
// pkg/submit has none; this is for text from elsewhere.
func redact(text string, known ...string) string {
	for _, secret := range known {
		for _, form := range []string{secret, url.QueryEscape(secret), base64.StdEncoding.EncodeToString([]byte(secret))} {
			text = strings.ReplaceAll(text, form, "[redacted]")
		}
	}
	for _, form := range secretForms {
		text = regexp.MustCompile(form).ReplaceAllString(text, "${1}[redacted]${2}")
	}
	return text
}

// knownSecrets are a client secret and what Basic authentication makes of it; nothing when there is none.
func knownSecrets(id, secret string) []string {
	return slices.DeleteFunc([]string{id + ":" + secret, secret}, func(string) bool { return secret == "" })
}
