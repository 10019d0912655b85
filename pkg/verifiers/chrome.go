package verifiers

import (
	"encoding/asn1"
	"slices"
	"strings"

	"qwac/pkg/eidas"
)

type oid = asn1.ObjectIdentifier

// What makes a certificate of a web site a QWAC for Chrome (TS 119 411-5, 1-QWAC).
const (
	oidTypeWeb = "0.4.0.1862.1.6.3"
	oidQEVCPw  = "0.4.0.194112.1.4"
	oidQNCPw   = "0.4.0.194112.1.5"
	oidEV      = "2.23.140.1.1"
	oidOV      = "2.23.140.1.2.2"
	oidIV      = "2.23.140.1.2.3"
)

// chrome is whether Chrome shows a certificate as qualified. That it takes the certificate for TLS at all is another
// question.
func chrome(s *eidas.Subject) Row {
	row := Row{Verifier: Chrome, Cert: s.Leaf}
	var lacks []string
	if !s.Info.Compliance {
		lacks = append(lacks, "the statement QcCompliance")
	}
	if !slices.ContainsFunc(s.Info.Types, func(t oid) bool { return t.String() == oidTypeWeb }) {
		lacks = append(lacks, "the QcType web")
	}
	if !policies(s.Info.Policies) {
		lacks = append(lacks, "QEVCP-w with the policy of EV, or QNCP-w with that of OV or IV")
	}
	switch {
	case len(lacks) > 0:
		row.Answer, row.Cause = Refuses, "it lacks "+strings.Join(lacks, ", and ")
	case s.Listing == nil:
		row.Answer, row.Cause, row.Cert = CannotSay, "no trusted list was given", nil
	case s.Listing.Standing == eidas.StandingOpen:
		row.Answer, row.Cause, row.Cert = CannotSay, s.Listing.Open, nil
	case s.Listing.Standing != eidas.StandingGranted:
		row.Answer, row.Cause = Refuses, "its issuing CA is not granted for website authentication on the EU lists"
	default:
		row.Answer, row.Cert = Takes, nil
	}
	return row
}

// policies reports whether one of the two pairs is there.
func policies(ids []oid) bool {
	has := func(id string) bool { return slices.ContainsFunc(ids, func(p oid) bool { return p.String() == id }) }
	return has(oidQEVCPw) && has(oidEV) || has(oidQNCPw) && (has(oidOV) || has(oidIV))
}
