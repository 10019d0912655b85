package secret

import (
	"bytes"
	"strings"
)

// words are what stands in files with private keys and in no others, in lower case. Where a row has several, all do.
var words = [...][]string{
	{"putty-user-key-file-"},
	{"openssh-key-v1\x00"},
	{"ssh private key file format"},
	{"age-secret-key-"},
	{"(private-key"}, {"11:private-key"}, {"(protected-private-key"}, {"21:protected-private-key"}, // of GnuPG
	{"private-key-format:"},               // of BIND
	{"private-key: ("},                    // openssl pkey -text
	{"privateexponent:"},                  // older ones
	{"minisign", "secret key"},            //
	{"signify", "secret key"},             //
	{"<rsakeyvalue", "<d>"},               // of .NET
	{"[interface]", "privatekey"},         // of WireGuard
	{"sqlite format 3\x00", "nssprivate"}, // of NSS
}

func hasWords(text []byte) bool {
	lower := bytes.ToLower(text)
	for _, row := range words {
		all := true
		for _, w := range row {
			all = all && bytes.Contains(lower, []byte(w))
		}
		if all {
			return true
		}
	}
	return hasLabel(lower)
}

// maxLabel is how many letters stand between BEGIN and PRIVATE KEY at most: there are no more than in SSH ENCRYPTED.
const maxLabel = 40

// hasLabel finds a BEGIN line of a private key, whatever stands for its blanks: "+", "%20", none.
func hasLabel(lower []byte) bool {
	for rest := lower; ; {
		at := bytes.Index(rest, []byte("begin"))
		if at < 0 {
			return false
		}
		before := strings.TrimRight(string(rest[max(0, at-4):at]), " \t+")
		rest = rest[at+len("begin"):]
		label, _, _ := strings.Cut(letters(rest[:min(len(rest), 3*maxLabel)]), "-")
		if strings.HasSuffix(before, "-") && strings.Contains(label, "privatekey") {
			return true
		}
	}
}

// letters are the lower-case letters and hyphens of a text.
func letters(text []byte) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r == '-' {
			return r
		}
		return -1
	}, string(text))
}
