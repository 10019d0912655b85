package app

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"qwac/internal/files"
	"qwac/internal/store"
	"qwac/pkg/foreign"
	"qwac/pkg/report"
	"qwac/pkg/trustlist"
	"qwac/pkg/tsl"
)

// Limits of what is read as lists in one call. A full set has some 40 files and 30 MB, with the German list.
const (
	maxListFiles = 1000
	maxListBytes = 128 << 20
)

// document is a file that may be a list.
type document struct {
	name    string
	data    []byte
	archive string // that it is packed in; empty: none
}

// documents reads files, and of directories every file that looks like XML.
func (e *env) documents(names []string) ([]document, error) {
	var out []document
	total := 0
	for _, name := range names {
		found, fromDir, err := listFiles(name)
		if err != nil {
			return nil, err
		}
		for _, file := range found {
			data, err := e.read(file, tsl.MaxSize)
			if err != nil {
				return nil, err
			}
			if fromDir && !looksLikeXML(data) {
				continue
			}
			out = append(out, document{name: file, data: data})
			if total += len(data); len(out) > maxListFiles || total > maxListBytes {
				return nil, fmt.Errorf("more than %d files or %d MiB of lists: a full set has some 40 files and 30 MiB",
					maxListFiles, maxListBytes>>20)
			}
		}
	}
	return out, nil
}

// listFiles returns name itself, or the files in the directory name in the order of their names.
func listFiles(name string) (names []string, fromDir bool, err error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, false, files.CannotRead(name, err)
	}
	if !info.IsDir() {
		return []string{name}, false, nil
	}
	entries, err := os.ReadDir(name)
	if err != nil {
		return nil, false, files.CannotRead(name, err)
	}
	for _, entry := range entries {
		file := filepath.Join(name, entry.Name())
		// or a link to one
		if info, err := os.Stat(file); err == nil && info.Mode().IsRegular() && len(names) <= maxListFiles {
			names = append(names, file)
		}
	}
	return names, true, nil
}

func looksLikeXML(data []byte) bool {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	return bytes.HasPrefix(bytes.TrimLeft(data, " \t\r\n"), []byte("<"))
}

// admitted is what became of documents.
type admitted struct {
	known    *trustlist.Index // before; nil: nothing was
	index    *trustlist.Index // after; known when nothing was accepted
	set      *trustlist.Set
	names    map[*tsl.List]string // where each list came from
	refusals []refusal            // in the order given
	missed   []refusal            // what could not be downloaded
}

// refusal is a document that was not accepted, or not had.
type refusal struct {
	name string
	err  error
}

// admit parses and proves documents and puts what is authentic and not older than what was known into an index.
func admit(known *trustlist.Index, docs []document, p proof) (*admitted, error) {
	a := &admitted{known: known, index: known, names: map[*tsl.List]string{}}
	data := make([][]byte, len(docs))
	for i, d := range docs {
		data[i] = d.data
	}
	var lists []*tsl.List
	for i, parsed := range tsl.ParseAll(data) {
		if parsed.Err != nil {
			a.refusals = append(a.refusals, refusal{docs[i].name, parsed.Err})
			continue
		}
		a.names[parsed.List] = docs[i].name
		lists = append(lists, parsed.List)
	}
	if err := a.prove(lists, p); err != nil {
		return nil, a.withParseErrors(err)
	}
	for _, r := range a.set.Refused {
		a.refusals = append(a.refusals, refusal{a.names[r.List], r.Err})
	}
	var err error
	if a.index == nil {
		a.index = new(trustlist.Index)
	}
	if len(a.set.Lists) > 0 {
		a.index, err = a.index.With(a.set.Lists...)
	}
	return a, err
}

// prove finds out what is authentic. A list of lists of old may not say who signs the others: without it, that in the
// store does.
func (a *admitted) prove(lists []*tsl.List, p proof) error {
	o := p.options
	o.Known = a.known
	set, err := trustlist.Authenticate(lists, o)
	if rest := a.withoutLOTL(lists, err); len(rest) < len(lists) {
		return a.prove(rest, p)
	}
	if err != nil {
		return err
	}
	a.set = set
	if p.rollback || a.known == nil {
		return nil
	}
	rollbacks := trustlist.Rollbacks(a.known.Sources(), set.Lists)
	if len(rollbacks) == 0 {
		return nil
	}
	var rest []*tsl.List
	for _, l := range lists {
		err := rollbackOf(rollbacks, l)
		if err == nil {
			rest = append(rest, l)
			continue
		}
		a.refusals = append(a.refusals, refusal{a.names[l], err})
	}
	if len(rest) == 0 {
		a.set = &trustlist.Set{}
		return nil
	}
	return a.prove(rest, p)
}

// withoutLOTL refuses the lists of lists when none of them is authentic, an error says, and the store has one to prove
// the others with. It returns the lists that are left.
func (a *admitted) withoutLOTL(lists []*tsl.List, err error) []*tsl.List {
	var e *tsl.Error
	if a.known == nil || !errors.As(err, &e) {
		return lists
	}
	if _, ok := a.known.Source("EU"); !ok {
		return lists
	}
	var rest []*tsl.List
	for _, l := range lists {
		if l.Territory != "EU" {
			rest = append(rest, l)
			continue
		}
		cause := e
		if e.List != l.String() {
			cause = &tsl.Error{Kind: trustlist.KindNoLOTL, List: l.String(),
				Detail: "it could only prove others, and none is authentic"}
		}
		a.refusals = append(a.refusals, refusal{a.names[l], cause})
	}
	return rest
}

// rollbackOf is why a list may not be used: it, or another of its territory, is older than what was known.
func rollbackOf(rollbacks []*tsl.Error, l *tsl.List) error {
	for _, r := range rollbacks {
		if territory, _, _ := strings.Cut(r.List, " "); territory == l.Territory {
			e := *r
			e.List = l.String()
			return &e
		}
	}
	return nil
}

// withParseErrors says with an error that ends all what to do next, and which documents were no lists: the missing one
// may be among them.
func (a *admitted) withParseErrors(err error) error {
	var e *tsl.Error
	if errors.As(err, &e) && e.Kind == trustlist.KindStale {
		return fmt.Errorf("%w: get a newer one (`qwac trust update`), or give --allow-overdue, or --at with a day "+
			"before", err)
	}
	if e != nil && e.Kind == trustlist.KindNoLOTL {
		err = fmt.Errorf("%w: give it too, it is at %s", err, lotlURL)
	}
	for _, r := range a.refusals {
		err = fmt.Errorf("%w; %s: %w", err, r.name, r.err)
	}
	return err
}

// lists reads trusted lists for judging as of a time: an index, a folder with one, or lists as they were published. A
// next update that is overdue is for the rules to say.
func (e *env) lists(name string, at time.Time) (*trustlist.Index, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, files.CannotRead(name, err)
	}
	if info.IsDir() {
		if x, err := (store.Store{Dir: name}).Load(); x != nil || err != nil {
			return x, err
		}
	}
	docs, err := e.documents([]string{name})
	if err != nil {
		return nil, err
	}
	if len(docs) == 0 {
		return nil, fmt.Errorf("no trusted list and no index of them in %s: %s", name, wantLists)
	}
	if len(docs) == 1 && !mayBeList(docs[0]) {
		return namedIndex(docs[0])
	}
	a, err := admit(nil, docs, proof{options: trustlist.Options{At: at, AllowOverdueLOTL: true}})
	if err != nil {
		return nil, err
	}
	for _, r := range a.refusals {
		fmt.Fprintf(e.stderr, "not used: %s: %s\n", report.Clean(r.name), message(r.err))
	}
	return a.index, nil
}

// mayBeList reports whether a file may be a list: it is XML, and no page.
func mayBeList(d document) bool {
	return looksLikeXML(d.data) && !strings.Contains(kindOf(d.data), "HTML")
}

// wantLists is what there should be.
const wantLists = "want the lists as they are published, in XML, a folder with them, or a store of qwac trust"

// kindOf says what a file is that is something else; empty: it is not known.
func kindOf(data []byte) string {
	switch f := foreign.Recognise(data); {
	case len(bytes.TrimSpace(data)) == 0:
		return ", it is empty"
	case bytes.HasPrefix(data, []byte("-----BEGIN ")):
		return ", it is a PEM file"
	case f != nil:
		return ", it is " + f.What
	}
	return ""
}

// namedIndex reads a file that is no list as an index: that of a store, or a copy.
func namedIndex(d document) (*trustlist.Index, error) {
	if s, ok := store.Of(d.name); ok {
		return s.Load()
	}
	x, err := store.Decode(d.name, d.data)
	if errors.Is(err, trustlist.ErrIndex) {
		err = fmt.Errorf("%s is no trusted list (XML) and no index of a store%s: %s", d.name, kindOf(d.data), wantLists)
	}
	return x, err
}

// trustedLists are those that a command judges with; nil when there are none.
func (e *env) trustedLists(o *judgeOptions, at time.Time) (*trustlist.Index, error) {
	name := o.trustedLists
	switch {
	case o.noTrustedLists && name != "":
		return nil, usagef("--trusted-lists and --no-trusted-lists: want one of them")
	case o.noTrustedLists:
		return nil, nil
	case name != "":
		x, err := e.lists(name, at)
		if err != nil {
			err = flagged("--trusted-lists", err)
		}
		return x, err
	}
	s, err := store.Default()
	if err != nil {
		return nil, nil // no home, so no store
	}
	return s.Load()
}
