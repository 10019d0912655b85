package app

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/urfave/cli/v2"

	"qwac/internal/files"
	"qwac/internal/store"
	"qwac/pkg/ber"
	"qwac/pkg/register"
	"qwac/pkg/report"
)

func (e *env) ebaRegisterCommand() *cli.Command {
	return &cli.Command{
		Usage: "keep the EBA's register of payment institutions, which says who is authorised; check asks it",
		Description: "The register is a file of the EBA that you download; import makes an index of it, and check, " +
			"inspect and show look there.\n" +
			"Nothing of this uses a network. To register a client at a bank is another thing: qwac client register.",
		Subcommands: []*cli.Command{e.registerImportCommand(), e.registerShowCommand()},
	}
}

// importOptions are the flags of register import.
type importOptions struct {
	store string
	force bool
}

func (e *env) registerImportCommand() *cli.Command {
	o := new(importOptions)
	return &cli.Command{
		Name:      "import",
		Usage:     "make the index of the register from the file of the EBA",
		ArgsUsage: "FILE",
		Description: "FILE is the ZIP archive as the EBA offers it, or the JSON file in it; docs/register.md says " +
			"where. It " +
			"is read whole or\n" +
			"not at all: of a damaged file nothing is kept, and the register before stays.",
		Flags: []cli.Flag{
			boolFlag(&o.force, "force",
				"take a file that is older than the register in the store, or has less than half of "+
					"its entries"),
			storeFlag(&o.store),
		},
		Action: with(e.registerImport, o),
	}
}

func (e *env) registerImport(c *cli.Context, o *importOptions) error {
	args := c.Args().Slice()
	if len(args) == 0 {
		return usagef("no file: name the register as the EBA offers it, e.g. qwac register import register.zip; for " +
			"a client at a bank: qwac client register")
	}
	if len(args) > 1 {
		return usagef("register import takes one file: %s", strings.Join(args, " "))
	}
	s, err := store.Named(o.store)
	if err != nil {
		return err
	}
	known, err := s.LoadRegister()
	if err != nil && !o.force {
		return err
	}
	x, notes, err := importRegister(args[0])
	if err != nil {
		return err
	}
	if err := mayReplace(known, x, o.force); err != nil {
		return err
	}
	if err := s.SaveRegister(known, x); err != nil {
		return err
	}
	e.writeImported(notes, x)
	fmt.Fprintf(e.stderr, "in %s\n", report.Clean(s.Register()))
	return nil
}

// importRegister reads the register from a file of the EBA, which is too large to be held in memory.
func importRegister(name string) (*register.Index, register.Notes, error) {
	f, info, err := openRegular(name)
	if err != nil {
		return nil, register.Notes{}, err
	}
	defer f.Close()
	x, notes, err := register.Import(f, info.Size(), info.ModTime())
	if err != nil {
		return nil, notes, fmt.Errorf("%s is not the register: %w", name, err)
	}
	return x, notes, nil
}

// openRegular opens a file that has an end, so that it can be read more than once.
func openRegular(name string) (*os.File, os.FileInfo, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, nil, files.CannotRead(name, err)
	}
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		f.Close()
		return nil, nil, fmt.Errorf("%s is no regular file: save the register in one", name)
	}
	if err != nil {
		f.Close()
		return nil, nil, files.CannotRead(name, err)
	}
	return f, info, nil
}

// mayReplace refuses a register that is worse than the one that is known: an older one, or a part of it.
func mayReplace(known, x *register.Index, force bool) error {
	if known == nil || force {
		return nil
	}
	if x.Source.Day < known.Source.Day {
		return fmt.Errorf("the register in the store is of %s, this one of %s: nothing was replaced; give --force to "+
			"take "+
			"the older one", known.Source.Day, x.Source.Day)
	}
	if x.Source.Entities < known.Source.Entities/2 {
		return fmt.Errorf("the register in the store has %d entries, this one %d: nothing was replaced; give --force "+
			"if "+
			"that is right", known.Source.Entities, x.Source.Entities)
	}
	return nil
}

// writeImported says what was kept, and what was odd.
func (e *env) writeImported(n register.Notes, x *register.Index) {
	fmt.Fprintf(e.stdout, "%s as of %s, SHA-256 %x\n", entries(n.Entities), x.Source.Day, x.Source.Digest)
	w := tabwriter.NewWriter(e.stdout, 0, 0, 2, ' ', 0)
	for _, k := range n.SortedKinds() {
		words := k.String()
		if !k.Known() {
			words += " (not known to this version: shown, never taken for an authorisation)"
		}
		fmt.Fprintf(w, "    %d\t%s\n", n.Kinds[k], report.Clean(words))
	}
	w.Flush()
	for _, note := range []struct {
		n    int
		text string
	}{
		{n.Duplicates, "stand twice: the newest of each is kept"},
		{n.Incomplete, "without a number are left out"},
		{n.Odd, "have dates that cannot be read: their state is not known"},
	} {
		if note.n > 0 {
			fmt.Fprintf(e.stdout, "%s %s\n", entries(note.n), note.text)
		}
	}
	if len(n.Keys) > 0 {
		fmt.Fprintf(e.stdout, "not known and not used: %s\n", ber.List(n.Keys, ", "))
	}
}

func entries(n int) string {
	if n == 1 {
		return "1 entry"
	}
	return fmt.Sprintf("%d entries", n)
}

// registerOf reads a register that a flag names: an index, a store, or a file of the EBA.
func (e *env) registerOf(name string) (*register.Index, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, files.CannotRead(name, err)
	}
	if info.IsDir() {
		x, err := store.Store{Dir: name}.LoadRegister()
		if err == nil && x == nil {
			err = fmt.Errorf("--register: no register in %s: want the file of the EBA, or a store into which qwac "+
				"register import has put it", name)
		}
		return x, err
	}
	f, info, err := openRegular(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	begin := make([]byte, 64)
	n, err := io.ReadFull(f, begin)
	if n == 0 && err != nil && err != io.EOF {
		return nil, files.CannotRead(name, err)
	}
	if !register.IsIndex(begin[:n]) {
		x, notes, err := register.Import(f, info.Size(), info.ModTime())
		if err != nil {
			hint := ""
			if bytes.HasPrefix(begin, []byte("-----BEGIN")) {
				hint = "; leave --register out to ask the register in the store"
			}
			return nil, fmt.Errorf("--register: %s is not the register: %w%s", name, err, hint)
		}
		_ = notes
		return x, nil
	}
	data, err := files.Read(name, register.MaxIndex)
	if err != nil {
		return nil, err
	}
	x, err := register.Decode(data)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", name, err)
	}
	return x, nil
}

// registerFlags choose the register that a command asks.
func registerFlags(name *string, none *bool) []cli.Flag {
	f := textFlag(name, "register",
		"`FILE` with the EBA's register of payment institutions, or its index (default: the store, where there is one)")
	return []cli.Flag{
		fileFlag{f, reads | keepsList},
		boolFlag(none, "no-register", "do without the register, although there is one in the store"),
	}
}

// registerFor is the register that a command asks; nil when there is none.
func (e *env) registerFor(name string, none bool) (*register.Index, error) {
	switch {
	case none && name != "":
		return nil, usagef("--register and --no-register: want one of them")
	case none:
		return nil, nil
	case name != "":
		return e.registerOf(name)
	}
	s, err := store.Default()
	if err != nil {
		return nil, nil // no home, so no store
	}
	return s.LoadRegister()
}

// asOf is the day of a register, and how old it is then.
func asOf(x *register.Index, at time.Time) string {
	text := "register of the EBA of " + x.Source.Day.String()
	if days := int(x.Age(at).Hours() / 24); days > register.MaxAgeDays {
		text += fmt.Sprintf(", %d days old: it changes daily", days)
	}
	return text
}
