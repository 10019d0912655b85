package main

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"qwac/pkg/report/formats"
)

// beside runs what others would do with the repository, in turn with qwac: the command of zlint, its library with two
// workers and no report, and a process for each file.
func beside(dir, qwac, repo string, check []string, rounds int) error {
	zlint, library := filepath.Join(dir, "zlint"), filepath.Join(dir, "library")
	const command = "github.com/zmap/zlint/v3/cmd/zlint"
	if err := buildIn("scripts/zlint", map[string]string{zlint: command, library: "./speed"}); err != nil {
		return err
	}
	one, leaves, err := leavesIn(repo)
	if err != nil {
		return err
	}
	read, err := forZlint(zlint, repo)
	if err != nil {
		return err
	}
	rows := []*competitor{
		{name: "check DIR", program: qwac, args: append(check, repo)},
		{name: "zlint, ETSI lints", program: zlint, args: slices.Concat([]string{"-includeSources", "ETSI_ESI"}, read),
			want: 2},
		{name: "zlint, all lints", program: zlint, args: read, want: 20},
		{name: "its library, ETSI lints", program: library, args: []string{"-etsi", repo}},
		{name: "its library, all lints", program: library, args: []string{repo}},
		{name: "a process for each file", program: qwac, args: slices.Concat(check, one), times: leaves,
			want: 100},
	}
	for range rounds {
		for _, r := range rows {
			u, err := spent(r.program, r.args, nil)
			if err != nil {
				return err
			}
			u.wall, u.cpu = u.wall*time.Duration(max(1, r.times)), u.cpu*time.Duration(max(1, r.times))
			r.spent = append(r.spent, u)
		}
	}
	ours := best(rows[0].spent)
	for _, r := range rows[1:] {
		u := best(r.spent)
		fmt.Printf("%-28s wall %.1f, processor %.1f times check DIR", r.name, float64(u.wall)/float64(ours.wall),
			float64(u.cpu)/float64(ours.cpu))
		if r.want > 0 {
			fmt.Printf(" (target: at least %.0f)", r.want)
		}
		fmt.Println()
	}
	return nil
}

// allFormats measures all formats at once, each into a file, beside one.
func allFormats(dir, qwac, repo string, check []string, rounds int) error {
	var all []string
	for _, f := range formats.All() {
		all = append(all, "--format", f.Name+"="+filepath.Join(dir, "report."+f.Name))
	}
	var many, one []usage
	for range rounds {
		u, err := spent(qwac, slices.Concat(check, all, []string{repo}), nil)
		if err != nil {
			return err
		}
		many = append(many, u)
		if u, err = spent(qwac, slices.Concat(check, all[:2], []string{repo}), nil); err != nil {
			return err
		}
		one = append(one, u)
	}
	m, o := best(many), best(one)
	fmt.Printf("all %d formats beside %s alone: wall %.2f, processor %.2f (target: below 1.2)\n", len(all)/2,
		formats.All()[0].Name, float64(m.wall)/float64(o.wall), float64(m.cpu)/float64(o.cpu))
	return nil
}

// competitor is a program that does the same, or a part of it.
type competitor struct {
	name, program string
	args          []string
	times         int     // its run is for one file of so many; 0: for all
	want          float64 // times of check DIR; 0: no target
	spent         []usage
}

// leavesIn is the number of leaves in a repository, and the files of one chain.
func leavesIn(repo string) (one []string, n int, err error) {
	leaves, err := filepath.Glob(filepath.Join(repo, "*", "*", "*", "leaf.pem"))
	if err != nil {
		return nil, 0, err
	}
	if len(leaves) == 0 {
		return nil, 0, fmt.Errorf("no leaves in %s", repo)
	}
	ca := filepath.Dir(filepath.Dir(leaves[0]))
	one = []string{leaves[0], filepath.Join(ca, "ca.pem"), filepath.Join(filepath.Dir(ca), "root.pem")}
	return one, len(leaves), nil
}

// forZlint are the files of a repository that zlint reads: at the first one that it cannot, it ends.
func forZlint(zlint, repo string) (names []string, err error) {
	err = filepath.WalkDir(repo, func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		data, err := os.ReadFile(name)
		if block, _ := pem.Decode(data); block != nil {
			if _, err := x509.ParseCertificate(block.Bytes); err == nil {
				names = append(names, name)
			}
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	out, err := exec.Command(zlint, names...).Output() // the exit status says whether there were findings
	if answers := bytes.Count(out, []byte("\n")); answers != len(names) {
		return nil, fmt.Errorf("zlint read %d of %d files: %v", answers, len(names), err)
	}
	return names, nil
}

// growth measures repositories of several sizes and prints by which power of the size the time grows.
func growth(dir, qwac string, check []string, sizes string) error {
	var x, y []float64
	for s := range strings.SplitSeq(sizes, ",") {
		n, err := strconv.Atoi(s)
		if err != nil {
			return err
		}
		repo := filepath.Join(dir, "repo-"+s)
		if _, _, err := makeRepository(repo, n); err != nil {
			return err
		}
		var runs []usage
		for range max(1, min(5, 10_000/n)) {
			u, err := spent(qwac, append(check, repo), nil)
			if err != nil {
				return err
			}
			runs = append(runs, u)
		}
		u := best(runs)
		fmt.Printf("check DIR, %7d leaves: wall %v, processor %v, %d MiB\n", n, u.wall.Round(time.Millisecond),
			u.cpu.Round(time.Millisecond), u.memory>>20)
		x, y = append(x, math.Log(float64(n))), append(y, math.Log(u.cpu.Seconds()))
		if err := os.RemoveAll(repo); err != nil {
			return err
		}
	}
	fmt.Printf("processor time grows by the power %.2f of the leaves (target: at most 1.05)\n", slope(x, y))
	return nil
}

// slope is that of the line through points by least squares.
func slope(x, y []float64) float64 {
	var sx, sy, sxx, sxy float64
	for i := range x {
		sx, sy, sxx, sxy = sx+x[i], sy+y[i], sxx+x[i]*x[i], sxy+x[i]*y[i]
	}
	n := float64(len(x))
	return (n*sxy - sx*sy) / (n*sxx - sx*sx)
}

// long sends a stream of many lines, the same ones again and again, and prints the most memory.
func long(qwac string, check []string, lines []byte, n int) error {
	u, err := spentOn(qwac, append(check, "--stream"), &repeated{lines: slices.Collect(bytes.Lines(lines)), left: n})
	if err != nil {
		return err
	}
	fmt.Printf("check --stream, %d lines: %.0f certificates/s, %d MiB (target: 7,000, at most 60)\n", n,
		3*float64(n)/u.wall.Seconds(), u.memory>>20)
	return nil
}

// repeated reads lines over and over, until so many have been read.
type repeated struct {
	lines      [][]byte
	next, left int
	rest       []byte
}

func (r *repeated) Read(p []byte) (int, error) {
	for len(r.rest) == 0 {
		if r.left == 0 {
			return 0, io.EOF
		}
		r.rest, r.left = r.lines[r.next%len(r.lines)], r.left-1
		r.next++
	}
	n := copy(p, r.rest)
	r.rest = r.rest[n:]
	return n, nil
}
