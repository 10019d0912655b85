package lint

// Fault is something that is wrong with an input, found while it was read or judged: a finding before its rule reports
// it.
type Fault struct {
	Rule *Meta // that reports it
	Where
	Detail string // what was found; never any content of a block that is not a certificate
	// Unfixable says that this fault cannot be mended, though others of its rule can.
	Unfixable bool
	Hint      string // a better next step than the rule's; empty: the rule's
	Needs     []Need // of the hint
}

// ReportFaults reports those of the faults that are the rule's.
func ReportFaults(p *Pass, faults []Fault) {
	for _, f := range faults {
		if f.Rule == p.Rule() {
			p.Report(Finding{Where: f.Where, Message: f.Detail, Hint: f.Hint, Needs: f.Needs,
				Unfixable: f.Unfixable})
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
