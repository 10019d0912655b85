package lint

// Fault is something that is wrong with the text or the encoding of an input. Rule is the id of the rule that reports
// it.
type Fault struct {
	Rule   string
	At     Location
	Detail string // what was found; never any content of a block that is not a certificate
	// Unfixable says that this fault cannot be mended, though others of its rule can.
	Unfixable bool
	Hint      string // the next step where it is better than the rule's; empty: the rule's
}

// ReportFaults reports the faults with the id of the rule.
func ReportFaults(p *Pass, faults []Fault) {
	for _, f := range faults {
		if f.Rule == p.Rule().ID {
			p.Report(Finding{Where: Where{At: f.At}, Message: f.Detail, Hint: f.Hint, Unfixable: f.Unfixable})
		}
	}
}

// Sources that rules of several packages rest on. They are functions, which the compiler lays out; a variable of
// another package would be copied at every start.

// Inference is the source of a rule that no standard has and that follows from how banks and gateways work.
func Inference() Clause { return Clause{Document: "qwac", Section: "inference"} }

// GoX509 is the source of a rule that says what Go's parser refuses.
func GoX509() Clause { return Clause{Document: "Go crypto/x509", Version: "1.26"} }

// RFC5280 is a section of RFC 5280.
func RFC5280(section string) Clause { return Clause{Document: "RFC 5280", Section: section} }
