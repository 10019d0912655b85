package trustlist

import (
	"crypto/x509"
	"fmt"
	"slices"
	"strings"
	"time"

	"qwac/pkg/tsl"
)

// Verdict is what the lists say about a certificate.
type Verdict string

// The verdicts of TS 119 615 4.4.4 for web site authentication.
const (
	QWAC           Verdict = "QWAC"
	NotQWAC        Verdict = "not a QWAC"
	NoConfirmation Verdict = "no confirmation found" // the issuer is not on the list of its country
	Indeterminate  Verdict = "indeterminate"         // the list contradicts itself or is not understood
)

// Determination says whether a certificate is a QWAC, and why.
type Determination struct {
	Verdict    Verdict // that of both runs; [Indeterminate] when they differ (PRO-4.4.4-36)
	Territory  string  // the list responsible for the issuer, by its country; empty if the issuer states none
	List       Source  // that list; zero if the index lacks it
	Issuance   Result  // at notBefore
	Evaluation Result  // at the time of judgement
	Warnings   []string
	NearMisses []string // what is nearly right and would explain a refusal
}

// Result is one run of the procedure.
type Result struct {
	Time        time.Time
	Verdict     Verdict
	Requirement string   // the one that decided: "PRO-4.4.4-26"
	Reason      string   // what decided, for people
	Matches     []Match  // services with their state at the time
	Qualifiers  []string // URIs that the services add, sorted
}

// Match is a service that issued a certificate of the path.
type Match struct {
	Entry Entry
	State tsl.State // at the time of the run
	// of the listed CA on the path, 0 being the leaf; the path's length when its certificate was not given
	Place int
}

// run is one determination while it is made.
type run struct {
	d       *Determination
	leaf    *x509.Certificate
	facts   *facts
	matches []Match // without a state
}

func (r *run) warn(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	if !slices.Contains(r.d.Warnings, text) {
		r.d.Warnings = append(r.d.Warnings, text)
	}
}

// outcome is a verdict with what decided it.
type outcome struct {
	verdict     Verdict
	requirement string
	reason      string
}

func (r *Result) decide(o outcome) {
	r.Verdict, r.Requirement, r.Reason = o.verdict, o.requirement, o.reason
}

// webSites are the states for web site authentication.
func (r *Result) webSites() []tsl.State {
	var out []tsl.State
	for _, m := range r.Matches {
		if m.State.WebSite() {
			out = append(out, m.State)
		}
	}
	return out
}

func purposeWords(infos []string) string {
	var words []string
	for _, row := range [][2]string{{tsl.ForESignatures, "signatures"}, {tsl.ForESeals, "seals"}} {
		if slices.Contains(infos, row[0]) {
			words = append(words, row[1])
		}
	}
	if len(words) == 0 {
		return "without a stated purpose"
	}
	return "for " + strings.Join(words, " and ") + " only"
}
