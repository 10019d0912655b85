package html

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"qwac/pkg/chain"
	"qwac/pkg/life"
	"qwac/pkg/report"
)

func itoa(n int) string { return strconv.Itoa(n) }

// node is a certificate of the drawn chain, and the link from it to the next.
type node struct {
	Kind, Position string // leaf, intermediate, root, missing, trust; and its word
	Name, Subject  string
	Place, Valid   string
	Tags           []string // what is to be said of it
	Faults         []string // for what it is refused
	Link           *link    // nil: there is none
}

// link is how a certificate is certified by the next.
type link struct {
	State string // whole, broken, open
	Words string
}

// linkRules are the beginnings of the names of rules that are about a certificate and its issuer together.
func linkRules() []string {
	return []string{
		"chain-signature-", "chain-aki-", chain.IssuerNameMismatch.ID, chain.IntermediateMissing.ID,
		chain.RootMissing.ID, chain.IncompleteSingle.ID, chain.AnchorNotTrusted.ID,
	}
}

func aboutLink(rule string) bool {
	return slices.ContainsFunc(linkRules(), func(s string) bool { return strings.HasPrefix(rule, s) })
}

// nodes are the chain from the leaf, and after it what is missing, or what the bank trusts.
func nodes(r report.Result, rules map[string]report.Rule) []node {
	var out []node
	for i, e := range r.Chain {
		n := node{
			Kind: kind(e.Position), Position: name(e.Position), Name: name(e.Name), Subject: text(e.Subject),
			Place: place(e.File, e.Line), Valid: valid(e),
		}
		n.Tags, n.Faults = tags(r, i), faults(r, i, false, rules)
		n.Link = linkOf(r, i, rules)
		out = append(out, n)
	}
	if r.Missing != nil {
		n := node{Kind: "missing", Position: "missing", Name: text(r.Missing.Subject)}
		if s := r.Trust.Line(); s != "" && r.Trust.Certificate == nil {
			n.Tags = []string{text(s)}
		}
		out = append(out, n)
	}
	return append(out, trustNode(r)...)
}

// kind is the position, of those that there are.
func kind(position string) string {
	if position == "leaf" || position == "root" {
		return position
	}
	return "intermediate"
}

// trustNode is what the bank is said to trust, if it was said.
func trustNode(r report.Result) []node {
	if r.Trust.By != "pem" || len(r.Chain) == 0 {
		return nil
	}
	n := node{Kind: "trust", Position: "trusted by the bank", Name: "what the bank is said to trust"}
	if r.Trust.Status == "trusted" {
		n.Name = text(r.Trust.Service)
	} else {
		n.Faults = []string{"the chain ends at none of the certificates that the bank is said to trust"}
	}
	return []node{n}
}

func linkOf(r report.Result, i int, rules map[string]report.Rule) *link {
	last := i == len(r.Chain)-1
	found := faults(r, i, true, rules)
	switch {
	case r.Chain[i].Signature == "not-verified" && last:
		return nil // that of a root by itself: a fault of the node
	case r.Chain[i].Signature == "not-verified" && len(found) == 0:
		return &link{"broken", "the signature was not verified"}
	case !last && len(found) > 0:
		return &link{"broken", strings.Join(found, "; ")}
	case !last && r.Chain[i].Signature == "verified":
		return &link{"whole", "signed by the next, verified"}
	case !last:
		return &link{"open", "signature not checked"}
	case r.Missing != nil && stateOf(r, "path") == "failed":
		return &link{"broken", cmp.Or(strings.Join(found, "; "), "the issuer is in no input")}
	case r.Missing != nil:
		return &link{"open", "the issuer is in no input; a bank may have it"}
	case r.Trust.By == "pem" && r.Trust.Status == "trusted":
		return &link{"whole", "trusted"}
	case r.Trust.By == "pem":
		return &link{"broken", "not trusted"}
	}
	return nil
}

func stateOf(r report.Result, check string) string {
	for _, c := range r.Checks {
		if c.Name == check {
			return c.State
		}
	}
	return ""
}

// faults are the titles of the rules for which a certificate is refused: those about it and its issuer together, or
// the others.
func faults(r report.Result, cert int, together bool, rules map[string]report.Rule) []string {
	var out []string
	ends := cert == len(r.Chain)-1 && r.Missing == nil && r.Trust.By != "pem" // there is no link from it
	for _, f := range r.Findings {
		at := slices.ContainsFunc(f.Places, func(p report.Place) bool {
			return p.Certificate != nil && *p.Certificate == cert
		})
		title := f.Rule
		if t := rules[f.Rule].Title; t != "" {
			title = t
		}
		if at && f.Blocks && (aboutLink(f.Rule) && !ends) == together && !slices.Contains(out, name(title)) {
			out = append(out, name(title))
		}
	}
	return out
}

// valid are the days from and until which a certificate is valid.
func valid(e report.ChainEntry) string {
	if life.NoEnd(e.NotAfter) {
		return "valid from " + day(e.NotBefore) + ", no end (" + day(e.NotAfter) + ")"
	}
	return "valid " + day(e.NotBefore) + " to " + day(e.NotAfter)
}

// tags are what is to be said of a certificate beside its name.
func tags(r report.Result, i int) []string {
	var out []string
	e := r.Chain[i]
	switch {
	case r.At == nil:
	case e.NotAfter.Before(*r.At):
		out = append(out, "expired")
	case r.At.Before(e.NotBefore):
		out = append(out, "not yet valid")
	case i == r.EndsFirst() && len(r.Chain) > 1 && !life.NoEnd(e.NotAfter):
		out = append(out, fmt.Sprintf("ends first: %d %s left", life.Left(e.NotAfter, *r.At),
			plural(life.Left(e.NotAfter, *r.At), "day")))
	}
	if s := r.RevocationLine(i); s != "" {
		out = append(out, text(s))
	}
	if p := r.Trust.Certificate; p != nil && *p == i {
		out = append(out, text(r.Trust.Line()))
	}
	return out
}
