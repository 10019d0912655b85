package profile

import (
	"path"
	"slices"
	"strings"

	"qwac/pkg/bank"
	"qwac/pkg/ident"
	"qwac/pkg/lint"
)

// Rules that keys of a file decide on.
const (
	ruleRoot        = "chain-root-missing"
	ruleUnspecified = "psd2-role-unspecified-only"
)

// derive makes the profile.
func (r *reader) derive(f *file) (*bank.Bank, error) {
	b := *f.base
	b.Name = nameOf(r.Name)
	if f.title != "" && f.title != f.base.Title {
		another(&b, f.title)
	}
	if f.offers != nil {
		b.Offers = f.offers
	}
	if f.maxAge > 0 {
		b.MaxEvidenceAge = f.maxAge
	}
	if err := r.unblock(&b, f); err != nil {
		return nil, err
	}
	for _, n := range f.block {
		add(&b, n.ID, n.Code)
	}
	var severities []bank.Severity
	for _, g := range f.severity { // before those of the base
		severities = append(severities, bank.Severity{Severity: g.Severity, Rules: []string{g.Rule}})
	}
	b.Severities = slices.Concat(severities, b.Severities)
	r.decide(&b, f)
	return &b, nil
}

// nameOf is the name of a profile: that of its file, which has a dot in it and so is no known profile's.
func nameOf(file string) string {
	return strings.Map(func(c rune) rune {
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.ContainsRune("._-", c) {
			return c
		}
		return '-'
	}, path.Base(strings.ReplaceAll(file, `\`, "/")))
}

// another makes b another bank: of what its base documents nothing is known of it.
func another(b *bank.Bank, title string) {
	b.Title, b.Country, b.AsItIs, b.Sources, b.Environments, b.API.Errors = title, "", false, nil, nil, nil
	for _, rows := range lists(b) {
		*rows = slices.Clone(*rows)
		for i := range *rows {
			(*rows)[i].Basis = assumed((*rows)[i].Basis)
		}
	}
	b.Connection.Basis = assumed(b.Connection.Basis)
}

func assumed(b bank.Basis) bank.Basis {
	if b == bank.Documented {
		return bank.Assumed
	}
	return b
}

func lists(b *bank.Bank) []*[]bank.Block {
	return []*[]bank.Block{&b.Texts, &b.Certificates, &b.Registrations, &b.RedirectURIs}
}

// unblock takes rules out, of those that a profile can do without.
func (r *reader) unblock(b *bank.Bank, f *file) error {
	for _, n := range slices.Concat(f.block, f.unblock) {
		if n.ID == ruleRoot && f.rootRequired != nil {
			return r.Errorf(n.at, "take one of the two out", "root-required says already whether %s blocks", n.ID)
		}
	}
	for _, n := range f.unblock {
		switch {
		case slices.ContainsFunc(f.block, func(o named) bool { return o.ID == n.ID }):
			return r.Errorf(n.at, "take it out of one of the two", "%s stands under block and under unblock", n.ID)
		case bank.Common(n.ID):
			return r.Errorf(n.at, "take it out", "%s cannot be unblocked: no bank could accept a breach of it", n.ID)
		case n.ID == ruleUnspecified && b.Offers != nil && !slices.Contains(b.Offers, ident.RoleUnspecified):
			return r.Errorf(n.at, "name Unspecified under offers",
				"%s blocks as long as the roles on offer are without Unspecified", n.ID)
		case !blocks(b, n.ID):
			return r.Errorf(n.at, "take it out", "%s does not block with the base %s", n.ID, f.base.Name)
		}
		remove(b, n.ID)
	}
	return nil
}

// decide has the rules that other keys of the file say more of.
func (r *reader) decide(b *bank.Bank, f *file) {
	set := func(rule string, want bool) {
		if i := slices.IndexFunc(r.known.Rules, func(m lint.Meta) bool { return m.ID == rule }); i >= 0 && want {
			add(b, rule, r.known.Rules[i].Code)
		} else {
			remove(b, rule)
		}
	}
	if f.rootRequired != nil {
		set(ruleRoot, *f.rootRequired)
	}
	if f.offers != nil && !slices.ContainsFunc(f.block, func(n named) bool { return n.ID == ruleUnspecified }) {
		set(ruleUnspecified, !slices.Contains(f.offers, ident.RoleUnspecified))
	}
}

func blocks(b *bank.Bank, rule string) bool {
	return b.BlockIn(bank.Upload, rule) != nil || b.BlockIn(bank.Registration, rule) != nil ||
		b.BlockIn(bank.RedirectURIs, rule) != nil
}

func remove(b *bank.Bank, rule string) {
	for _, rows := range lists(b) {
		*rows = slices.Clone(*rows)
		for i, row := range *rows {
			if slices.Contains(row.Rules, rule) {
				(*rows)[i].Rules = slices.DeleteFunc(slices.Clone(row.Rules), func(id string) bool {
					return id == rule
				})
			}
		}
	}
}

// add has a rule block the requests that its group is about, if it does not block them already.
func add(b *bank.Bank, rule, code string) {
	row := bank.Block{Answer: answer(b, code), Rules: []string{rule}}
	to := func(request bank.Request, rows *[]bank.Block) {
		if b.BlockIn(request, rule) == nil {
			*rows = append(slices.Clip(*rows), row)
		}
	}
	switch {
	case code[0] == 'P' || rule == "chain-wrong-order": // of the text
		to(bank.Upload, &b.Texts)
	case code[0] == 'U':
		to(bank.Registration, &b.Registrations)
		to(bank.RedirectURIs, &b.RedirectURIs)
	case strings.HasPrefix(rule, "role-request-"):
		to(bank.Registration, &b.Registrations)
	default:
		to(bank.Upload, &b.Certificates)
	}
}

// groupRules are rules that every bank answers, by the letter of their group: a rule that is added is answered like
// that of its group. The other groups are answered like what is wrong in the content of a certificate.
var groupRules = []struct {
	group byte
	rule  string
}{
	{'P', "pem-bad-boundary"}, {'X', "x509-parse-failed"}, {'C', "chain-signature-invalid"},
	{'U', "redirect-uri-missing"},
	{'K', "key-not-usable-in-tls"},
}

// answer is what a bank is assumed to say to a breach of a rule of a group.
func answer(b *bank.Bank, code string) bank.Answer {
	like := "psd2-statement-missing"
	for _, g := range groupRules {
		if g.group == code[0] {
			like = g.rule
		}
	}
	a := bank.Answer{Basis: bank.Assumed}
	if row := b.BlockOf(like); row != nil && b.Predicts() {
		a.Status = row.Status
	}
	return a
}
