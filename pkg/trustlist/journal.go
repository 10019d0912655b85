package trustlist

import (
	"encoding/hex"
	"slices"
	"strings"

	"qwac/pkg/tsl"
)

// Journal is a publication in the Official Journal of the European Union of the certificates that may sign the list of
// lists. Trust begins here.
type Journal struct {
	Name    string
	URI     string   // as the list of lists refers to it
	Signers []string // SHA-256 of the certificates in hexadecimal; the lists carry the certificates themselves
}

// Journals are the publications known, the newest first.
func Journals() []Journal {
	return []Journal{
		{
			Name: "C/2026/1944",
			URI:  "https://eur-lex.europa.eu/eli/C/2026/1944/oj",
			Signers: []string{
				"c0641c4f7d56c431b1c924742db7fce9c1eef7d7fd212113a2768486b3abcdc5",
				"e0a620fbb6747362bb933ac44169d676a553444716cf5f31605f12a22b8396b1",
				"df7e29360c34b2b8d6d5f40325c1d4d12c9922cecd33b7407674a74b2b3ca1e5",
				"b63d416744e7098bf9ec2caa596a93bc2468e37f8284ba65ecc061711bcbaa18",
				"236103f03a8031ae8f47f9059bf8de38564cdbfebedde4a597d50f8980aa653b",
				"d2064fdd70f6982dcc516b86d9d5c56aea939417c624b2e478c0b29de54f8474",
			},
		},
		{
			Name: "C 276/2019",
			URI:  "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=uriserv:OJ.C_.2019.276.01.0001.01.ENG",
			Signers: []string{
				"5400ab712c41aaf0c40b505e264d5494d8af4180f8f62955d16223b3290f97c3",
				"9c1a3b646eaf132398ef319e41c8e7ed725b64d5772580ae125d59c0f6845630",
				"59a1bf290b818b177ad61ac4b3e6dcddd46da6d5be9579f8564adea6f2cf073e",
				"8e508f03b132500c3403db66e9dd39cd78f4657c840958a77d34e7bd621468e7",
				"c1a37db48cd5e0479b97f4de32e3a7470c52aafb94c1656ef56f97503992c8a7",
				"d2064fdd70f6982dcc516b86d9d5c56aea939417c624b2e478c0b29de54f8474",
				"435504bfd802edf4db08cbd7c7729a0d45b227797b727e4e6ea1d31684166342",
				"ccd879b36bb553685becbd12901c7f41f7bd3e07f898fcbbe1eec456b03d7589",
			},
		},
	}
}

// findJournal is the first of the addresses that is a known publication, and its place; -1 if there is none.
func findJournal(uris []string, known []Journal) (int, Journal) {
	for i, uri := range uris {
		j := slices.IndexFunc(known, func(j Journal) bool { return j.URI == uri })
		if j >= 0 {
			return i, known[j]
		}
	}
	return -1, Journal{}
}

// isJournal recognises an unknown publication.
func isJournal(uri string) bool { return strings.Contains(uri, "://eur-lex.europa.eu/") }

// signers is a set of certificates that may sign, as hexadecimal SHA-256 of the whole certificate.
type signers map[string]bool

func (s signers) has(c tsl.Certificate) bool { return s[fingerprint(c)] }

func (s signers) add(c tsl.Certificate) { s[fingerprint(c)] = true }

func (j Journal) signers() signers {
	s := signers{}
	for _, f := range j.Signers {
		s[strings.ToLower(f)] = true
	}
	return s
}

// fingerprint is the SHA-256 of a certificate in hexadecimal.
func fingerprint(c tsl.Certificate) string {
	f := c.Fingerprint()
	return hex.EncodeToString(f[:])
}
