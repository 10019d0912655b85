package app

import (
	"fmt"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"
)

// Page is the help of a command as data, for the terminal and for the manual.
type Page struct {
	Name     string // qwac client show
	Summary  string
	Usage    []string // lines
	Text     []string // paragraphs
	Commands []Group  // under it
	Examples []string // lines: commands, and comments before them
	Flags    []Group
	Status   []Entry
	See      string
}

// Group is a part of a list under a title.
type Group struct {
	Title   string
	Entries []Entry
}

// Entry is a word and what it means.
type Entry struct{ Word, Text string }

// Pages are those of all commands, the first of qwac itself.
func Pages() []Page {
	a := App()
	pages := []Page{pageOf(&line{}, a)}
	var add func(words []string, commands []*cli.Command)
	add = func(words []string, commands []*cli.Command) {
		for _, c := range commands {
			l := line{words: append(slices.Clone(words), c.Name), command: c}
			pages = append(pages, pageOf(&l, a))
			add(l.words, c.Subcommands)
		}
	}
	add([]string{"qwac"}, a.Commands)
	return pages
}

// pageOf is the page of the command of a line.
func pageOf(l *line, a *cli.App) Page {
	if l.command == nil {
		p := Page{Name: "qwac", Summary: a.Usage, Usage: []string{"qwac COMMAND [FLAG...] FILE..."},
			Examples: examplesOf("qwac"), Status: statuses(true, true),
			See: "qwac COMMAND --help tells of one command, qwac explain TERM of a rule or a word; docs/usage.md"}
		for _, c := range a.Commands {
			p.Commands = addTo(p.Commands, commandGroup(c.Name), Entry{c.Name, c.Usage})
		}
		p.Commands = inOrder(p.Commands, commandGroups())
		return p
	}
	c := l.command
	p := Page{Name: l.name(), Summary: c.Usage, Text: paragraphs(c.Description), Examples: examplesOf(l.name())}
	if len(c.Subcommands) > 0 {
		p.Usage = []string{l.name() + " COMMAND [FLAG...]"}
		for _, sub := range c.Subcommands {
			if sub.Name != "help" { // the library adds it
				p.Commands = addTo(p.Commands, "commands", Entry{sub.Name, sub.Usage})
			}
		}
		return p
	}
	p.Usage = []string{strings.TrimSpace(l.name() + flagsMark(c.Flags) + strings.TrimRight(" "+c.ArgsUsage, " "))}
	p.Flags = flagGroups(l.name(), c.Flags)
	p.Status = statuses(hasFlag(c.Flags, "fail-on") || findsWithout(l.name()), hasFlag(c.Flags, "base-url"))
	if len(c.Flags) > 0 {
		p.See = "A flag that is not given is taken from the environment, --at from QWAC_AT. Flags may stand " +
			"behind files; -- ends them."
	}
	return p
}

func flagsMark(flags []cli.Flag) string {
	if len(flags) == 0 {
		return ""
	}
	return " [FLAG...]"
}

// findsWithout are the commands that end with 1 and have no --fail-on.
func findsWithout(name string) bool {
	return slices.Contains([]string{"qwac compare", "qwac fix", "qwac trust add", "qwac trust update",
		"qwac trust verify", "qwac trust diff"}, name)
}

func addTo(groups []Group, title string, e Entry) []Group {
	i := slices.IndexFunc(groups, func(g Group) bool { return g.Title == title })
	if i < 0 {
		i, groups = len(groups), append(groups, Group{Title: title})
	}
	groups[i].Entries = append(groups[i].Entries, e)
	return groups
}

// inOrder sorts groups as their titles stand in order.
func inOrder(groups []Group, order []string) []Group {
	slices.SortStableFunc(groups, func(a, b Group) int {
		return slices.Index(order, a.Title) - slices.Index(order, b.Title)
	})
	return groups
}

// fewFlags is how many flags need no groups.
const fewFlags = 7

func flagGroups(command string, flags []cli.Flag) []Group {
	var groups []Group
	calls := hasFlag(flags, "base-url")
	for _, f := range flags {
		if hidden(f) {
			continue
		}
		title := "flags"
		if len(flags) > fewFlags {
			title = flagGroup(f.Names()[0], calls)
			if isNeeded(command, f.Names()[0]) && f.Names()[0] != "cert" && f.Names()[0] != "client-id" {
				title = "what is asked for"
			}
		}
		groups = addTo(groups, title, flagEntry(command, f))
	}
	return inOrder(groups, groupTitles())
}

// flagEntry is a flag with its value, and what it means: with its default, and whether it must be given.
func flagEntry(command string, f cli.Flag) Entry {
	d, ok := f.(cli.DocGenerationFlag)
	if !ok {
		return Entry{dashed(f.Names()[0]), ""}
	}
	word := dashed(f.Names()[0])
	for _, alias := range f.Names()[1:] {
		word = dashed(alias) + ", " + word
	}
	text := strings.ReplaceAll(d.GetUsage(), "`", "")
	if d.TakesValue() {
		word += " " + placeholder(f)
		if v := defaultOf(d); v != "" && !strings.Contains(text, "(default") {
			text += " (default: " + v + ")"
		}
	}
	if isNeeded(command, f.Names()[0]) {
		text += " (required)"
	}
	return Entry{word, text}
}

func defaultOf(d cli.DocGenerationFlag) string {
	if t := d.GetDefaultText(); t != "" {
		return strings.Trim(t, `"`)
	}
	return strings.Trim(d.GetValue(), `"`)
}

// statuses are the exit statuses that a command has.
func statuses(finds, calls bool) []Entry {
	list := []Entry{{"0", "done, and nothing found that counts"}}
	if finds {
		list = append(list, Entry{"1", "findings that count (--fail-on, by default those that block)"})
	}
	list = append(list, Entry{"2", "wrong flags, arguments or configuration"},
		Entry{"3", "a file could not be read or written, no answer, or an internal error"})
	if calls {
		list = append(list, Entry{"4", "the bank refused"},
			Entry{"5", "whether the bank did it is not known: run the same command again"})
	}
	return list
}

// paragraphs are the parts of a description. Lines that are indented, and commands, stay as they are.
func paragraphs(text string) []string {
	var all []string
	for part := range strings.SplitSeq(strings.TrimSpace(text), "\n\n") {
		if part != "" && !strings.HasPrefix(part, "qwac ") && !strings.HasPrefix(part, " ") {
			part = strings.Join(strings.Fields(part), " ")
		}
		if part != "" {
			all = append(all, part)
		}
	}
	return all
}

// help writes the page of a command.
func (e *env) help(l *line, a *cli.App) error {
	e.acting = true
	p := pageOf(l, a)
	_, err := e.stdout.Write([]byte(p.text()))
	return err
}

// text is the page for a terminal of 80 columns.
func (p *Page) text() string {
	var b strings.Builder
	b.WriteString(wrapped(p.Name+": "+p.Summary, ""))
	section := func(title string) { b.WriteString("\n" + strings.ToUpper(title) + "\n") }
	section("usage")
	for _, u := range p.Usage {
		b.WriteString(wrapped(u, "  "))
	}
	for i, t := range p.Text {
		if i == 0 {
			section("what it does")
		} else {
			b.WriteString("\n")
		}
		b.WriteString(paragraph(t))
	}
	for _, g := range p.Commands {
		section(g.Title)
		b.WriteString(g.table(15))
	}
	if len(p.Examples) > 0 {
		section("examples")
		for _, x := range p.Examples {
			b.WriteString("  " + x + "\n")
		}
	}
	for _, g := range p.Flags {
		section(g.Title)
		b.WriteString(g.table(26))
	}
	if len(p.Status) > 0 {
		section("exit status")
		g := Group{Entries: p.Status}
		b.WriteString(g.table(6))
	}
	if p.See != "" {
		b.WriteString("\n" + wrapped(p.See, ""))
	}
	return b.String()
}

// paragraph is wrapped, unless it is to stay as it is.
func paragraph(text string) string {
	if strings.HasPrefix(text, "qwac ") || strings.HasPrefix(text, " ") {
		return "  " + strings.ReplaceAll(text, "\n", "\n  ") + "\n"
	}
	return wrapped(text, "  ")
}

// table has the words in a column of this width, and what they mean beside it.
func (g *Group) table(width int) string {
	var b strings.Builder
	for _, e := range g.Entries {
		text := wrapped(e.Text, strings.Repeat(" ", width))
		if head := "  " + e.Word; len(head) < width-1 {
			text = fmt.Sprintf("%-*s", width, head) + text[width:]
		} else {
			text = head + "\n" + text
		}
		b.WriteString(text)
	}
	return b.String()
}
