package report

import (
	"bytes"
	"cmp"
	"fmt"

	"qwac/pkg/cert"
	"qwac/pkg/check"
	"qwac/pkg/verifiers"
)

// Verifier is what one verifier makes of the chain.
type Verifier struct {
	Verifier    string `json:"verifier"`    // rfc5280, go, openssl, pkix, chrome-1-qwac
	Answer      string `json:"answer"`      // takes, refuses, cannot-say
	Cause       string `json:"cause"`       // empty: there is nothing to add
	Name        string `json:"name"`        // short, of the certificate that the cause is about; empty: of none
	Certificate *int   `json:"certificate"` // its index into chain; null: it is about none, or about one that is not there
}

func newVerifiers(r *check.Result) []Verifier {
	var out []Verifier
	for _, row := range r.Verifiers {
		v := Verifier{Verifier: row.Verifier, Answer: string(row.Answer), Cause: row.Cause}
		if row.Cert != nil {
			v.Name, v.Certificate = row.Cert.Name(), placeOf(row.Cert, r.Chain.Path)
		}
		out = append(out, v)
	}
	return out
}

// placeOf is the index of a certificate; nil: it is not there.
func placeOf(c *cert.Cert, certs []*cert.Cert) *int {
	for i := range certs {
		if bytes.Equal(certs[i].Raw, c.Raw) {
			return &i
		}
	}
	return nil
}

// verifierWords are what verifiers are called in text.
var verifierWords = []struct{ name, words string }{
	{verifiers.RFC5280, "RFC 5280"}, {verifiers.Go, "Go"}, {verifiers.OpenSSL, "OpenSSL"}, {verifiers.PKIX, "PKIX"},
	{verifiers.Chrome, "Chrome, as qualified"},
}

// answerWords are what answers are called in text.
var answerWords = []struct{ name, words string }{
	{string(verifiers.Takes), "takes it"}, {string(verifiers.Refuses), "refuses it"}, {string(verifiers.CannotSay), "cannot say"},
}

func wordsFor(name string, words []struct{ name, words string }) string {
	for _, w := range words {
		if w.name == name {
			return w.words
		}
	}
	return name
}

// verifiers writes a line for each verifier.
func (t textWriter) verifiers(r Result) {
	const indent = "                        "
	if len(r.Verifiers) == 0 {
		return
	}
	t.WriteString("which verifiers take it\n")
	for _, v := range r.Verifiers {
		s := wordsFor(v.Answer, answerWords)
		if v.Cause != "" {
			s += ": " + v.Cause
		}
		if v.Name != "" {
			s += " (" + v.Name + ")"
		}
		t.wrap(fmt.Sprintf("  %-21s ", Clean(wordsFor(v.Verifier, verifierWords))), indent, cmp.Or(s, "-"))
	}
	t.WriteString("\n")
}
