package leaf

import (
	"fmt"
	"slices"
	"strings"

	"qwac/pkg/ber"
	"qwac/pkg/eidas"
	"qwac/pkg/ident"
	"qwac/pkg/lint"
)

// evWanted are the attributes that the subject of an EV certificate must have.
func evWanted() []eidas.OID {
	return []eidas.OID{oidBusinessCategory, oidSerialNumber, oidJurisdictionCountry, eidas.OIDCountryName,
		eidas.OIDOrganization}
}

// evKnown are those that it may have besides: names of places, and the common name. The places of the register stand
// below an arc.
var evKnown = [...]string{
	"2.5.4.3", "2.5.4.7", "2.5.4.8", "2.5.4.9", "2.5.4.11", "2.5.4.17", "2.5.4.97", "0.9.2342.19200300.100.1.25",
}

// businessCategories are the values of EVG 7.1.4.2.3.
var businessCategories = [...]string{"Private Organization", "Government Entity", "Business Entity",
	"Non-Commercial Entity"}

func checkEVSubject(p *lint.Pass, s *eidas.Subject) {
	checkEVLacks(p, s)
	for _, category := range s.Info.Attributes(oidBusinessCategory) {
		if !slices.Contains(businessCategories[:], category) {
			p.Reportf(s.Where("subject.businessCategory"),
				"businessCategory is %s, want %s", ber.Quote(category),
				strings.ReplaceAll(eidas.Quoted(businessCategories[:]), " and ", " or "))
		}
	}
	checkEVRegister(p, s)
	seen := map[string]bool{}
	for i, a := range s.Info.Subject {
		id := a.Type.String()
		if seen[id] || evAttribute(a.Type) {
			continue
		}
		seen[id] = true
		p.Reportf(s.Where(fmt.Sprintf("subject[%d]", i)),
			"the subject has %s, which the EV guidelines do not know", eidas.Label(a.Type))
	}
	if units := s.Info.Attributes(eidas.OIDUnit); len(units) > 0 && !s.Leaf.NotBefore.Before(eidas.NoUnits()) {
		p.Reportf(s.Where("subject.organizationalUnitName"),
			"the subject has organizationalUnitName %s, want none since 2022-09-01", eidas.Quoted(units))
	}
}

// checkEVLacks names all that is missing at once: the town or the state too (EVG 7.1.4.2.6).
func checkEVLacks(p *lint.Pass, s *eidas.Subject) {
	lacks := lacking(s.Info.Subject, evWanted())
	message := fmt.Sprintf("the subject has no %s, want %s", oidList(lacks), oneOfEach(lacks))
	switch placed := len(lacking(s.Info.Subject, []eidas.OID{eidas.OIDLocality, eidas.OIDState})) < 2; {
	case placed && lacks == nil:
		return
	case lacks == nil:
		message = "the subject has neither localityName nor stateOrProvinceName, want one of them"
	case !placed:
		message += ", and localityName or stateOrProvinceName"
	}
	p.Reportf(s.Where("subject"), "%s", message)
}

// checkEVRegister judges where the register of the holder is (EVG 7.1.4.2.4).
func checkEVRegister(p *lint.Pass, s *eidas.Subject) {
	if len(s.Info.Attributes(oidJurisdictionPlace)) > 0 && len(s.Info.Attributes(oidJurisdictionState)) == 0 {
		p.Reportf(s.Where("subject.jurisdictionLocality"),
			"the subject has jurisdictionLocality and no jurisdictionStateOrProvince, want both or none")
	}
	for _, cc := range s.Info.Attributes(oidJurisdictionCountry) {
		if !ident.IsCountry(cc) {
			p.Reportf(s.Where("subject.jurisdictionCountry"),
				"jurisdictionCountry is %s, want an assigned code of ISO 3166-1", ber.Quote(cc))
		}
	}
}

func evAttribute(id eidas.OID) bool {
	return slices.ContainsFunc(evWanted(), id.Equal) || eidas.Under(id, oidJurisdictionArc) ||
		slices.Contains(evKnown[:], id.String())
}
