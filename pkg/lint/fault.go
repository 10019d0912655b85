package lint

// Fault is a fault in the text or the encoding of an input. Rule is the id of the rule that reports it.
type Fault struct {
	Rule   string
	At     Location
	Detail string // what was found; never the content of a block other than a certificate
	// Unfixable: this fault cannot be mended, though others of its rule can.
	Unfixable bool
	Hint      string // a better next step than the rule's; empty: the rule's
}

// ReportFaults reports the faults with the id of the rule.
func ReportFaults(p *Pass, faults []Fault) {
	for _, f := range faults {
		if f.Rule == p.Rule().ID {
			p.Report(Finding{Where: Where{At: f.At}, Message: f.Detail, Hint: f.Hint, Unfixable: f.Unfixable})
		}
	}
}

// Sources that several packages cite. They are functions because a variable of another package would be copied at every
// start.

// Inference is the source of a rule that follows from how banks and gateways work, not from a standard.
func Inference() Clause { return Clause{Document: "qwac", Section: "inference"} }

// GoX509 is the source of a rule that reports what Go's parser rejects.
func GoX509() Clause { return Clause{Document: "Go crypto/x509", Version: "1.26"} }

// RFC5280 is a section of RFC 5280.
func RFC5280(section string) Clause { return Clause{Document: "RFC 5280", Section: section} }
