// Package page makes the offline page: the core of qwac and what shows it, in one HTML file that opens from disk and
// cannot reach anything. Most people want [Make] with the core that [Embedded] gives.
package page

import (
	"crypto/sha256"
	_ "embed" // what the page shows
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html"
	"strings"

	"qwac/internal/page/core"
	reporthtml "qwac/pkg/report/html"
)

// Core is the program in the page, as scripts/page builds it.
type Core struct {
	Wasm []byte // package wasm, compressed by gzip
	Exec []byte // wasm_exec.js of the Go that built it
}

var (
	//go:embed app.html
	appHTML string
	//go:embed app.css
	appCSS string
	//go:embed app.js
	appJS string
	//go:embed wall.js
	wallJS string
	//go:embed frame.js
	frameJS string
)

const frameCSS = "html,body,iframe{margin:0;border:0;width:100%;height:100%}body{overflow:hidden}iframe{display:block}"

// partJS takes the part of the core before it.
const partJS = "qwacPart()"

// partSize is how many bytes of the core stand in one part: as much as a browser reads in some milliseconds.
const partSize = 1 << 17

// Title is that of the page.
const Title = "Will the bank take this certificate?"

// Make makes the page. The same arguments give the same bytes: text in UTF-16, because in it the core takes less room
// than in any other text; see [encode].
//
// The core stands in the page around the application, which hands it over: what is in the text of the frame is read
// twice.
//
// The application is in a frame that is a sandbox, which keeps it from other windows; the policy of the page around it
// keeps it from going elsewhere itself. The policy of each allows its own scripts and styles by their digests and
// forbids every connection. What no policy forbids, the first script removes.
func Make(c Core, b core.Baked) ([]byte, error) {
	if err := b.Offer(); err != nil {
		return nil, err
	}
	baked, err := json.Marshal(b)
	if err != nil {
		return nil, err
	}
	script := wallJS + plain(string(c.Exec)) + reporthtml.Script() + appJS
	style := reporthtml.CSS() + appCSS
	inner := document(Title, policy([]string{script}, []string{style}), style, appHTML+
		`<script type="application/json" id="baked">`+string(baked)+"</script>\n<script>"+script+"</script>\n")
	outer := document(Title, policy([]string{script, frameJS, partJS}, []string{style, frameCSS}), frameCSS,
		"<script>"+frameJS+"</script>\n"+
			`<iframe title="`+Title+`" sandbox="allow-scripts allow-downloads" srcdoc="`+html.EscapeString(inner)+
			"\"></iframe>\n"+parts(c.Wasm))
	return utf16(outer), nil
}

// parts are those of the core, each with the script that takes it.
func parts(core []byte) string {
	var b strings.Builder
	for at := 0; at < len(core); at += partSize {
		last := ""
		if at+partSize >= len(core) {
			last = " data-last"
		}
		part := core[at:min(at+partSize, len(core))]
		fmt.Fprintf(&b, "<script type=\"text/plain\" data-size=\"%d\"%s>%s</script>\n<script>%s</script>\n",
			len(part), last, encode(part), partJS)
	}
	return b.String()
}

// document is a whole one. Between the tags of scripts and styles stands what the digests are of.
func document(title, policy, style, body string) string {
	return "<!DOCTYPE html>\n<html lang=\"en\" translate=\"no\">\n<head>\n" +
		"<meta http-equiv=\"Content-Security-Policy\" content=\"" + policy + "\">\n" +
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n" +
		"<meta name=\"google\" content=\"notranslate\">\n" + // a translator sends the text of a page away
		"<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n" +
		"<title>" + title + "</title>\n<style>" + style + "</style>\n</head>\n<body>\n" + body + "</body>\n</html>\n"
}

// policy allows these scripts and styles, and WebAssembly; nothing may be loaded, opened, framed or sent.
func policy(scripts, styles []string) string {
	return "default-src 'none'; script-src" + digests(scripts) + " 'wasm-unsafe-eval'; style-src" + digests(styles) +
		"; connect-src 'none'; frame-src 'none'; worker-src 'none'; form-action 'none'; base-uri 'none'"
}

func digests(texts []string) string {
	var b strings.Builder
	for _, t := range texts {
		sum := sha256.Sum256([]byte(t))
		b.WriteString(" 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'")
	}
	return b.String()
}

// plain is a script without what stands in it for people: each character takes two bytes in the page.
func plain(script string) string {
	var b strings.Builder
	for line := range strings.Lines(script) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "//") {
			b.WriteString(line + "\n")
		}
	}
	return b.String()
}
