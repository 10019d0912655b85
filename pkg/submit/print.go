package submit

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
)

// String formats the request as sent, for people: credentials are [redacted], and lines end in LF.
func (r Request) String() string {
	var b strings.Builder
	host, path := r.URL, ""
	if u, err := url.Parse(r.URL); err == nil {
		host, path = u.Host, u.RequestURI()
	}
	fmt.Fprintf(&b, "%s %s HTTP/1.1\nHost: %s\n", r.Method, path, host)
	for _, line := range r.headerLines() {
		b.WriteString(line + "\n")
	}
	fmt.Fprintf(&b, "\n%s", r.Body)
	return b.String()
}

// headerLines are the headers in the order in which net/http writes them: two of its own, then the others by name.
func (r Request) headerLines() []string {
	lines := []string{"User-Agent: " + userAgent}
	if r.Body != nil {
		lines = append(lines, fmt.Sprintf("Content-Length: %d", len(r.Body)))
	}
	h := r.Header.Clone()
	if r.ID != "" {
		h[r.of().API.RequestID] = []string{r.ID}
	}
	if scheme := []string{"", "Basic ", "Bearer "}[r.auth]; scheme != "" {
		h["Authorization"] = []string{scheme + redacted}
	}
	for _, name := range slices.Sorted(maps.Keys(h)) {
		lines = append(lines, name+": "+strings.Join(h[name], ", "))
	}
	return lines
}

// Curl returns a command line for curl that sends the same request. Secrets, and what only the caller's machine knows,
// are shell variables: CERT and KEY name files, and so does CA if the target is the caller's own; ID and SECRET are the
// client's credentials, TOKEN is an access token. Credentials go by -u: base64 by hand wraps at 76 columns. curl does
// not form-encode them first as RFC 6749 2.3.1 demands, which matters only if they contain characters other than
// letters, digits and -._~.
func (r Request) Curl() string {
	args := []string{"curl \\\n  --cert \"$CERT\" --key \"$KEY\""}
	if r.custom {
		args = append(args, `--cacert "$CA"`)
	}
	args = append(args, "-X "+r.Method)
	switch r.auth {
	case authBasic:
		args = append(args, `-u "$ID:$SECRET"`)
	case authBearer:
		args = append(args, `-H "Authorization: Bearer $TOKEN"`)
	}
	for _, name := range slices.Sorted(maps.Keys(r.Header)) {
		args = append(args, "-H "+ShellQuote(name+": "+strings.Join(r.Header[name], ", ")))
	}
	if r.ID != "" {
		args = append(args, "-H "+ShellQuote(r.of().API.RequestID+": "+r.ID))
	}
	if r.Body != nil {
		args = append(args, "--data-binary "+ShellQuote(string(r.Body)))
	}
	return strings.Join(append(args, ShellQuote(r.URL)), " \\\n  ")
}

// ShellQuote quotes for a POSIX shell: inside single quotes only the single quote itself is special.
func ShellQuote(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }
