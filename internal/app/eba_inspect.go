package app

import (
	"encoding/hex"

	"qwac/pkg/eidas"
	"qwac/pkg/ident"
	"qwac/pkg/register"
)

// authorisation is what the register says of a certificate; nil: it was not asked, or there is no number to look up.
func (o *inspectOptions) authorisation(info *eidas.Info) *eidas.Authorisation {
	if o.asked == nil || !info.ClaimsPSD2() {
		return nil
	}
	return eidas.AuthorisationOf(info, o.asked, o.at)
}

// registered writes what the register says of the number.
func (t section) registered(info *eidas.Info, o *inspectOptions) {
	a := o.authorisation(info)
	if a == nil {
		return
	}
	t.line("Register of the EBA of %s:", o.asked.Source.Day)
	t.indent += "    "
	if len(a.Own) == 0 {
		t.line("no institution with number %s; credit institutions are not listed there", a.Number)
	} else {
		m := &a.Own[0]
		t.line("%s: %s, number %s, authority %s", m.Name(), m.Kind, m.Number, m.Owner)
		t.line("%s", a.Detail())
		t.uncovered(info, a, o)
	}
	for _, m := range a.Matches {
		if !m.Kind.Own() {
			row := newRegisterRow(&m.Entity, string(m.How), o.at)
			t.line("also there: %s", row.line())
		}
	}
	for _, m := range a.Near {
		row := newRegisterRow(&m.Entity, "near", o.at)
		t.line("only like it: %s", row.line())
	}
}

// uncovered names the roles that the services do not include.
func (t section) uncovered(info *eidas.Info, a *eidas.Authorisation, o *inspectOptions) {
	if a.State != register.Authorised {
		return
	}
	var beyond []ident.Role
	for _, r := range info.Roles() {
		if needs, has := a.Needs(r, "", o.at); needs && !has {
			beyond = append(beyond, r)
		}
	}
	if len(beyond) > 0 {
		t.line("the certificate goes beyond it: %s", ident.JoinRoles(beyond))
	}
}

// registerAnswer is the same for JSON.
func (o *inspectOptions) registerAnswer(info *eidas.Info) *registerAnswer {
	a := o.authorisation(info)
	if a == nil {
		return nil
	}
	out := &registerAnswer{1, o.asked.Source.Day.String(), hex.EncodeToString(o.asked.Source.Digest[:]),
		[]registerRow{}, []registerRow{}}
	for _, m := range a.Own {
		out.Entries = append(out.Entries, newRegisterRow(&m.Entity, string(m.How), o.at))
	}
	for _, m := range a.Matches {
		if !m.Kind.Own() {
			out.Entries = append(out.Entries, newRegisterRow(&m.Entity, string(m.How), o.at))
		}
	}
	for _, m := range a.Near {
		out.Near = append(out.Near, newRegisterRow(&m.Entity, "near", o.at))
	}
	return out
}
