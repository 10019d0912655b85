package psd2

import (
	"bytes"
	"cmp"
	"encoding/asn1"
	"fmt"
	"slices"
	"strings"
	"time"

	"golang.org/x/crypto/cryptobyte"
	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"

	"qwac/pkg/ber"
	"qwac/pkg/eidas"
	"qwac/pkg/ident"
	"qwac/pkg/lint"
)

// claim says what made a reader expect a qualified certificate.
func claim(i *eidas.Info) string {
	for _, p := range i.Policies {
		if eidas.Under(p, eidas.OIDPolicyEIDASArc) || eidas.Under(p, eidas.OIDPolicyPSD2Arc) {
			return "the policy " + eidas.Label(p) + " is named"
		}
	}
	if i.Has(&eidas.RulePSD2AsExtension) {
		return "there is a PSD2 extension"
	}
	if len(i.OrgIDs) == 0 {
		return "the rest says that the certificate is qualified"
	}
	return fmt.Sprintf("organizationIdentifier is %s", ber.Quote(i.OrgIDs[0]))
}

// webClaim says what made the certificate look like one for websites in spite of its QcType.
func webClaim(s *eidas.Subject) string {
	if p := s.Info.WebPolicy(); p != nil {
		return "the policy " + eidas.Label(p) + " is for websites"
	}
	return "it has serverAuth and DNS names"
}

// semanticsLegal reports whether the certificate says that its organizationIdentifier follows EN 319 412-1, 5.1.4.
func semanticsLegal(i *eidas.Info) bool { return semantics(i, oidSemanticsLegal) }

func semantics(i *eidas.Info, want asn1.ObjectIdentifier) bool {
	return slices.ContainsFunc(semanticsOf(i), want.Equal)
}

// semanticsOf are the semantics identifiers in pkixQCSyntax-v2.
func semanticsOf(i *eidas.Info) (ids []eidas.OID) {
	for _, st := range i.Statements {
		info, semantics := cryptobyte.String(st.Info), cryptobyte.String(nil)
		if st.ID.Equal(oidQcSyntaxV2) && info.ReadASN1(&semantics, cbasn1.SEQUENCE) {
			if id, _, ok := ber.ReadOID(&semantics); ok {
				ids = append(ids, id)
			}
		}
	}
	return ids
}

func statementNames(i *eidas.Info) string {
	if len(i.Statements) == 0 {
		return "there are none"
	}
	names := make([]string, len(i.Statements))
	for n, st := range i.Statements {
		names[n] = cmp.Or(eidas.Name(st.ID), st.Label())
	}
	return ber.List(names, ", ")
}

func typeNames(types []asn1.ObjectIdentifier) string {
	names := make([]string, len(types))
	for i, t := range types {
		names[i] = eidas.TypeName(t)
	}
	return ber.List(names, ", ")
}

func knownType(oid asn1.ObjectIdentifier) bool {
	return oid.Equal(eidas.OIDQctWeb) || oid.Equal(eidas.OIDQctESeal) || oid.Equal(eidas.OIDQctESign)
}

// foreign reports whether QcCClegislation names countries and none of them is of the EEA.
func foreign(i *eidas.Info) bool {
	eu := func(cc string) bool {
		return strings.EqualFold(cc, "EU") || ident.InEEA(strings.ToUpper(cc), time.Time{})
	}
	return len(i.Countries) > 0 && !slices.ContainsFunc(i.Countries, eu)
}

func checkTypeAsStatement(p *lint.Pass, s *eidas.Subject) {
	for n, st := range s.Info.Statements {
		if eidas.Under(st.ID, eidas.OIDQcType) {
			p.Reportf(s.Where(fmt.Sprintf("%s[%d]", eidas.PathStatements, n)),
				"%s is a statement of its own, want it inside QcType", eidas.Label(st.ID))
		}
	}
}

// duplicatesForbidden is the month of EN 319 412-5 V2.6.1, which forbids what was unwise before.
func duplicatesForbidden() time.Time { return time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC) }

// checkDuplicates names statements of EN 319 412-5, and PSD2QcType, that stand more than once.
func checkDuplicates(p *lint.Pass, s *eidas.Subject) {
	for n, st := range s.Info.Statements {
		same := func(o eidas.Statement) bool { return o.ID.Equal(st.ID) }
		first := slices.IndexFunc(s.Info.Statements, same)
		if first == n || !eidas.Under(st.ID, oidQcArc) && !st.ID.Equal(eidas.OIDPSD2Statement) {
			continue
		}
		differing := ""
		if !bytes.Equal(st.Info, s.Info.Statements[first].Info) {
			differing = " with another value"
		}
		f := lint.Finding{
			Where: s.Where(fmt.Sprintf("%s[%d]", eidas.PathStatements, n)),
			Message: fmt.Sprintf("%s is already at %s[%d]%s, want it once", eidas.Label(st.ID),
				eidas.PathStatements,
				first, differing),
		}
		if s.Leaf.NotBefore.Before(duplicatesForbidden()) {
			f.Severity = lint.Warning
		}
		p.Report(f)
	}
}
