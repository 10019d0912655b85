package eidas

import (
	"encoding/asn1"
	"fmt"
	"slices"

	"golang.org/x/crypto/cryptobyte"
	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"

	"qwac/pkg/ber"
	"qwac/pkg/ident"
	"qwac/pkg/lint"
)

// qcType reads QcType ::= SEQUENCE OF OBJECT IDENTIFIER (EN 319 412-5, 4.2.3). How many there may be is a rule's
// business.
func (d *decoder) qcType(info []byte) {
	const path = "qcStatements.QcType"
	s := cryptobyte.String(info)
	var oid asn1.ObjectIdentifier
	if bare := s; bare.ReadASN1ObjectIdentifier(&oid) {
		d.fault(&RuleStatementsMalformed, path, "a bare OBJECT IDENTIFIER, want a SEQUENCE that holds it")
		d.info.Types = append(d.info.Types, oid)
		return
	}
	list, _ := d.list(&RuleStatementsMalformed, path, s)
	for n := 0; !list.Empty(); n++ {
		if n == MaxEntries {
			d.fault(&RuleStatementsMalformed, path, "more than %d types", MaxEntries)
			return
		}
		if rest := list; !list.ReadASN1ObjectIdentifier(&oid) {
			d.fault(&RuleStatementsMalformed, path, "holds %s, want an OBJECT IDENTIFIER", Describe(rest))
			return
		}
		d.info.Types = append(d.info.Types, oid)
	}
}

// moreTypes adds the types of another QcType that those before it do not hold.
func (d *decoder) moreTypes(info []byte) {
	other := decoder{info: &Info{}}
	other.qcType(info)
	d.info.Faults = append(d.info.Faults, other.info.Faults...)
	for _, t := range other.info.Types {
		if !slices.ContainsFunc(d.info.Types, t.Equal) {
			d.info.Types = append(d.info.Types, t)
		}
	}
}

// semantics judges SemanticsInformation ::= SEQUENCE { semanticsIdentifier OBJECT IDENTIFIER OPTIONAL,
// nameRegistrationAuthorities SEQUENCE SIZE (1..MAX) OF GeneralName OPTIONAL }, of which one has to be there, where
// there is one at all (RFC 3739, 3.2.6.1). What it says is read elsewhere.
func (d *decoder) semantics(st Statement) {
	path := "qcStatements." + Name(st.ID)
	if st.Info == nil {
		return
	}
	list, ok := d.list(&RuleStatementsMalformed, path, st.Info)
	if ok && list.Empty() {
		d.fault(&RuleStatementsMalformed, path, "an empty SEQUENCE, want an identifier or authorities")
	}
	if list.PeekASN1Tag(cbasn1.OBJECT_IDENTIFIER) && !ber.SkipOID(&list) {
		d.fault(&RuleStatementsMalformed, path, "begins with a broken OBJECT IDENTIFIER")
		return
	}
	var names cryptobyte.String
	if list.PeekASN1Tag(cbasn1.SEQUENCE) && list.ReadASN1(&names, cbasn1.SEQUENCE) {
		d.authorities(path, names)
	}
	if !list.Empty() {
		d.fault(&RuleStatementsMalformed, path, "holds %s, want an OBJECT IDENTIFIER, then a SEQUENCE of names",
			Describe(list))
	}
}

func (d *decoder) authorities(path string, names cryptobyte.String) {
	const last = 8 // registeredID, the last kind of GeneralName
	if names.Empty() {
		d.fault(&RuleStatementsMalformed, path, "an empty list of registration authorities, want one or more")
	}
	for !names.Empty() {
		var name cryptobyte.String
		var tag cbasn1.Tag
		if rest := names; !names.ReadAnyASN1(&name, &tag) || tag&0xc0 != 0x80 || tag&0x1f > last {
			d.fault(&RuleStatementsMalformed, path, "a registration authority is %s, want a GeneralName",
				Describe(rest))
			return
		}
	}
}

// qcPDS reads PdsLocations ::= SEQUENCE SIZE (1..MAX) OF SEQUENCE { url IA5String, language PrintableString (SIZE(2)) }
// (EN 319 412-5, 4.3.4).
func (d *decoder) qcPDS(info []byte) {
	const path = "qcStatements.QcPDS"
	list, ok := d.list(&RulePDS, path, info)
	if ok && list.Empty() {
		d.fault(&RulePDS, path, "an empty list, want one place or more")
	}
	for i := 0; !list.Empty(); i++ {
		at := fmt.Sprintf("%s[%d]", path, i)
		var entry cryptobyte.String
		if rest := list; i == MaxEntries || !list.ReadASN1(&entry, cbasn1.SEQUENCE) {
			d.fault(&RulePDS, at, "%s, want a SEQUENCE, and at most %d of them", Describe(rest), MaxEntries)
			return
		}
		p := PDS{
			URL:      d.text(&RulePDS, at+".url", &entry, cbasn1.IA5String),
			Language: d.text(&RulePDS, at+".language", &entry, cbasn1.PrintableString),
		}
		if !entry.Empty() {
			d.fault(&RulePDS, at, "%s the language, want nothing", following(len(entry)))
		}
		d.info.PDS = append(d.info.PDS, p)
	}
}

// qcLimitValue reads MonetaryValue ::= SEQUENCE { currency CHOICE { PrintableString (SIZE(3)), INTEGER (1..999) },
// amount INTEGER, exponent INTEGER } (EN 319 412-5, 4.3.2).
func (d *decoder) qcLimitValue(info []byte) {
	const path = "qcStatements.QcLimitValue"
	s, ok := d.list(&RuleLimit, path, info)
	if !ok {
		return
	}
	l := &Limit{}
	d.info.Limit = l
	l.Currency = d.currency(path+".currency", &s)
	if rest := s; !s.ReadASN1Integer(&l.Amount) || !s.ReadASN1Integer(&l.Exponent) {
		d.fault(&RuleLimit, path, "%s follows the currency, want amount and exponent as INTEGER", Describe(rest))
		return
	}
	if l.Amount < 0 {
		d.fault(&RuleLimit, path, "the amount is %d, want 0 or more", l.Amount)
	}
	if !s.Empty() {
		d.fault(&RuleLimit, path, "%s the exponent, want nothing", following(len(s)))
	}
}

func (d *decoder) currency(path string, s *cryptobyte.String) string {
	var number int
	if s.PeekASN1Tag(cbasn1.INTEGER) {
		if s.ReadASN1Integer(&number); number < 1 || number > 999 {
			d.fault(&RuleLimit, path, "a number outside 1 to 999, want a currency of ISO 4217")
		}
		return fmt.Sprintf("%03d", number)
	}
	code := d.text(&RuleLimit, path, s, cbasn1.PrintableString)
	if !isCurrency(code) {
		d.fault(&RuleLimit, path, "%s, want the three capital letters of a currency of ISO 4217", ber.Quote(code))
	}
	return code
}

// qcRetention reads QcEuRetentionPeriod ::= INTEGER (EN 319 412-5, 4.3.3).
func (d *decoder) qcRetention(info []byte) {
	const path = "qcStatements.QcRetentionPeriod"
	s := cryptobyte.String(info)
	var years int
	if !s.ReadASN1Integer(&years) {
		d.fault(&RuleRetention, path, "%s, want an INTEGER of years", Describe(info))
		return
	}
	if years < 0 {
		d.fault(&RuleRetention, path, "%d years, want 0 or more", years)
	}
	d.info.Retention = &years
}

// qcLegislation reads SEQUENCE OF PrintableString (SIZE(2)) (EN 319 412-5, 4.2.4).
func (d *decoder) qcLegislation(info []byte) {
	const path = "qcStatements.QcCClegislation"
	list, ok := d.list(&RuleLegislation, path, info)
	if ok && list.Empty() {
		d.fault(&RuleLegislation, path, "an empty list, want one country or more")
	}
	for i := 0; !list.Empty(); i++ {
		at := fmt.Sprintf("%s[%d]", path, i)
		if i == MaxEntries {
			d.fault(&RuleLegislation, at, "more than %d countries", MaxEntries)
			return
		}
		before := len(list)
		country := d.text(&RuleLegislation, at, &list, cbasn1.PrintableString)
		if len(list) == before {
			return
		}
		if country != "EU" && !ident.IsCountry(country) {
			d.fault(&RuleLegislation, at, "%s, want the two capital letters of a country of ISO 3166-1",
				ber.Quote(country))
		}
		d.info.Countries = append(d.info.Countries, country)
	}
}

// list opens a SEQUENCE. A value is one element: that nothing follows it was seen before.
func (d *decoder) list(rule *lint.Meta, path string, value []byte) (cryptobyte.String, bool) {
	s := cryptobyte.String(value)
	var list cryptobyte.String
	if !s.ReadASN1(&list, cbasn1.SEQUENCE) {
		d.fault(rule, path, "%s, want a SEQUENCE", Describe(value))
		return nil, false
	}
	return list, true
}

// text takes a string of one type off s. A string of another type is taken and named as a fault; anything else stays
// where it is.
func (d *decoder) text(rule *lint.Meta, path string, s *cryptobyte.String, want cbasn1.Tag) string {
	rest := *s
	var body cryptobyte.String
	var tag cbasn1.Tag
	if !rest.ReadAnyASN1(&body, &tag) {
		d.fault(rule, path, "%s, want %s", Describe(*s), TagName(want))
		return ""
	}
	value, ok := StringValue(tag, body)
	if tag != want {
		d.fault(rule, path, "%s, want %s", TagName(tag), TagName(want))
	}
	if ok {
		*s = rest
	}
	return value
}
