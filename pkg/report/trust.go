package report

import (
	"fmt"
	"strings"
	"time"

	"qwac/pkg/check"
)

// Trust says whether the chain leads to something that the bank is known to trust.
type Trust struct {
	Status    string     `json:"status"` // not-checked, trusted, untrusted
	By        string     `json:"by"`     // trusted-list, pem, none
	Service   string     `json:"service"`
	Provider  string     `json:"provider"`
	Territory string     `json:"territory"`
	Sequence  int        `json:"sequence"` // of the list; 0: none
	State     string     `json:"state"`    // granted, withdrawn
	Since     *time.Time `json:"since"`    // null: no service
	Purposes  []string   `json:"purposes"`
	// index into chain of the listed CA; null: no service, or its certificate was not given
	Certificate *int     `json:"certificate"`
	Explanation []string `json:"explanation"`
}

func newTrust(t check.Trust) Trust {
	out := Trust{
		Status: string(t.Status), By: t.By, Service: t.Service, Provider: t.Provider, Territory: t.Territory,
		Sequence: t.Sequence,
		State:    t.State, Purposes: nonNil(t.Purposes), Explanation: nonNil(t.Explanation),
	}
	if !t.Since.IsZero() {
		since := t.Since.UTC()
		out.Since = &since
	}
	if t.Place > 0 {
		out.Certificate = &t.Place
	}
	return out
}

// line is the listed service in one line; empty when there is none.
func (t Trust) line() string {
	if t.Since == nil {
		return ""
	}
	s := fmt.Sprintf("on list %s %d: %s since %s", t.Territory, t.Sequence, t.State, t.Since.Format(time.DateOnly))
	if len(t.Purposes) > 0 {
		s += " (" + strings.Join(t.Purposes, ", ") + ")"
	}
	return fmt.Sprintf("%s, %q", s, string([]rune(t.Service))) // what is not UTF-8 as JSON has it
}
