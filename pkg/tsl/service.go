package tsl

import (
	"fmt"
	"slices"
	"time"
)

// Provider is a trust service provider (5.4).
type Provider struct {
	Name       string   // English where there is one
	Names      []string // in all languages
	TradeNames []string // also identifiers such as VATNL-…
	Services   []Service
}

// Service is one service, that is one key of a provider (5.5).
type Service struct {
	Name   string // English where there is one
	Certs  []Certificate
	States []State // the current one first, then the history in the order of the list (5.5.10)
}

// State is the state of a service from some time on.
type State struct {
	Type           string // URI of the service type, see TypeCAQC
	Status         string // URI, see StatusGranted
	Since          time.Time
	Infos          []string // additional service information URIs, see ForWebSiteAuthentication
	Qualifications []Qualification
	Unknown        []string // critical extensions that this package does not know
}

// String is the state in a few words: "granted since 2022-02-01 (ForWebSiteAuthentication)".
func (s State) String() string {
	text := fmt.Sprintf("%s since %s", Short(s.Status), Date(s.Since))
	if len(s.Infos) > 0 {
		text += " (" + Short(s.Infos...) + ")"
	}
	return text
}

// WebSite reports whether the service is a CA for web site authentication in this state, granted or not.
func (s State) WebSite() bool {
	return s.Type == TypeCAQC && slices.Contains(s.Infos, ForWebSiteAuthentication)
}

// GrantedWebSite reports whether the service may issue certificates for web sites in this state.
func (s State) GrantedWebSite() bool { return s.WebSite() && s.Status == StatusGranted }

// At is the state at a time: the current one, else the newest of the history that had begun (TS 119 615 PRO-4.3.4-03).
// It is nil if none had begun.
func (s *Service) At(t time.Time) *State {
	for i := range s.States {
		if !t.Before(s.States[i].Since) {
			return &s.States[i]
		}
	}
	return nil
}

// Disorder is the first state that does not begin after the one that follows it (PRO-4.3.4-03A), or -1.
func (s *Service) Disorder() int {
	for i := 0; i+1 < len(s.States); i++ {
		if !s.States[i].Since.After(s.States[i+1].Since) {
			return i
		}
	}
	return -1
}
