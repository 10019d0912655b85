package testpki

import (
	stdasn1 "encoding/asn1"
	"slices"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"
)

// Statement is one entry of qcStatements. Info is the DER of statementInfo: nil when absent, several elements for the
// fault of a third element in the entry.
type Statement struct {
	ID   stdasn1.ObjectIdentifier
	Info []byte
}

// QcStatements is the extension with these statements in order.
func QcStatements(list ...Statement) Extension {
	var entries [][]byte
	for _, s := range list {
		entries = append(entries, Seq(ObjectID(s.ID), s.Info))
	}
	return Extension{OID: OIDQcStatements, Value: Seq(entries...)}
}

// Statements are those of the certificate, in order; none if the extension is absent. It panics if the extension is not
// well-formed: change statements first and break the extension last.
func (s *Spec) Statements() []Statement {
	e := s.Ext(OIDQcStatements)
	if e == nil {
		return nil
	}
	var out []Statement
	var list cryptobyte.String
	value := cryptobyte.String(e.Value)
	ok := value.ReadASN1(&list, asn1.SEQUENCE)
	for ok && !list.Empty() {
		var entry cryptobyte.String
		var st Statement
		ok = list.ReadASN1(&entry, asn1.SEQUENCE) && entry.ReadASN1ObjectIdentifier(&st.ID)
		if len(entry) > 0 {
			st.Info = entry
		}
		out = append(out, st)
	}
	if !ok {
		panic("testpki: qcStatements of the spec are malformed")
	}
	return out
}

// SetStatements replaces all statements and keeps the criticality of the extension.
func (s *Spec) SetStatements(list ...Statement) {
	e := QcStatements(list...)
	if old := s.Ext(OIDQcStatements); old != nil {
		e.Critical = old.Critical
	}
	s.Set(e)
}

// SetStatement puts st in place of the first statement with its object identifier, or at the end if there is none.
func (s *Spec) SetStatement(st Statement) {
	list := s.Statements()
	i := slices.IndexFunc(list, func(old Statement) bool { return old.ID.Equal(st.ID) })
	if i < 0 {
		s.AddStatement(st)
		return
	}
	list[i] = st
	s.SetStatements(list...)
}

// AddStatement appends st, even if there is already one with its object identifier.
func (s *Spec) AddStatement(st Statement) { s.SetStatements(append(s.Statements(), st)...) }

// DropStatement removes all statements with any of these object identifiers. The extension stays, even if empty.
func (s *Spec) DropStatement(ids ...stdasn1.ObjectIdentifier) {
	s.SetStatements(slices.DeleteFunc(s.Statements(), func(st Statement) bool {
		return slices.ContainsFunc(ids, st.ID.Equal)
	})...)
}

// QcCompliance says that the certificate is an EU qualified one.
func QcCompliance() Statement { return Statement{ID: OIDQcCompliance} }

// QcSSCD says that the key is in a qualified device; wrong in a QWAC.
func QcSSCD() Statement { return Statement{ID: OIDQcSSCD} }

// QcType lists purposes; exactly one is right.
func QcType(types ...stdasn1.ObjectIdentifier) Statement {
	return Statement{OIDQcType, Seq(objectIDs(types)...)}
}

// PDS is the place of a disclosure statement. Right are IA5 for the URL and Printable for the language.
type PDS struct{ URL, Language Text }

// QcPDS lists disclosure statements.
func QcPDS(list ...PDS) Statement {
	var entries [][]byte
	for _, p := range list {
		entries = append(entries, Seq(p.URL.DER(), p.Language.DER()))
	}
	return Statement{OIDQcPDS, Seq(entries...)}
}

// PDSIn is a disclosure statement with the right string types.
func PDSIn(language, url string) PDS { return PDS{IA5(url), Printable(language)} }

// QcLimit is amount times ten to the power of exponent, in a currency of letters.
func QcLimit(currency string, amount, exponent int64) Statement {
	return Statement{OIDQcLimitValue, Seq(Printable(currency).DER(), Int(amount), Int(exponent))}
}

// QcLimitNumeric has the number of a currency instead.
func QcLimitNumeric(currency, amount, exponent int64) Statement {
	return Statement{OIDQcLimitValue, Seq(Int(currency), Int(amount), Int(exponent))}
}

// QcRetention is how many years records are kept.
func QcRetention(years int64) Statement { return Statement{OIDQcRetention, Int(years)} }

// QcCClegislation lists countries under whose law the certificate is qualified, if that is not EU law.
func QcCClegislation(countries ...string) Statement {
	return Statement{OIDQcCClegislation, countryList(countries)}
}

// QcQSCDlegislation lists countries under whose law the device is certified, if that is not EU law.
func QcQSCDlegislation(countries ...string) Statement {
	return Statement{OIDQcQSCDlegislation, countryList(countries)}
}

// QcIdentMethod lists methods of identity proofing; exactly one is right.
func QcIdentMethod(methods ...stdasn1.ObjectIdentifier) Statement {
	return Statement{OIDQcIdentMethod, Seq(objectIDs(methods)...)}
}

// Semantics is the statement of RFC 3739 (pkixQCSyntax-v2) with a semantics identifier, nil to leave it out, and name
// registration authorities. With neither there is no statementInfo.
func Semantics(id stdasn1.ObjectIdentifier, authorities ...GeneralName) Statement {
	var parts [][]byte
	if id != nil {
		parts = append(parts, ObjectID(id))
	}
	if len(authorities) > 0 {
		parts = append(parts, Seq(authorities...))
	}
	if parts == nil {
		return Statement{ID: OIDQcSyntaxV2}
	}
	return Statement{OIDQcSyntaxV2, Seq(parts...)}
}

func countryList(countries []string) []byte {
	var list [][]byte
	for _, c := range countries {
		list = append(list, Printable(c).DER())
	}
	return Seq(list...)
}
