// Package report turns results into plain data and writes it in several formats. The data is complete: a report that
// was written as JSON and read back is written the same in every format. Most people want [New] and [Formats], or
// [Read].
package report

import (
	"slices"
	"time"

	"qwac/pkg/ident"
)

// Version is the version of the report's shape. It changes when a field is removed or changes its meaning.
const Version = 2

// Report is the outcome of one call of check, as plain data. docs/report.md documents every field.
type Report struct {
	Version int      `json:"version"`
	Tool    Tool     `json:"tool"`
	Rules   []Rule   `json:"rules"` // those that the findings name, by their ids
	Results []Result `json:"results"`
	// Findings are about the configuration of the run: its ignore entries, its baseline. None: there are none.
	Findings []Finding `json:"findings,omitempty"`
	Summary  Summary   `json:"summary"`
}

// Tool names the program that wrote the report.
type Tool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// Result is the outcome for one chain.
type Result struct {
	Target          string       `json:"target"`  // file of the leaf; without a leaf the first input; empty: no input
	Request         string       `json:"request"` // upload, registration, redirect-uris
	Inputs          []string     `json:"inputs"`
	At              *time.Time   `json:"at"`                   // as of which was judged; null: validity was not
	Profile         string       `json:"profile"`              // name of the bank profile
	Bank            string       `json:"bank"`                 // as in a sentence; empty: the profile is no bank's
	Verdict         string       `json:"verdict"`              // accept, refuse: what the bank would say
	Gate            string       `json:"gate"`                 // passes, blocks: what is said of it here
	PredictedStatus *int         `json:"predicted_status"`     // null: accepted, or the profile is no bank's
	PredictedBasis  string       `json:"predicted_basis"`      // documented, assumed; empty: no status
	Cause           string       `json:"cause"`                // of a refusal, in words; empty: accepted
	Registered      []string     `json:"registered,omitempty"` // roles of --roles; nil: not given
	Checks          []Check      `json:"checks"`               // the facts that the verdict rests on
	Certificate     *Certificate `json:"certificate"`          // the leaf; null: none was found
	Chain           []ChainEntry `json:"chain"`
	Missing         *Missing     `json:"missing,omitempty"`
	Trust           Trust        `json:"trust"`
	// of the certificates that usable evidence was given about, from the leaf
	Revocation []Revocation `json:"revocation"`
	Findings   []Finding    `json:"findings"`
	// files around the target that lent it certificates of the chain; the target by itself is not complete
	CompletedFrom []string `json:"completed_from,omitempty"`
	// files beside the target that have nothing but copies of its certificates
	Copies    []string   `json:"copies,omitempty"`
	Verifiers []Verifier `json:"verifiers,omitempty"` // asked for by -v
	Paths     *Paths     `json:"paths,omitempty"`     // asked for by --all-paths
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
	Readings               []Reading `json:"readings"` // what each kind of reader sees; empty: all see the same
	QCTypes                []string  `json:"qc_types"` // web, eseal, esign or the object identifier
	Policy                 string    `json:"policy"`   // "QNCP-w-gen"; empty: none of those for QWACs
	Policies               []string  `json:"policies"` // object identifiers
}

// Reading is what readers of one kind see in the PSD2 statement.
type Reading struct {
	Reader  string   `json:"reader"` // strict, first-two, by-name, by-oid
	Roles   []string `json:"roles"`
	NCAID   string   `json:"nca_id"`
	NCAName string   `json:"nca_name"`
}

// ChainEntry is one certificate of the path.
type ChainEntry struct {
	Position     string `json:"position"` // leaf, intermediate, root
	Name         string `json:"name"`     // short: the common name, or what there is in its place
	Subject      string `json:"subject"`
	IssuerName   string `json:"issuer_name"`   // short, as Name
	SerialNumber string `json:"serial_number"` // decimal; empty: it cannot be read
	SHA256       string `json:"sha256"`
	// by the next entry, of a root by itself: verified, not-verified, not-checked
	Signature string    `json:"signature"`
	NotBefore time.Time `json:"not_before"`
	NotAfter  time.Time `json:"not_after"`
	File      string    `json:"file"`
	Line      int       `json:"line"` // of the BEGIN line, from 1; 0: the input has no lines
}

// Missing is the issuer that no input holds.
type Missing struct {
	Subject string `json:"subject"`
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
	// Suppressed are the findings that do not count, whatever they are; they are in none of the other numbers.
	Suppressed int `json:"suppressed"`
	Held       int `json:"held"` // results that the gate blocks
}

// The values of Gate.
const (
	Passes = "passes"
	Blocks = "blocks"
)

// Held reports whether the gate blocks a result. One that no gate has judged is held when the bank would refuse it.
func (r *Result) Held() bool {
	return r.Gate == Blocks || r.Gate != Passes && r.Verdict != "accept"
}

func roleNames(roles []ident.Role) []string {
	out := []string{}
	for _, r := range roles {
		out = append(out, string(r))
	}
	return out
}

func status(s int) *int {
	if s == 0 {
		return nil
	}
	return &s
}

// timeOrNull is a time as JSON keeps it: without a zone and without the clock of this machine.
func timeOrNull(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC().Round(0)
	return &t
}

func nonNil(s []string) []string {
	if s == nil {
		return []string{}
	}
	return slices.Clone(s)
}
