package eidas

import (
	"fmt"
	"strings"
	"time"

	"qwac/pkg/eds"
	"qwac/pkg/ident"
	"qwac/pkg/register"
)

// Authorisation is what the register says of the number in a leaf.
type Authorisation struct {
	register.Answer
	// Own are the entries that can be authorised by themselves, the best first; none: the register shows no
	// authorisation.
	Own []register.Match
	// State is that of the first of Own, and Since its day; empty: there is none.
	State register.State
	Since register.Day
	// SameName are institutions of the country that have the name of the holder; only where Own is empty.
	SameName []register.Entity
}

// AuthorisationOf asks the register for the number in organizationIdentifier. Nil: there is none to look up. A number
// of another kind than PSD is one only if the register has it.
func AuthorisationOf(info *Info, x *register.Index, at time.Time) *Authorisation {
	if len(info.OrgIDs) != 1 {
		return nil
	}
	o, err := ident.ParseOrgID(ident.Plain(info.OrgIDs[0]))
	if o.Reference == "" || ident.Absent(o.Reference) || !ident.IsLetters(o.Country) || len(o.Country) != 2 {
		return nil
	}
	authority := o.NCAID()
	if o.Scheme != "PSD" {
		if err != nil || info.PSD2 == nil {
			return nil
		}
		authority = info.PSD2.NCAID
	}
	a := &Authorisation{Answer: x.Ask(authority, o.Reference)}
	if o.Scheme != "PSD" && len(a.Matches) == 0 {
		return nil
	}
	if a.Own = a.Answer.Own(at); len(a.Own) > 0 {
		a.State, a.Since = a.Own[0].At(at)
		return a
	}
	for _, name := range info.Attributes(OIDOrganization) {
		a.SameName = append(a.SameName, x.Named(name, o.Country, true)...)
	}
	return a
}

// Needs reports whether a role needs a service, and whether an entry that is authorised has such a one in a country;
// an empty country is any.
func (a *Authorisation) Needs(r ident.Role, country string, at time.Time) (needs, has bool) {
	for _, m := range a.Own {
		if state, _ := m.At(at); state != register.Authorised {
			continue
		}
		n, h := m.Covers(r, country)
		needs, has = needs || n, has || h
	}
	return needs, has
}

// maxCountries bounds the host countries that are named.
const maxCountries = 8

// Detail says for what the best entry is authorised and where: "authorised since 2019-03-27 for PSP_PI PSP_AI, in DK
// SE".
func (a *Authorisation) Detail() string {
	m := &a.Own[0]
	text := fmt.Sprintf("%s since %s", a.State, a.Since)
	if a.State == register.NotYet {
		text = "authorised only from " + a.Since.String() + " on"
	}
	var countries []string
	for _, s := range m.Services {
		countries = append(countries, s.Country)
	}
	if roles := m.Roles(""); len(roles) > 0 {
		text += " for " + strings.ReplaceAll(ident.JoinRoles(roles), ", ", " ")
	} else if len(countries) == 0 {
		text += ", with no service"
	}
	switch {
	case len(countries) > maxCountries:
		text += fmt.Sprintf(", in %d countries", len(countries))
	case len(countries) > 0:
		text += ", in " + strings.Join(countries, " ")
	}
	return text
}

// ListedIn asks the directory of the EPC for the pair of a BIC and the number in organizationIdentifier. Nil: there is
// none to look up.
func ListedIn(info *Info, d *eds.Directory, bic string) *eds.Answer {
	if info.OrgID.Value == "" {
		return nil
	}
	a := d.Ask(bic, info.OrgID.Value, info.OrgID.Reference)
	return &a
}
