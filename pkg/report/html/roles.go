package html

import (
	"slices"
	"strings"

	"qwac/pkg/report"
)

// matrix says which roles stand where: in the certificate, in the registration, and for each kind of reader.
type matrix struct {
	Columns []string
	Rows    []roleRow
	Note    string
}

type roleRow struct {
	Role  string
	Cells []cell
}

type cell struct{ Class, Words string } // yes, no, or lack: the certificate has it and the registration has not

// column is who sees which roles and which authority.
type column struct {
	head      string
	roles     []string
	authority string
	asked     bool // it has an authority
}

func newMatrix(r report.Result) *matrix {
	columns := columnsOf(r)
	if len(columns) == 0 {
		return nil
	}
	m := &matrix{}
	var roles []string
	for _, c := range columns {
		m.Columns = append(m.Columns, c.head)
		roles = append(roles, c.roles...)
	}
	slices.Sort(roles)
	for _, role := range slices.Compact(roles) {
		row := roleRow{Role: name(role)}
		for _, c := range columns {
			row.Cells = append(row.Cells, cellOf(c, role, columns[0]))
		}
		m.Rows = append(m.Rows, row)
	}
	m.Rows = append(m.Rows, authorities(columns))
	m.Note = noteOf(r, roles)
	return m
}

// lines say the same in words, a line for each column.
func (m *matrix) lines() (out []string) {
	for i, head := range m.Columns {
		var words []string
		for _, row := range m.Rows {
			words = append(words, row.Role+" "+row.Cells[i].Words)
		}
		out = append(out, head+": "+strings.Join(words, "; "))
	}
	return out
}

func cellOf(c column, role string, first column) cell {
	switch {
	case slices.Contains(c.roles, role):
		return cell{"yes", "yes"}
	case !c.asked && slices.Contains(first.roles, role):
		return cell{"lack", "no, not registered"}
	}
	return cell{"no", "no"}
}

// columnsOf are the columns; none: nothing of PSD2 is there.
func columnsOf(r report.Result) []column {
	var out []column
	if c := r.Certificate; c != nil && c.PSD2 {
		out = append(out, column{"certificate, read strictly", c.Roles, c.NCAID, true})
	}
	if r.Registered != nil {
		out = append(out, column{head: "registered at the bank", roles: r.Registered})
	}
	if r.Certificate != nil {
		for _, reading := range r.Certificate.Readings {
			if reading.Reader != "strict" {
				out = append(out, column{name(reading.Who()), reading.Roles, reading.NCAID, true})
			}
		}
	}
	return out
}

func authorities(columns []column) roleRow {
	row := roleRow{Role: "authority"}
	for _, c := range columns {
		switch {
		case !c.asked:
			row.Cells = append(row.Cells, cell{"no", "–"})
		case c.authority == "":
			row.Cells = append(row.Cells, cell{"no", "none"})
		default:
			row.Cells = append(row.Cells, cell{"yes", name(c.authority)})
		}
	}
	return row
}

func noteOf(r report.Result, roles []string) string {
	switch c := r.Certificate; {
	case c != nil && c.PSD2 && len(c.Readings) == 0 && len(roles) > 0:
		return "All kinds of readers see the same in this certificate."
	case c != nil && len(c.Readings) > 0:
		return "Readers of PSD2 statements do not all see the same here: what a bank sees depends on its software."
	}
	return ""
}
