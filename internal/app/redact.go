package app

import "regexp"

// secretForms are the forms in which secrets stand in what programs print: headers, JSON, forms, arguments of curl, keys. The first
// group stays. No token or pair of id and secret in base64 is shorter than 16 letters; words behind "basic" are.
var secretForms = []string{
	`(?i)\b((?:bearer|basic)\s+)[A-Za-z0-9+/=._~-]{16,}`,
	`(?i)("(?:access_?token|refresh_?token|client_?secret)"\s*:\s*")(?:[^"\\]|\\.)*`,
	`(?i)((?:access_token|refresh_token|client_secret)=)[^&\s"']+`,
	`((?:^|\s)(?:-u|--user)[ =]?["']?)[^\s"':]*:[^\s"']+`,
	`(?s)(-----BEGIN [A-Z ]*PRIVATE KEY-----).*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)`,
	`()\beyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_.-]+`, // a JSON web token
}

// redact takes secrets out of text by their forms. Text of pkg/submit has none; this is for text from elsewhere.
func redact(text string) string {
	for _, form := range secretForms {
		text = regexp.MustCompile(form).ReplaceAllString(text, "${1}[redacted]")
	}
	return text
}
