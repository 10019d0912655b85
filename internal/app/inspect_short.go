package app

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"qwac/pkg/cert"
	"qwac/pkg/eidas"
	"qwac/pkg/ident"
	"qwac/pkg/report"
)

// maxShortNames is how many alternative names and addresses the short view has.
const maxShortNames = 3

// maxShortFaults is how many faults it has: a screen has 24 rows.
const maxShortFaults = 2

// shortPSD2 is who holds which roles by whom, a line each.
func (t section) shortPSD2(info *eidas.Info) {
	p := info.PSD2
	if p == nil {
		return
	}
	roles := make([]string, len(p.Roles))
	for i, r := range p.Roles {
		roles[i] = r.Name
		if named, ok := ident.RoleByOID(r.OID); !ok || r.Name != string(named) { // they are shown as they are
			roles[i] += " " + r.Identifier()
		}
	}
	t.line("Roles: %s", strings.Join(roles, ", "))
	if n := len(report.Readings(info)); n > 0 {
		t.line("    read in %d ways by different software: -v shows them", n)
	}
	t.authority(p)
}

// shortStatements are the names of the statements and policies.
func (t section) shortStatements(info *eidas.Info) {
	var names []string
	for _, s := range info.Statements {
		name := eidas.Name(s.ID)
		if name == "" || s.Large != "" {
			name = statementName(s)
		}
		names = append(names, name)
	}
	t.some("Statements", names)
	names = nil
	for _, p := range info.Policies {
		names = append(names, cmp.Or(eidas.Name(p), p.String()))
	}
	t.some("Policies", names)
}

// shortFields are what every certificate has.
func (t section) shortFields(c *cert.Cert) {
	t.line("Subject: %s", eidas.ShortName(c.Subject))
	t.line("Issuer: %s", eidas.ShortName(c.Issuer))
	if c.SerialNumber != nil {
		t.line("Serial number: %x", c.SerialNumber)
	}
	t.line("Valid: %s to %s", c.NotBefore.UTC().Format("2006-01-02"), c.NotAfter.UTC().Format("2006-01-02"))
	t.line("Key: %s, signed with %s", keyText(c), signatureText(c))
	t.some("Names", few(altNames(c)))
	t.some("Extended key usage", purposes(c))
}

// some are values on one line, if there are any.
func (t section) some(title string, values []string) {
	if len(values) > 0 {
		t.line("%s: %s", title, strings.Join(values, ", "))
	}
}

// few are the first of many names, and how many more there are.
func few(names []string) []string {
	if n := len(names) - maxShortNames; n > 0 {
		last := fmt.Sprintf("%s and %d more", names[maxShortNames-1], n)
		return append(slices.Clone(names[:maxShortNames-1]), last)
	}
	return names
}
