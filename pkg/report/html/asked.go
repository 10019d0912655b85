package html

import (
	"cmp"

	"qwac/pkg/report"
)

// verifier is what is written of one that was asked.
type verifier struct{ Who, Answer, State, Cause string }

func verifiersOf(r report.Result) []verifier {
	var out []verifier
	for _, v := range r.Verifiers {
		who, answer := v.Words()
		cause := v.Cause
		if v.Name != "" {
			cause += " (" + v.Name + ")"
		}
		out = append(out, verifier{name(who), name(answer), name(v.Answer), text(cmp.Or(cause, "–"))})
	}
	return out
}

// pathView is what is written of a path.
type pathView struct {
	Valid, Shipped bool
	Certificates   []string
	Causes         []string
}

func pathsOf(r report.Result) (out []pathView, shipped bool, rest string) {
	if r.Paths == nil {
		return nil, false, ""
	}
	for _, p := range r.Paths.Listed {
		v := pathView{Valid: p.Valid, Shipped: p.Shipped}
		for _, c := range p.Certificates {
			s := name(c.Name)
			if c.File != "" {
				s += " (" + place(c.File, c.Line) + ")"
			}
			v.Certificates = append(v.Certificates, s)
		}
		for _, c := range p.Causes {
			s := c.Detail
			if i := c.Certificate; i >= 0 && i < len(p.Certificates) {
				s = p.Certificates[i].Name + ": " + s
			}
			v.Causes = append(v.Causes, text(s))
		}
		out, shipped = append(out, v), shipped || p.Shipped
	}
	return out, shipped, text(r.Paths.Rest)
}
