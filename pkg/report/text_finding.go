package report

import (
	"fmt"
	"slices"
	"strings"

	"qwac/pkg/ber"
	"qwac/pkg/lint"
)

// What is shown of findings that do not block where the screen is a terminal: enough for a genuine chain.
const (
	maxShort   = 5
	maxNotices = 6
)

// findings writes those that block in full, and of the others what fits a screen.
func (t textWriter) findings(findings []Finding) {
	if t.style.Depth == Full {
		t.inFull(findings)
		return
	}
	blocking, rest := []Finding{}, []Finding{}
	for _, f := range findings {
		if f.Blocks {
			blocking = append(blocking, f)
		} else {
			rest = append(rest, f)
		}
	}
	t.inFull(blocking)
	if len(blocking) > 0 && len(rest) > 0 {
		t.WriteString("\n")
	}
	shown, notices, left := 0, 0, 0
	for _, f := range rest {
		if t.style.Width > 0 && strings.HasSuffix(f.Rule, "-not-checked") {
			continue // that is said on top
		}
		count, most := &shown, maxShort
		if f.Severity == "notice" {
			count, most = &notices, maxNotices
		}
		if *count++; *count > most && t.style.Width > 0 {
			left++
			continue
		}
		t.inShort(f)
	}
	if left > 0 {
		t.wrap("", "", "and "+ber.Count(left, "finding")+" more that do not block")
	}
}

func (t textWriter) inFull(findings []Finding) {
	for i, f := range findings {
		if i > 0 && findings[i-1].Severity != "notice" {
			t.WriteString("\n")
		}
		t.finding(f)
	}
}

// indent is where the words of a finding begin, below its word for how grave it is.
const indent = "        "

func (t textWriter) finding(f Finding) {
	status := ""
	if f.Blocks && f.Status != nil {
		status = fmt.Sprintf(": %d, %s", *f.Status, f.StatusBasis)
	}
	t.WriteString(t.severity(f) + Clean(f.Rule+" ("+f.Code+")"+status) + "\n")
	for _, p := range f.Places {
		if at := t.at(p); at != "" && p.Suppressed == nil {
			t.wrap(indent, indent, at)
		}
	}
	t.wrap(indent, indent, f.Message)
	if why := t.rules[f.Rule].Why; why != "" && f.Severity != "notice" {
		t.wrap(indent+"why:  ", indent+"      ", why)
	}
	t.next(indent, f)
	if f.Blocks && !f.Fixable && *t.stepped < 0 {
		*t.stepped = t.Len()
	}
	if t.style.Depth == Full || f.Clause != lint.Inference().String() { // that we infer it ourselves is no news
		t.wrap(indent+"[", indent+" ", f.Clause+"]")
	}
}

// inShort writes a notice in one line, and of others also the next step.
func (t textWriter) inShort(f Finding) {
	head := f.Rule + " (" + f.Code + ")"
	if at := t.firstPlace(f); at != "" {
		head += " " + at
	}
	if f.Severity == "notice" {
		t.cutPainted(f, f.Rule+" ("+f.Code+"): "+f.Message)
		return
	}
	t.cutPainted(f, head)
	t.cut(indent, f.Message)
	t.next(indent, f)
}

// cutPainted writes a line that begins with how grave a finding is.
func (t textWriter) cutPainted(f Finding, s string) {
	word := t.severity(f)
	width := t.style.Width
	if width > 0 {
		t.style.Width = max(width-len(indent), 1)
	}
	t.WriteString(word)
	t.cut("", s)
}

// severity is the word for how grave a finding is, as wide as the indent.
func (t textWriter) severity(f Finding) string {
	word, color := f.Severity, yellow
	switch {
	case f.Blocks:
		word, color = "blocks", red
	case f.Severity == "notice":
		color = cyan
	}
	return t.paint(fmt.Sprintf("%-8s", word), color)
}

// firstPlace is the first place that counts, and how many more there are.
func (t textWriter) firstPlace(f Finding) string {
	var at []string
	for _, p := range f.Places {
		if s := t.at(p); s != "" && p.Suppressed == nil {
			at = append(at, s)
		}
	}
	switch len(at) {
	case 0:
		return ""
	case 1:
		return at[0]
	}
	return fmt.Sprintf("%s and %d more", at[0], len(at)-1)
}

// next writes the next step. What is mended without loss needs no hand; in full it is told all the same how.
func (t textWriter) next(indent string, f Finding) {
	const by = "next: "
	blank := indent + strings.Repeat(" ", len(by))
	hint := f.withFile(t.style.advice(f))
	if !f.Fixable {
		t.steps(indent+by, blank, hint)
		return
	}
	t.wrap(indent+by, blank, "nothing to do by hand: "+t.style.Words.Mender()+" mends it")
	if t.style.Depth == Full {
		t.steps(indent+"by hand: ", indent+strings.Repeat(" ", len("by hand: ")), hint)
	}
}

// withFile is a hint whose commands name the file of the first place.
func (f Finding) withFile(hint string) string {
	if len(f.Places) == 0 || f.Places[0].File == "" || f.Places[0].File == "stdin" {
		return hint
	}
	return strings.ReplaceAll(hint, " FILE", " "+lint.ShellFile(f.Places[0].File))
}

// at gives file, line and column, and the field.
func (t textWriter) at(p Place) string {
	p.File = t.name(p.File)
	return p.String()
}

// String gives file, line and column, and the field.
func (p Place) String() string {
	at := lint.Location{File: p.File, Line: p.Line, Column: p.Column}
	parts := slices.DeleteFunc([]string{at.String(), p.Path}, func(s string) bool { return s == "" })
	return strings.Join(parts, " ")
}

// mend writes the commands that mend the inputs of a result. What came by a pipe and what is in an archive they cannot
// read again.
func (t textWriter) mend(r Result) {
	files, ways := "", t.style.Mend
	payload := ways[len(ways)-1]
	for _, file := range r.Inputs {
		switch {
		case file == "stdin":
			t.wrap("next: ", "      ", fmt.Sprintf("pipe the same into `%s -`, which %s", payload.Command,
				payload.Does))
			return
		case inArchive(file):
			t.wrap("next: ", "      ", fmt.Sprintf("unpack the archive and give its files to `%s`, which %s",
				payload.Command, payload.Does))
			return
		}
		files += " " + lint.ShellFile(file)
	}
	t.wrap("next: ", "      ", does(ways))
	for _, way := range ways {
		t.WriteString(Clean(way.Command+files) + "\n")
	}
}

// does says what the commands below it do.
func does(ways []Way) string {
	if len(ways) == 1 {
		return "this " + ways[0].Does + ":"
	}
	return "the first " + ways[0].Does + ", the other " + ways[1].Does + ":"
}

// inArchive reports whether a name is one in a ZIP archive: delivery.zip/leaf.pem.
func inArchive(name string) bool { return strings.Contains(strings.ToLower(name), ".zip/") }
