package report

import (
	"bytes"
	"slices"

	"qwac/pkg/cert"
	"qwac/pkg/chain"
	"qwac/pkg/check"
	"qwac/pkg/eidas"
)

// New makes the report of results.
func New(toolVersion string, results ...*check.Result) *Report {
	parts := make([]Part, len(results))
	for i, res := range results {
		parts[i] = NewPart(res)
	}
	return Join(toolVersion, parts...)
}

// Part is what a report says of one result.
type Part struct {
	Result Result
	rules  []namedRule
}

// NewPart makes the part of a result, which need not be kept for it.
func NewPart(r *check.Result) Part { return Part{newResult(r), newRules(r)} }

// Join makes a report of its parts.
func Join(toolVersion string, parts ...Part) *Report {
	r := &Report{Version: Version, Tool: Tool{"qwac", toolVersion}, Rules: joinRules(parts), Results: []Result{}}
	for _, p := range parts {
		r.Results = append(r.Results, p.Result)
	}
	r.Summary = r.Count()
	return r
}

// Count is the summary of the results and the findings of a report.
func (r *Report) Count() Summary {
	var s Summary
	for _, res := range r.Results {
		s.add(res)
	}
	s.count(r.Findings)
	return s
}

func (s *Summary) add(r Result) {
	s.Results++
	if r.Verdict == string(check.Accept) {
		s.Accepted++
	} else {
		s.Refused++
	}
	if r.Held() {
		s.Held++
	}
	s.count(r.Findings)
}

func (s *Summary) count(findings []Finding) {
	for _, f := range findings {
		switch {
		case f.Suppressed != nil:
			s.Suppressed++
		case f.Blocks:
			s.Block++
		case f.Severity == "error":
			s.Error++
		case f.Severity == "warning":
			s.Warning++
		default:
			s.Notice++
		}
	}
}

func newResult(r *check.Result) Result {
	out := Result{
		Target: targetOf(r.Chain), Request: string(r.Request), Inputs: nonNil(r.Chain.Bundle.Files),
		At:      timeOrNull(r.At),
		Profile: r.Profile.Name, Bank: r.Profile.Title,
		Verdict: string(r.Verdict), PredictedStatus: status(r.Status), PredictedBasis: string(r.Basis),
		Cause:  causeOf(r),
		Checks: newChecks(r.Checks), Chain: make([]ChainEntry, 0, len(r.Chain.Path)), Trust: newTrust(r.Trust),
		Findings: newFindings(r),
	}
	for i, c := range r.Chain.Path {
		out.Chain = append(out.Chain, newEntry(r.Chain, i, c))
	}
	for _, c := range r.Chain.Added {
		if !slices.Contains(out.CompletedFrom, c.At.File) {
			out.CompletedFrom = append(out.CompletedFrom, c.At.File)
		}
	}
	for _, role := range r.Registered {
		out.Registered = append(out.Registered, string(role))
	}
	if out.Gate = Passes; r.Verdict == check.Refuse {
		out.Gate = Blocks
	}
	out.Revocation = newRevocations(r, out.Chain)
	out.Verifiers, out.Paths = newVerifiers(r), newPaths(r)
	if len(r.Chain.Path) > 0 {
		out.Certificate = Describe(r.Chain.Path[0], r.Type, r.Info)
	}
	if r.Chain.Gap != nil {
		out.Missing = &Missing{Subject: r.Chain.Gap.Child.IssuerText()}
	}
	return out
}

func targetOf(c *chain.Chain) string {
	switch {
	case len(c.Path) > 0:
		return c.Path[0].At.File
	case len(c.Bundle.Files) > 0:
		return c.Bundle.Files[0]
	}
	return ""
}

func newEntry(c *chain.Chain, i int, cert *cert.Cert) ChainEntry {
	position := "intermediate"
	switch {
	case i == 0:
		position = "leaf"
	case i == len(c.Path)-1 && c.Gap == nil:
		position = "root"
	}
	return ChainEntry{
		Position: position, Name: cert.Name(), Subject: cert.SubjectText(), SHA256: cert.Digest(),
		IssuerName: issuerName(cert), SerialNumber: serial(cert), Signature: signature(c, i),
		NotBefore: cert.NotBefore.UTC(), NotAfter: cert.NotAfter.UTC(), File: cert.At.File, Line: cert.At.Line,
	}
}

// signature says whether that of the certificate at a place of the path was verified. Nothing rests on that of a root
// with a weak hash.
func signature(c *chain.Chain, i int) string {
	entry, last := c.Path[i], i == len(c.Path)-1
	switch {
	case last && c.Gap != nil:
		if a := c.Anchor; a != nil && bytes.Equal(a.RawSubject, entry.RawIssuer) && !cert.IsSelfIssued(entry) {
			return "verified"
		}
		return "not-checked"
	case i >= len(c.Links), last && !c.Links[i].Verified && c.RootUnverified() == nil:
		return "not-checked"
	case c.Links[i].Verified:
		return "verified"
	}
	return "not-verified"
}

// Describe says what a certificate of a type says of itself. A nil info is that of a certificate that was not decoded.
func Describe(leaf *cert.Cert, typ eidas.Type, info *eidas.Info) *Certificate {
	out := &Certificate{
		Type: typ.String(), Subject: leaf.SubjectText(), Issuer: leaf.IssuerText(), SHA256: leaf.Digest(),
		NotBefore: leaf.NotBefore.UTC(), NotAfter: leaf.NotAfter.UTC(),
		Roles: []string{}, Readings: []Reading{}, QCTypes: []string{}, Policies: []string{},
	}
	out.SerialNumber = serial(leaf)
	if info == nil {
		return out
	}
	if len(info.OrgIDs) > 0 {
		out.OrganizationIdentifier = info.OrgIDs[0]
	}
	if info.PSD2 != nil {
		out.PSD2, out.NCAID, out.NCAName = true, info.PSD2.NCAID, info.PSD2.NCAName
	}
	out.Policy, out.Precertificate = info.Profile().String(), eidas.Precertificate(leaf.Certificate)
	out.Roles, out.Readings = roleNames(info.Roles()), Readings(info)
	for _, t := range info.Types {
		out.QCTypes = append(out.QCTypes, eidas.TypeName(t))
	}
	for _, p := range info.Policies {
		out.Policies = append(out.Policies, p.String())
	}
	return out
}

func issuerName(c *cert.Cert) string { return cert.ShortName(c.Issuer, c.RawIssuer) }

func serial(c *cert.Cert) string {
	if c.SerialNumber == nil {
		return ""
	}
	return c.SerialNumber.String()
}
