package main

import (
	"cmp"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"qwac/pkg/lint"
)

// entry is a row of the register of codes. A row is never taken out: what was once printed keeps its meaning.
type entry struct {
	code, id string
	room     string // package that has the rule; empty: retired
	since    string // day on which the code was taken
	retired  string // day, written by hand; empty: in use
}

const registerHead = "# Codes\n\n" +
	"The register of rule codes that are taken. `make docs` adds those of new rules. No row goes away and none changes its code, its\n" +
	"id or its day: old reports, exceptions and tickets name them. A rule that is taken out stays here, with the day in the last\n" +
	"column, written by hand.\n\n" +
	"| code | id | room | since | retired |\n|---|---|---|---|---|\n"

// register is the text of docs/codes.md.
func register(entries []entry) string {
	var b strings.Builder
	b.WriteString(registerHead)
	for _, e := range entries {
		fmt.Fprintf(&b, "| %s | `%s` | %s | %s | %s |\n", e.code, e.id, e.room, e.since, e.retired)
	}
	return b.String()
}

// readRegister reads the rows that register writes.
func readRegister(text string) ([]entry, error) {
	_, rows, ok := strings.Cut(text, "|---|---|---|---|---|\n")
	if !ok {
		return nil, errors.New("docs/codes.md has no table")
	}
	var entries []entry
	for line := range strings.Lines(rows) {
		cells := strings.Split(strings.TrimSpace(line), "|")
		if len(cells) != 7 {
			return nil, fmt.Errorf("docs/codes.md: not a row of five: %s", strings.TrimSpace(line))
		}
		for i := range cells {
			cells[i] = strings.Trim(cells[i], " `")
		}
		entries = append(entries, entry{cells[1], cells[2], cells[3], cells[4], cells[5]})
	}
	return entries, nil
}

// take returns the register with the rules that it did not have, as taken on day, and an error for every code or id that would
// get another meaning.
func take(entries []entry, rules []lint.Meta, rooms map[string]string, day string) ([]entry, error) {
	var errs []error
	bad := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	all := slices.Clone(entries)
	for i := range all {
		e := &all[i]
		if slices.ContainsFunc(all[:i], func(o entry) bool { return o.code == e.code || o.id == e.id }) {
			bad("%s %s: the code or the id stands twice in the register", e.code, e.id)
		}
		e.room = ""
		if e.retired == "" && !slices.ContainsFunc(rules, func(m lint.Meta) bool { return m.Code == e.code }) {
			bad("%s %s: there is no such rule any more: put it back, or write the day into the column retired", e.code, e.id)
		}
	}
	for _, m := range rules {
		i := slices.IndexFunc(all, func(e entry) bool { return e.code == m.Code || e.id == m.ID })
		switch {
		case i < 0:
			all = append(all, entry{code: m.Code, id: m.ID, room: rooms[m.Code], since: day})
		case all[i].code != m.Code:
			bad("rule %s (%s): the id is taken by code %s", m.ID, m.Code, all[i].code)
		case all[i].id != m.ID:
			bad("rule %s (%s): the code is taken by %s; the next free one is %s", m.ID, m.Code, all[i].id, free(all, m.Code))
		case all[i].retired != "":
			bad("rule %s (%s): it was retired on %s; take a new id and a new code", m.ID, m.Code, all[i].retired)
		default:
			all[i].room = rooms[m.Code]
		}
	}
	slices.SortFunc(all, func(a, b entry) int { return cmp.Compare(a.code, b.code) })
	return all, errors.Join(errs...)
}

// free is the code after the last one of the group.
func free(entries []entry, code string) string {
	last := 0
	for _, e := range entries {
		if n, err := strconv.Atoi(strings.TrimRight(e.code[1:], "abcdefghijklmnopqrstuvwxyz")); err == nil && e.code[0] == code[0] {
			last = max(last, n)
		}
	}
	return fmt.Sprintf("%c%02d", code[0], last+1)
}

// codeRooms finds in the source below root the package of each rule: by the field Code of its documentation.
func codeRooms(root string) (map[string]string, error) {
	rooms := map[string]string{}
	err := filepath.WalkDir(filepath.Join(root, "pkg"), func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		dir, err := filepath.Rel(root, filepath.Dir(name))
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if code := codeIn(n); code != "" {
				rooms[code] = path.Clean(filepath.ToSlash(dir))
			}
			return true
		})
		return nil
	})
	return rooms, err
}

// codeIn is the value of Code: "P01"; empty: the node is something else.
func codeIn(n ast.Node) string {
	kv, ok := n.(*ast.KeyValueExpr)
	if !ok {
		return ""
	}
	key, _ := kv.Key.(*ast.Ident)
	value, _ := kv.Value.(*ast.BasicLit)
	if key == nil || value == nil || key.Name != "Code" || value.Kind != token.STRING {
		return ""
	}
	code, _ := strconv.Unquote(value.Value)
	return code
}
