package eidas

import (
	"crypto/x509"
	"encoding/asn1"
	"fmt"
	"slices"

	"golang.org/x/crypto/cryptobyte"
	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"

	"qwac/pkg/ber"
	"qwac/pkg/lint"
)

// Decode reads the statements, the policies and the subject of a certificate. It needs only Extensions and RawSubject,
// so it works on certificates that crypto/x509 refuses. It never fails: a certificate without statements gives an Info
// with Present false, and what is wrong with the encoding is in Faults, in the order of the certificate. Of an
// extension or a statement that stands twice the first is read, of QcType every one: a reader may take any.
func Decode(c *x509.Certificate) *Info {
	d := &decoder{info: &Info{}}
	if ext := Extension(c, OIDQcStatements); ext != nil {
		d.info.Present, d.info.Critical = true, ext.Critical
		d.qcStatements(ext.Value)
	}
	if ext := Extension(c, OIDPSD2Statement); ext != nil {
		d.fault(&RulePSD2AsExtension, "extensions[0.4.0.19495.2]",
			"PSD2QcType stands as an extension of its own, want an entry of qcStatements")
	}
	if ext := Extension(c, OIDPolicies); ext != nil {
		d.info.Policies = ReadPolicies(ext.Value)
	}
	d.info.Subject = ReadName(c.RawSubject)
	d.info.OrgIDs = d.info.Attributes(OIDOrgID)
	d.info.OrgID = newOrgID(d.info.OrgIDs)
	return d.info
}

type decoder struct{ info *Info }

func (d *decoder) fault(rule *lint.Meta, path, format string, args ...any) {
	d.info.Faults = append(d.info.Faults,
		lint.Fault{Rule: rule, Where: lint.Where{Path: path}, Detail: fmt.Sprintf(format, args...)})
}

// Has reports whether there is a fault that the rule reports.
func (i *Info) Has(rule *lint.Meta) bool {
	return slices.ContainsFunc(i.Faults, func(f lint.Fault) bool { return f.Rule == rule })
}

// qcStatements reads the value of the extension: QCStatements ::= SEQUENCE OF QCStatement (RFC 3739, 3.2.6).
func (d *decoder) qcStatements(value []byte) {
	s := cryptobyte.String(value)
	if inner := s; inner.ReadASN1(&inner, cbasn1.OCTET_STRING) && inner.PeekASN1Tag(cbasn1.SEQUENCE) {
		d.fault(&RuleDoubleOctetString, PathStatements,
			"the value is an OCTET STRING that holds the list of statements, want the list itself")
		s = inner
	}
	var list cryptobyte.String
	if !s.ReadASN1(&list, cbasn1.SEQUENCE) {
		d.fault(&RuleStatementsMalformed, PathStatements, "the value is %s, want a SEQUENCE of statements",
			Describe(value))
		return
	}
	if !s.Empty() {
		d.fault(&RuleStatementsMalformed, PathStatements, "%s the list of statements, want nothing", following(len(s)))
	}
	if list.PeekASN1Tag(cbasn1.OBJECT_IDENTIFIER) {
		d.fault(&RuleStatementsMalformed, PathStatements,
			"a single statement stands in the place of the list, want a SEQUENCE around it")
		d.qcStatement(PathStatements, cbasn1.SEQUENCE, list)
		return
	}
	d.entries(list)
}

func (d *decoder) entries(list cryptobyte.String) {
	for i := 0; !list.Empty(); i++ {
		path := fmt.Sprintf("%s[%d]", PathStatements, i)
		if i == MaxEntries {
			d.fault(&RuleStatementsMalformed, path, "more than %d statements", MaxEntries)
			return
		}
		var entry cryptobyte.String
		var tag cbasn1.Tag
		if !list.ReadAnyASN1(&entry, &tag) {
			d.fault(&RuleStatementsMalformed, path,
				"broken encoding, want a SEQUENCE of an OBJECT IDENTIFIER and at most one value")
			return
		}
		d.qcStatement(path, tag, entry)
	}
}

// qcStatement reads QCStatement ::= SEQUENCE { statementId OBJECT IDENTIFIER, statementInfo ANY OPTIONAL }.
func (d *decoder) qcStatement(path string, tag cbasn1.Tag, entry cryptobyte.String) {
	st := Statement{}
	if tag != cbasn1.SEQUENCE {
		d.fault(&RuleStatementsMalformed, path, "%s, want a SEQUENCE", TagName(tag))
		return
	}
	whole, ok := entry, false
	if st.ID, st.Large, ok = ber.ReadOID(&entry); !ok {
		d.fault(&RuleStatementsMalformed, path, "begins with %s, want an OBJECT IDENTIFIER", Describe(whole))
		return
	}
	var info cryptobyte.String
	if !entry.Empty() && !entry.ReadAnyASN1Element(&info, nil) {
		d.fault(&RuleStatementsMalformed, path, "the value of %s is broken", st.Label())
		entry = nil
	}
	if !entry.Empty() {
		d.fault(&RuleStatementsMalformed, path, "%s the value of %s, want nothing", following(len(entry)), st.Label())
	}
	st.Info = info
	first := !d.info.States(st.ID)
	d.info.Statements = append(d.info.Statements, st)
	switch {
	case first:
		d.statement(st)
	case st.ID.Equal(OIDQcType):
		d.moreTypes(st.Info)
	case st.ID.Equal(OIDPSD2Statement):
		d.otherPSD2(st.Info)
	}
}

// States reports whether there is a statement with this id.
func (i *Info) States(id asn1.ObjectIdentifier) bool {
	return slices.ContainsFunc(i.Statements, func(s Statement) bool { return s.ID.Equal(id) })
}

// statement reads the value of a known statement.
func (d *decoder) statement(st Statement) {
	switch {
	case st.ID.Equal(OIDQcCompliance):
		d.info.Compliance = true
		d.noInfo(&RuleComplianceInfo, "qcStatements.QcCompliance", st)
	case st.ID.Equal(oidQcSSCD):
		d.info.SSCD = true
		d.noInfo(&RuleStatementsMalformed, "qcStatements.QcSSCD", st)
	case st.ID.Equal(OIDQcType):
		d.qcType(st.Info)
	case st.ID.Equal(OIDQcPDS):
		d.qcPDS(st.Info)
	case st.ID.Equal(oidQcLimitValue):
		d.qcLimitValue(st.Info)
	case st.ID.Equal(oidQcRetention):
		d.qcRetention(st.Info)
	case st.ID.Equal(OIDQcCClegislation):
		d.qcLegislation(st.Info)
	case st.ID.Equal(OIDPSD2Statement):
		d.psd2(st.Info)
	case st.ID.Equal(oidQcSyntaxV1), st.ID.Equal(oidQcSyntaxV2):
		d.semantics(st)
	}
}

func (d *decoder) noInfo(rule *lint.Meta, path string, st Statement) {
	if st.Info != nil {
		d.fault(rule, path, "carries a value (%s), want none", Describe(st.Info))
	}
}
