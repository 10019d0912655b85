package revocation

import (
	"fmt"
	"slices"

	"qwac/pkg/lint"
)

// Rules returns the rules about revocation, in run order: what the evidence says, then what is wrong with it.
func Rules() []*lint.Rule[*Subject] { return rules }

var evidenceStale = lint.Meta{
	ID: "revocation-evidence-stale", Code: "A19", Severity: lint.Warning,
	Source: lint.Clause{Document: "RFC 6960", Section: "3.2"},
	Title:  "evidence of revocation is not current",
	Why:    "It says how things were at another time; the certificate may have been revoked since.",
	Fix:    "Fetch the list or the response again, or judge as of the time that it is for.",
}

var evidenceWrongIssuer = lint.Meta{
	ID: "revocation-evidence-wrong-issuer", Code: "A20", Severity: lint.Warning,
	Source: lint.Clause{Document: "RFC 6960", Section: "3.2"},
	Title:  "evidence of revocation belongs to no certificate of the chain",
	Why:    "The file says nothing about these certificates, however good it is.",
	Fix:    "Fetch the list or the response for the certificates of this chain.",
}

var evidenceSignature = lint.Meta{
	ID: "revocation-evidence-signature", Code: "A21", Severity: lint.Error,
	Source: lint.Clause{Document: "RFC 6960", Section: "3.2"},
	Title:  "evidence of revocation is not signed by one who may",
	Why: "Anybody can write such a file; only the issuer, or a responder that the issuer certified for it, is to be " +
		"believed.",
	Fix: "Fetch the file again from the address in the certificate, and tell the QTSP if it stays so.",
}

var evidenceUnusable = lint.Meta{
	ID: "revocation-evidence-unusable", Code: "A22", Severity: lint.Warning,
	Source: lint.Clause{Document: "RFC 5280", Section: "5.2"},
	Title:  "evidence of revocation cannot be used",
	Why: "It is of a kind, or for a part of the certificates, from which nothing follows here; nothing is guessed " +
		"from it.",
	Fix: "Fetch the complete list of the issuer, or ask its responder.",
}

var rules = []*lint.Rule[*Subject]{
	{
		Meta: &lint.Meta{
			ID: "revocation-revoked", Code: "A17", Severity: lint.Error,
			Source: lint.Clause{Document: "RFC 5280", Section: "6.3"},
			Title:  "a certificate is revoked",
			Why: "A revoked certificate proves nothing any more: a bank that looks refuses the connection, though " +
				"it may have taken the upload.",
			Fix: "Order a new certificate from the QTSP and upload that.",
		},
		Check: checkRevoked,
	},
	{
		Meta: &lint.Meta{
			ID: "revocation-unknown", Code: "A18", Severity: lint.Warning,
			Source: lint.Clause{Document: "RFC 6960", Section: "2.2"},
			Title:  "the responder does not know a certificate",
			Why:    "A bank that asks the same responder gets the same answer, and most take it for a refusal.",
			Fix: "Ask the QTSP why its responder does not know the certificate; one that was issued just now may " +
				"take a while to be known.",
		},
		Check: checkUnknown,
	},
	{Meta: &evidenceStale, Check: reportProblems},
	{Meta: &evidenceWrongIssuer, Check: reportProblems},
	{Meta: &evidenceSignature, Check: reportProblems},
	{Meta: &evidenceUnusable, Check: reportProblems},
}

// OwnOnly leaves out what is about no certificate of the chain: it is about others.
func (s *Subject) OwnOnly() {
	s.Problems = slices.DeleteFunc(s.Problems, func(p Problem) bool { return p.Rule == &evidenceWrongIssuer })
}

// reportProblems reports the problems that are the rule's. Where other evidence settles the matter it is a notice.
func reportProblems(p *lint.Pass, s *Subject) {
	for _, problem := range s.Problems {
		if problem.Rule != p.Rule() {
			continue
		}
		f := lint.Finding{Where: problem.Where, Message: problem.Detail, Hint: problem.Hint}
		if s.Of(max(problem.Cert-1, 0)) != nil {
			f.Severity = lint.Notice
		}
		p.Report(f)
	}
}

// document is what a piece of evidence is called in a sentence.
func document(k Kind) string {
	if k == CRL {
		return "CRL"
	}
	return "OCSP response"
}

// checkRevoked reports revocations. One after the time of judging is a warning: it does not block then.
func checkRevoked(p *lint.Pass, s *Subject) {
	for _, st := range s.Statuses {
		if st.Since.IsZero() {
			continue
		}
		f := lint.Finding{Where: s.Chain.Where(st.Cert)}
		name, says := s.name(st), fmt.Sprintf("says the %s of %s in %s", document(st.Kind), moment(st.ThisUpdate),
			st.Source)
		switch {
		case st.State == Good:
			f.Severity = lint.Warning
			f.Message = fmt.Sprintf("%s is revoked from %s on (%s), after the time of judging, %s", name,
				moment(st.Since), st.Reason, says)
		case st.Reason == Hold:
			f.Message = fmt.Sprintf("%s is on hold since %s, %s", name, moment(st.Since), says)
			f.Hint = "Ask the QTSP to end the hold or to issue a new certificate; upload only then."
		default:
			f.Message = fmt.Sprintf("%s is revoked since %s (%s), %s", name, moment(st.Since), st.Reason, says)
		}
		if f.Hint == "" && st.Cert > 0 {
			f.Hint = "Order a certificate of another CA from the QTSP: what a revoked CA issued is not trusted either."
		}
		p.Report(f)
	}
}

func checkUnknown(p *lint.Pass, s *Subject) {
	for _, st := range s.Statuses {
		if st.State == Unknown {
			p.Reportf(s.Chain.Where(st.Cert), "the responder does not know %s, says the OCSP response of %s in %s",
				s.name(st), moment(st.ThisUpdate), st.Source)
		}
	}
}

func (s *Subject) name(st Status) string {
	return link{index: st.Cert, cert: s.Chain.Path[st.Cert]}.name()
}
