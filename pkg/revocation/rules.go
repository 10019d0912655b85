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
	Means: "A list (CRL) or an answer of the responder (OCSP) from the issuer says whether a certificate was " +
		"revoked, that is, declared invalid before its end. Each says from when to when it is current. The one that " +
		"you passed is not current at the time of this check.",
	Why:   "It shows how things were at another time. The certificate may have been revoked since.",
	Wrong: "next update 2026-08-02, time of the check 2026-09-01",
	Right: "next update 2026-09-02, time of the check 2026-09-01",
	Fix:   "Fetch the list or the response again, or check as of its own time.",
	Needs: []lint.Need{{What: lint.NeedTime}},
	See:   "openssl crl -in ca.crl -noout -text",
}

var evidenceWrongIssuer = lint.Meta{
	ID: "revocation-evidence-wrong-issuer", Code: "A20", Severity: lint.Warning,
	Source: lint.Clause{Document: "RFC 6960", Section: "3.2"},
	Title:  "evidence of revocation belongs to no certificate of the chain",
	Means: "A list (CRL) or an answer of the responder (OCSP) from the issuer says whether a certificate was " +
		"revoked, that is, declared invalid before its end. The one that you passed was made for other " +
		"certificates, not for those of this chain.",
	Why:   "It says nothing about these certificates, so nobody knows whether they were revoked.",
	Wrong: "the list of another CA",
	Right: "the list of the CA that issued your certificate",
	Fix: "Fetch the list or the response for the certificates of this chain; the addresses are in the " +
		"certificate.",
	See: "openssl crl -in ca.crl -noout -text",
}

var evidenceSignature = lint.Meta{
	ID: "revocation-evidence-signature", Code: "A21", Severity: lint.Error,
	Source: lint.Clause{Document: "RFC 6960", Section: "3.2"},
	Title:  "evidence of revocation is not signed by one who may",
	Means: "A list (CRL) or an answer of the responder (OCSP) from the issuer says whether a certificate was " +
		"revoked, that is, declared invalid before its end. It is signed by the issuer, or by a responder whom the " +
		"issuer certified for it. The one that you passed does not have such a signature.",
	Why:   "Anybody can write such a file. Only the signature of the right one proves what is in it.",
	Wrong: "signed by another key",
	Right: "signed by the CA that issued your certificate",
	Fix: "Fetch the file again from the address in the certificate, and tell the QTSP if the signature is wrong " +
		"again.",
	See: "openssl crl -in ca.crl -noout -text",
}

var evidenceUnusable = lint.Meta{
	ID: "revocation-evidence-unusable", Code: "A22", Severity: lint.Warning,
	Source: lint.Clause{Document: "RFC 5280", Section: "5.2"},
	Title:  "evidence of revocation cannot be used",
	Means: "A list (CRL) or an answer of the responder (OCSP) from the issuer says whether a certificate was " +
		"revoked, that is, declared invalid before its end. The one that you passed does not answer the question " +
		"for this certificate. It may be a list of changes only (delta CRL), or one for other certificates of the " +
		"issuer.",
	Why: "Qwac does not guess. As long as it is not known whether the certificate was revoked, a bank may " +
		"refuse it.",
	Wrong: "an entry with removeFromCRL",
	Right: "the complete list of the issuer",
	Fix:   "Fetch the complete list of the issuer, or ask its responder.",
	See:   "openssl crl -in ca.crl -noout -text",
}

var rules = []*lint.Rule[*Subject]{
	{
		Meta: &lint.Meta{
			ID: "revocation-revoked", Code: "A17", Severity: lint.Error,
			Source: lint.Clause{Document: "RFC 5280", Section: "6.3"},
			Title:  "a certificate is revoked",
			Means: "A certificate can be declared invalid before its end: it is then revoked. The issuer says " +
				"that this happened to a certificate of this chain.",
			Why: "A bank that asks the issuer refuses the connection. This can happen even after it accepted " +
				"the upload.",
			Wrong: "revoked since 2026-08-22 (keyCompromise)",
			Right: "good",
			Fix:   "Order a new certificate from the QTSP and upload that.",
			Ask: "Our certificate or one of its chain is revoked. Please tell us why, and issue a new " +
				"certificate with a chain that is not revoked (RFC 5280, section 6.3).",
			See: "openssl ocsp -respin ocsp.der -resp_text -noverify",
		},
		Check: checkRevoked,
	},
	{
		Meta: &lint.Meta{
			ID: "revocation-unknown", Code: "A18", Severity: lint.Warning,
			Source: lint.Clause{Document: "RFC 6960", Section: "2.2"},
			Title:  "the responder does not know a certificate",
			Means: "The responder of the issuer (OCSP) tells everybody who asks whether a certificate is still " +
				"good. Its answer here is unknown: it has no record of this certificate.",
			Why:   "A bank that asks gets the same answer, and most take it as a refusal.",
			Wrong: "unknown",
			Right: "good",
			Fix: "Ask the QTSP why its responder does not know the certificate; for a new one it may take a " +
				"while.",
			Ask: "Your OCSP responder answers unknown for our certificate or for one of its chain. Please make " +
				"the responder know it (RFC 6960, section 2.2).",
			See: "openssl ocsp -respin ocsp.der -resp_text -noverify",
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
		f := lint.Finding{Where: problem.Where, Message: problem.Detail, Hint: problem.Hint,
			Needs: problem.Needs}
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
