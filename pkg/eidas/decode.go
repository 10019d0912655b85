package eidas

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"fmt"
	"slices"

	"golang.org/x/crypto/cryptobyte"
	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"

	"qwac/pkg/ber"
	"qwac/pkg/lint"
)

// maxEntries bounds the statements of one certificate and the elements of one list in them. The fullest certificates
// known have ten statements; TS 119 495 knows nine roles.
const maxEntries = 64

const (
	pathStatements = "qcStatements"
	pathPSD2       = "qcStatements.PSD2QcType"
)

// Decode reads the statements, the policies and the subject of a certificate. It needs only Extensions and RawSubject,
// so it works on certificates that crypto/x509 refuses. It never fails: a certificate without statements gives an Info
// with Present false, and what is wrong with the encoding is in Faults, in the order of the certificate. Of an
// extension or a statement that stands twice the first is read, of QcType every one: a reader may take any.
func Decode(c *x509.Certificate) *Info {
	d := &decoder{info: &Info{}}
	if ext := extension(c, oidQcStatements); ext != nil {
		d.info.Present, d.info.Critical = true, ext.Critical
		d.qcStatements(ext.Value)
	}
	if ext := extension(c, oidPSD2Statement); ext != nil {
		d.fault(&rulePSD2AsExtension, "extensions[0.4.0.19495.2]",
			"PSD2QcType stands as an extension of its own, want an entry of qcStatements")
	}
	if ext := extension(c, oidPolicies); ext != nil {
		d.info.Policies = readPolicies(ext.Value)
	}
	d.info.Subject = readName(c.RawSubject)
	d.info.OrgIDs = d.info.attributes(oidOrgID)
	return d.info
}

type decoder struct{ info *Info }

func (d *decoder) fault(rule *lint.Meta, path, format string, args ...any) {
	d.info.Faults = append(d.info.Faults,
		lint.Fault{Rule: rule, Where: lint.Where{Path: path}, Detail: fmt.Sprintf(format, args...)})
}

// has reports whether there is a fault that the rule reports.
func (i *Info) has(rule *lint.Meta) bool {
	return slices.ContainsFunc(i.Faults, func(f lint.Fault) bool { return f.Rule == rule })
}

// qcStatements reads the value of the extension: QCStatements ::= SEQUENCE OF QCStatement (RFC 3739, 3.2.6).
func (d *decoder) qcStatements(value []byte) {
	s := cryptobyte.String(value)
	if inner := s; inner.ReadASN1(&inner, cbasn1.OCTET_STRING) && inner.PeekASN1Tag(cbasn1.SEQUENCE) {
		d.fault(&ruleDoubleOctetString, pathStatements,
			"the value is an OCTET STRING that holds the list of statements, want the list itself")
		s = inner
	}
	var list cryptobyte.String
	if !s.ReadASN1(&list, cbasn1.SEQUENCE) {
		d.fault(&ruleStatementsMalformed, pathStatements, "the value is %s, want a SEQUENCE of statements",
			describe(value))
		return
	}
	if !s.Empty() {
		d.fault(&ruleStatementsMalformed, pathStatements, "%s the list of statements, want nothing", following(len(s)))
	}
	if list.PeekASN1Tag(cbasn1.OBJECT_IDENTIFIER) {
		d.fault(&ruleStatementsMalformed, pathStatements,
			"a single statement stands in the place of the list, want a SEQUENCE around it")
		d.qcStatement(pathStatements, cbasn1.SEQUENCE, list)
		return
	}
	d.entries(list)
}

func (d *decoder) entries(list cryptobyte.String) {
	for i := 0; !list.Empty(); i++ {
		path := fmt.Sprintf("%s[%d]", pathStatements, i)
		if i == maxEntries {
			d.fault(&ruleStatementsMalformed, path, "more than %d statements", maxEntries)
			return
		}
		var entry cryptobyte.String
		var tag cbasn1.Tag
		if !list.ReadAnyASN1(&entry, &tag) {
			d.fault(&ruleStatementsMalformed, path,
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
		d.fault(&ruleStatementsMalformed, path, "%s, want a SEQUENCE", tagName(tag))
		return
	}
	whole, ok := entry, false
	if st.ID, st.Large, ok = ber.ReadOID(&entry); !ok {
		d.fault(&ruleStatementsMalformed, path, "begins with %s, want an OBJECT IDENTIFIER", describe(whole))
		return
	}
	var info cryptobyte.String
	if !entry.Empty() && !entry.ReadAnyASN1Element(&info, nil) {
		d.fault(&ruleStatementsMalformed, path, "the value of %s is broken", st.Label())
		entry = nil
	}
	if !entry.Empty() {
		d.fault(&ruleStatementsMalformed, path, "%s the value of %s, want nothing", following(len(entry)), st.Label())
	}
	st.Info = info
	first := !d.info.states(st.ID)
	d.info.Statements = append(d.info.Statements, st)
	switch {
	case first:
		d.statement(st)
	case st.ID.Equal(oidQcType):
		d.moreTypes(st.Info)
	}
}

// states reports whether there is a statement with this id.
func (i *Info) states(id asn1.ObjectIdentifier) bool {
	return slices.ContainsFunc(i.Statements, func(s Statement) bool { return s.ID.Equal(id) })
}

// statement reads the value of a known statement.
func (d *decoder) statement(st Statement) {
	switch {
	case st.ID.Equal(oidQcCompliance):
		d.info.Compliance = true
		d.noInfo(&ruleComplianceInfo, "qcStatements.QcCompliance", st)
	case st.ID.Equal(oidQcSSCD):
		d.info.SSCD = true
		d.noInfo(&ruleSSCD, "qcStatements.QcSSCD", st)
	case st.ID.Equal(oidQcType):
		d.qcType(st.Info)
	case st.ID.Equal(oidQcPDS):
		d.qcPDS(st.Info)
	case st.ID.Equal(oidQcLimitValue):
		d.qcLimitValue(st.Info)
	case st.ID.Equal(oidQcRetention):
		d.qcRetention(st.Info)
	case st.ID.Equal(oidQcCClegislation):
		d.qcLegislation(st.Info)
	case st.ID.Equal(oidPSD2Statement):
		d.psd2(st.Info)
	}
}

func (d *decoder) noInfo(rule *lint.Meta, path string, st Statement) {
	if st.Info != nil {
		d.fault(rule, path, "carries a value (%s), want none", describe(st.Info))
	}
}

// extension returns the first extension with this object identifier, or nil.
func extension(c *x509.Certificate, oid asn1.ObjectIdentifier) *pkix.Extension {
	i := slices.IndexFunc(c.Extensions, func(e pkix.Extension) bool { return e.Id.Equal(oid) })
	if i < 0 {
		return nil
	}
	return &c.Extensions[i]
}
