// Command rooms measures the packages of the project: lines, files and exported names of each, without tests and the
// texts that explain rules, and how many uses between its files run upward. With -check it fails where a package is
// over a limit.
//
//	go run ./scripts/rooms [-v] [-check]
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"
)

// Limits of a room. A person keeps about two dozen files in mind and reads 3,500 lines in an afternoon.
const (
	maxFiles = 25
	maxLines = 3500
)

// straight lists the rooms in which nothing may run upward; elsewhere less than a tenth may.
var straight = []string{"pkg/ber", "pkg/cert", "pkg/bundle"}

func main() {
	check := flag.Bool("check", false, "fail where a room is over a limit")
	verbose := flag.Bool("v", false, "name the uses that run upward")
	flag.Parse()
	rooms, err := measure(".")
	if err != nil {
		fmt.Fprintln(os.Stderr, "rooms:", err)
		os.Exit(1)
	}
	write(os.Stdout, rooms, *verbose)
	if !*check {
		return
	}
	if err := judge(rooms); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// measure reads every folder of Go files below root.
func measure(root string) ([]*room, error) {
	var rooms []*room
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		if name := d.Name(); path != root && (strings.HasPrefix(name, ".") || name == "testdata") {
			return fs.SkipDir
		}
		r, err := readRoom(path)
		if err == nil && len(r.files) > 0 {
			rooms = append(rooms, r)
		}
		return err
	})
	return rooms, err
}

func write(w io.Writer, rooms []*room, verbose bool) {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "room\tlines\tfiles\texported\tuses\tupward")
	for _, r := range rooms {
		fmt.Fprintf(t, "%s\t%d\t%d\t%d\t%d\t%d\n", r.dir, r.lines, len(r.files), r.exported, len(r.uses), len(r.upward))
		for _, u := range r.upward {
			if verbose {
				fmt.Fprintf(t, "  %s uses %s: %s\n", u.from, u.to, strings.Join(r.uses[u], " "))
			}
		}
	}
	t.Flush()
}

// judge checks the rooms against the limits.
func judge(rooms []*room) error {
	var errs []error
	for _, r := range rooms {
		errs = append(errs, r.over()...)
	}
	return errors.Join(errs...)
}

// over says which limits a room is over.
func (r *room) over() (errs []error) {
	if len(r.files) > maxFiles && r.dir != "internal/app" {
		errs = append(errs, fmt.Errorf("%s has %d files; at most %d", r.dir, len(r.files), maxFiles))
	}
	if r.lines > maxLines && r.dir != "internal/app" {
		errs = append(errs, fmt.Errorf("%s has %d lines; at most %d", r.dir, r.lines, maxLines))
	}
	allowed := max(len(r.uses)-1, 0) / 10
	if slices.Contains(straight, r.dir) {
		allowed = 0
	}
	if len(r.upward) > allowed {
		errs = append(errs,
			fmt.Errorf("%s has %d upward uses of %d; at most %d", r.dir, len(r.upward), len(r.uses), allowed))
	}
	return errs
}
