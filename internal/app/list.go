package app

import (
	"bytes"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"qwac/internal/scan"
	"qwac/pkg/bundle"
	"qwac/pkg/repo"
	"qwac/pkg/report"
)

// listed replaces @LIST by the names in it, and reads standard input for -. Names in a list that are not there any more
// are no reason to stop: they are troubles.
func (e *env) listed(args, exclude []string) (names []string, stdin []repo.File, lost []scan.Trouble, err error) {
	for _, a := range args {
		list, isList := strings.CutPrefix(a, "@")
		switch {
		case a == "-":
			b, err := e.bundle([]string{"-"}, "")
			if err != nil {
				return nil, nil, nil, err
			}
			stdin = append(stdin, repo.File{Name: "stdin", Dir: ".", Bundle: b, Judged: true, Wrong: true})
		case isList:
			more, err := e.list(list)
			if err != nil {
				return nil, nil, nil, err
			}
			for _, name := range more {
				if scan.Excluded(exclude, filepath.ToSlash(name)) {
					continue
				}
				if why := scan.Missing(name); why != nil {
					lost = append(lost, *why)
					continue
				}
				names = append(names, name)
			}
		default:
			names = append(names, a)
		}
	}
	return names, stdin, lost, nil
}

// maxList bounds a list of names, in bytes: 100,000 of 160 characters.
const maxList = 16 << 20

// list reads the names in a file. One with certificates or a key is no list: nothing of it may be shown as a name.
func (e *env) list(name string) ([]string, error) {
	if blank(name) {
		return nil, usagef("no file is named behind @: want @LIST, a file with a name on each line")
	}
	data, err := e.read(name, maxList)
	if err != nil {
		return nil, err
	}
	b := &bundle.Bundle{Limits: bundle.Limits{Bytes: maxList, Rounds: 1}}
	switch err := b.Parse(name, data); {
	case len(data) > maxList:
		return nil, fmt.Errorf("@%s: the list has more than %d bytes: part it, or name folders", report.Clean(name),
			maxList)
	case err != nil, len(b.Certs) > 0, b.Closed(), b.HoldsKey():
		return nil, usagef("@%s: %s has certificates or a key, no names: leave @ out; a file whose own name begins "+
			"with @ is ./@NAME", report.Clean(name), report.Clean(name))
	}
	return namesIn(plainNames(data)), nil
}

// plainNames is a list without what Windows puts before it, in UTF-8.
func plainNames(list []byte) []byte {
	for _, mark := range []string{"\xef\xbb\xbf", "\xff\xfe", "\xfe\xff"} {
		if bytes.HasPrefix(list, []byte(mark)) {
			return bundle.UTF8(list)
		}
	}
	return list
}

// namesIn are the names in a list: one on a line, or where there is a NUL, each ended by one.
func namesIn(list []byte) []string {
	end := "\n"
	if bytes.IndexByte(list, 0) >= 0 {
		end = "\x00"
	}
	names := strings.Split(string(list), end)
	if end == "\n" {
		for i := range names {
			names[i] = strings.TrimSuffix(names[i], "\r")
		}
	}
	return slices.DeleteFunc(names, func(s string) bool { return s == "" })
}
