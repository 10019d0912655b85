// Package report turns results into plain data and writes it in several formats. Most people want [New] and [Formats].
package report

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"slices"
	"time"

	"qwac/pkg/chain"
	"qwac/pkg/check"
	"qwac/pkg/eidas"
	"qwac/pkg/lint"
)

// Version is the version of the report's shape. It changes when a field is removed or changes its meaning.
const Version = 1

// Report is the outcome of one call of check, as plain data. docs/report.md documents every field.
type Report struct {
	Version int       `json:"version"`
	Tool    Tool      `json:"tool"`
	At      time.Time `json:"at"`
	Profile string    `json:"profile"`
	Results []Result  `json:"results"`
	Summary Summary   `json:"summary"`
}

// Tool names the program that wrote the report.
type Tool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// Result is the outcome for one chain.
type Result struct {
	Request         string       `json:"request"` // upload, registration, redirect-uris
	Inputs          []string     `json:"inputs"`
	Verdict         string       `json:"verdict"`          // accept, refuse
	PredictedStatus *int         `json:"predicted_status"` // null: accepted, or the profile is no bank's
	PredictedBasis  string       `json:"predicted_basis"`  // documented, assumed; empty: no status
	Checks          []Check      `json:"checks"`           // the facts that the verdict rests on
	Certificate     *Certificate `json:"certificate"`      // the leaf; null: none was found
	Chain           []ChainEntry `json:"chain"`
	Missing         *Missing     `json:"missing,omitempty"`
	Trust           Trust        `json:"trust"`
	Revocation      []Revocation `json:"revocation"` // of the certificates that usable evidence was given about, from the leaf
	Findings        []Finding    `json:"findings"`

	bank string // as in a sentence; empty: no bank
	at   time.Time
}

// Certificate is what the leaf says of itself.
type Certificate struct {
	Type                   string    `json:"type"` // qwac qsealc qsig 2-qwac wallet tls ca unknown
	PSD2                   bool      `json:"psd2"`
	Precertificate         bool      `json:"precertificate"`
	Subject                string    `json:"subject"`
	Issuer                 string    `json:"issuer"`
	SerialNumber           string    `json:"serial_number"` // decimal
	SHA256                 string    `json:"sha256"`        // of the DER, hexadecimal
	NotBefore              time.Time `json:"not_before"`
	NotAfter               time.Time `json:"not_after"`
	OrganizationIdentifier string    `json:"organization_identifier"`
	NCAID                  string    `json:"nca_id"`
	NCAName                string    `json:"nca_name"`
	Roles                  []string  `json:"roles"`    // tokens of the strict reading, sorted
	QCTypes                []string  `json:"qc_types"` // web, eseal, esign or the object identifier
	Policies               []string  `json:"policies"` // object identifiers

	profile string // "QNCP-w-gen"
}

// ChainEntry is one certificate of the path.
type ChainEntry struct {
	Position string    `json:"position"` // leaf, intermediate, root
	Subject  string    `json:"subject"`
	SHA256   string    `json:"sha256"`
	NotAfter time.Time `json:"not_after"`
	File     string    `json:"file"`
	Line     int       `json:"line"` // of the BEGIN line, from 1; 0: the input has no lines

	notBefore time.Time
	name      string
}

// Missing is the issuer that no input holds.
type Missing struct {
	Subject string `json:"subject"`
}

// Finding is one thing that is wrong, or good to know.
type Finding struct {
	Rule        string `json:"rule"`
	Code        string `json:"code"`
	Severity    string `json:"severity"` // error, warning, notice
	Blocks      bool   `json:"blocks"`
	Fixable     bool   `json:"fixable"`
	Status      *int   `json:"status"`       // null: does not block, or the profile is no bank's
	StatusBasis string `json:"status_basis"` // empty: no status
	Message     string `json:"message"`
	Hint        string `json:"hint"`
	Clause      string `json:"clause"`
	File        string `json:"file"`
	Line        int    `json:"line"`        // from 1; 0: the whole file
	Column      int    `json:"column"`      // from 1, in bytes; 0: the whole line
	Certificate *int   `json:"certificate"` // index into chain; null: no certificate of the path
	Path        string `json:"path"`        // field inside the certificate

	at  lint.Location
	why string
}

// Summary counts results and findings.
type Summary struct {
	Results  int `json:"results"`
	Accepted int `json:"accepted"`
	Refused  int `json:"refused"`
	Block    int `json:"block"`
	Error    int `json:"error"` // that do not block; likewise Warning and Notice
	Warning  int `json:"warning"`
	Notice   int `json:"notice"`
}

// Style says how a format may decorate its text.
type Style struct {
	Color bool
}

// Format writes a report.
type Format struct {
	Name  string
	Write func(w io.Writer, r *Report, s Style) error
}

// Formats returns the formats, the default first.
func Formats() []Format {
	return []Format{{"text", writeText}, {"json", writeJSON}}
}

// New makes the report of results that were judged at the time of the first and by its profile.
func New(toolVersion string, first *check.Result, others ...*check.Result) *Report {
	r := &Report{
		Version: Version, Tool: Tool{"qwac", toolVersion}, At: first.At.UTC().Truncate(time.Second), Profile: first.Profile.Name,
		Results: []Result{},
	}
	for _, res := range append([]*check.Result{first}, others...) {
		r.Results = append(r.Results, newResult(res))
		r.Summary.add(res)
	}
	return r
}

func (s *Summary) add(r *check.Result) {
	s.Results++
	if r.Verdict == check.Accept {
		s.Accepted++
	} else {
		s.Refused++
	}
	for _, f := range r.Findings {
		switch {
		case f.Blocks:
			s.Block++
		case f.Severity == lint.Error:
			s.Error++
		case f.Severity == lint.Warning:
			s.Warning++
		default:
			s.Notice++
		}
	}
}

func newResult(r *check.Result) Result {
	out := Result{
		Request: string(r.Request), Inputs: nonNil(r.Chain.Bundle.Files), Verdict: string(r.Verdict), PredictedStatus: status(r.Status),
		PredictedBasis: string(r.Basis), Chain: []ChainEntry{}, Findings: []Finding{},
		Trust: newTrust(r.Trust), Checks: newChecks(r.Checks),
		bank: r.Profile.Title, at: r.At,
	}
	for i, c := range r.Chain.Path {
		out.Chain = append(out.Chain, newEntry(r.Chain, i, c))
	}
	out.Revocation = newRevocations(r, out.Chain)
	if len(r.Chain.Path) > 0 {
		out.Certificate = newCertificate(r)
	}
	if r.Chain.Gap != nil {
		out.Missing = &Missing{Subject: chain.DN(r.Chain.Gap.Child.RawIssuer)}
	}
	for _, f := range r.Findings {
		out.Findings = append(out.Findings, newFinding(f))
	}
	return out
}

func newEntry(c *chain.Chain, i int, cert *chain.Cert) ChainEntry {
	position := "intermediate"
	switch {
	case i == 0:
		position = "leaf"
	case i == len(c.Path)-1 && c.Gap == nil:
		position = "root"
	}
	return ChainEntry{
		Position: position, Subject: chain.DN(cert.RawSubject), SHA256: fingerprint(cert), NotAfter: cert.NotAfter.UTC(),
		File: cert.At.File, Line: cert.At.Line, notBefore: cert.NotBefore, name: cert.Name(),
	}
}

func newCertificate(r *check.Result) *Certificate {
	leaf, info := r.Chain.Path[0], r.Info
	out := &Certificate{
		Type: r.Type.String(), Subject: chain.DN(leaf.RawSubject), Issuer: chain.DN(leaf.RawIssuer), SHA256: fingerprint(leaf),
		NotBefore: leaf.NotBefore.UTC(), NotAfter: leaf.NotAfter.UTC(),
		Roles: []string{}, QCTypes: []string{}, Policies: []string{},
	}
	if leaf.SerialNumber != nil {
		out.SerialNumber = leaf.SerialNumber.String()
	}
	if info == nil {
		return out
	}
	if len(info.OrgIDs) > 0 {
		out.OrganizationIdentifier = info.OrgIDs[0]
	}
	if info.PSD2 != nil {
		out.PSD2, out.NCAID, out.NCAName = true, info.PSD2.NCAID, info.PSD2.NCAName
	}
	out.profile, out.Precertificate = info.Profile().String(), eidas.Precertificate(leaf.Certificate)
	for _, role := range info.Roles() {
		out.Roles = append(out.Roles, string(role))
	}
	for _, t := range info.Types {
		out.QCTypes = append(out.QCTypes, eidas.TypeName(t))
	}
	for _, p := range info.Policies {
		out.Policies = append(out.Policies, p.String())
	}
	return out
}

func newFinding(f check.Finding) Finding {
	out := Finding{
		Rule: f.Rule.ID, Code: f.Rule.Code, Severity: f.Severity.String(), Blocks: f.Blocks, Fixable: f.Fixable(),
		Status: status(f.Status), StatusBasis: string(f.Basis), Message: f.Message, Hint: f.Hint,
		Clause: f.Source.String(), File: f.At.File, Line: f.At.Line, Column: f.At.Column, Path: f.Path,
		at: f.At, why: f.Rule.Why,
	}
	if f.Cert > 0 {
		i := f.Cert - 1
		out.Certificate = &i
	}
	return out
}

func status(s int) *int {
	if s == 0 {
		return nil
	}
	return &s
}

func fingerprint(c *chain.Cert) string {
	sum := sha256.Sum256(c.Raw)
	return hex.EncodeToString(sum[:])
}

func nonNil(s []string) []string {
	if s == nil {
		return []string{}
	}
	return slices.Clone(s)
}
