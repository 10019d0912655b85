package app

import (
	"encoding/json"
	"strings"
	"unicode"

	"qwac/pkg/bundle"
)

// hasMore reports whether a text has more than certificates and what programs write beside them: it is a configuration,
// a message, a page or a payload, and whoever reads it wants that. Comments, the marks of a block in whatever state,
// and what openssl, certtool and keytool say of the certificates are no more. In case of doubt it has more.
func hasMore(data []byte) bool {
	text := string(bundle.UTF8(data))
	if json.Valid([]byte(text)) {
		return true
	}
	text = lineBreaks(text)
	beside, blocks := outsideBlocks(text)
	if blocks == 0 { // base64 by itself, or in a text
		return strings.ContainsFunc(text, func(r rune) bool {
			return !unicode.IsSpace(r) && r != '\x00' && r != '\x1a' && !isBase64(r)
		})
	}
	for _, part := range beside {
		if !isSaid(part) {
			return true
		}
	}
	return false
}

// lineBreaks has line breaks for those that are written as characters, in JSON or in an address.
func lineBreaks(text string) string {
	return strings.NewReplacer(`\r`, "", `\n`, "\n", "%0D", "", "%0A", "\n", "%0d", "", "%0a", "\n", "%20", " ",
		"%2B", "+", "%2b", "+", "%2F", "/", "%2f", "/", "%3D", "=", "%3d", "=", "\r", "\n").Replace(text)
}

// outsideBlocks are the parts of a text before, between and behind its blocks, and how many blocks there are. A block
// begins with the word BEGIN and ends with the label behind the word END. Of one that has no end, all is outside.
func outsideBlocks(text string) (parts []string, blocks int) {
	for {
		var body string
		before, rest, ok := cutWord(text, "BEGIN")
		if !ok {
			return append(parts, text), blocks
		}
		parts = append(parts, before)
		body, text, ok = cutWord(rest, "END")
		if _, _, again := cutWord(body, "BEGIN"); again || !ok {
			return append(parts, rest), blocks + 1
		}
		text = strings.TrimLeft(text, " +ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
		blocks++
	}
}

// cutWord cuts a text around a word with a dash before it and a label behind it.
func cutWord(text, word string) (before, after string, found bool) {
	for from := 0; ; {
		i := strings.Index(text[from:], word)
		if i < 0 {
			return text, "", false
		}
		i += from
		from = i + len(word)
		marked := strings.TrimRight(text[:i], " +")
		if strings.HasSuffix(marked, "-") || strings.HasSuffix(marked, "—") || strings.HasSuffix(marked, "–") {
			return text[:i], text[from:], true
		}
	}
}

func isBase64(r rune) bool {
	return r < 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r) || r == '+' || r == '/' || r == '=')
}

// besideCerts are how lines begin that programs write beside a certificate: openssl pkcs12, x509 and s_client, then
// certtool, then keytool. A line that is indented goes on with the one before.
var besideCerts = [...]string{
	"#", "Bag Attributes", "Key Attributes", "subject=", "issuer=", "subject:", "issuer:", "Certificate:", "CONNECTED(",
	"Certificate chain", "Server certificate", "depth=", "verify ", "---",
	"X.509 Certificate Information:", "Other Information:",
	"Alias name:", "Creation date:", "Entry type:", "Certificate chain length:", "Certificate[", "******",
}

// isSaid reports whether a text between blocks has nothing but what programs say of certificates, or signs alone.
func isSaid(text string) bool {
	began := false
	for line := range strings.SplitSeq(text, "\n") {
		switch {
		case !strings.ContainsFunc(line, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }):
			continue
		case line[0] == ' ' || line[0] == '\t':
			if !began && !isChainLine(line) {
				return false
			}
		case !hasAnyPrefix(line, besideCerts[:]):
			return false
		}
		began = true
	}
	return true
}

// isChainLine tells a line of the chain that s_client shows: " 0 s:CN = a", "   i:CN = b".
func isChainLine(line string) bool {
	line = strings.TrimLeft(line, " 0123456789")
	return hasAnyPrefix(line, []string{"s:", "i:", "a:", "v:"})
}

func hasAnyPrefix(s string, prefixes []string) bool {
	for _, p := range prefixes {
		if strings.HasPrefix(s, p) {
			return true
		}
	}
	return false
}
