package chain

import "qwac/pkg/lint"

// Fault is something that is wrong with the text or the encoding of an input. Rule is the id of the rule that reports it.
type Fault struct {
	Rule   string
	At     lint.Location
	Detail string // what was found; never any content of a block that is not a certificate
	// Unfixable says that this fault cannot be mended, though others of its rule can.
	Unfixable bool
	Hint      string // the next step where it is better than the rule's; empty: the rule's
}

// reportFaults reports the faults with the id of the rule.
func reportFaults(p *lint.Pass, faults []Fault) {
	for _, f := range faults {
		if f.Rule == p.Rule().ID {
			p.Report(lint.Finding{Where: lint.Where{At: f.At}, Message: f.Detail, Hint: f.Hint, Unfixable: f.Unfixable})
		}
	}
}

// Sources that rules of several packages rest on.
var (
	inference = lint.Clause{Document: "qwac", Section: "inference"}
	goX509    = lint.Clause{Document: "Go crypto/x509", Version: "1.26"}
)

func rfc5280(section string) lint.Clause {
	return lint.Clause{Document: "RFC 5280", Section: section}
}
