package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"qwac/internal/testpki"
)

// gate measures a repository of certificates beside the least that a Go program can do with it, in turn, and the
// stream; and looks whether every verdict is right.
func gate(args []string) error {
	flags := flag.NewFlagSet("gate", flag.ContinueOnError)
	leaves := flags.Int("leaves", 1000, "leaves in the repository")
	rounds := flags.Int("n", 5, "runs of each program")
	others := flags.Bool("beside", false, "run zlint and a process for each file beside it")
	sizes := flags.String("sizes", "", "measure repositories of these sizes: 100,1000,10000")
	count := flags.Int("lines", 0, "send a stream of so many lines")
	if err := flags.Parse(args); err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "qwac-bench-gate")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	qwac, floor := filepath.Join(dir, "qwac"), filepath.Join(dir, "floor")
	if err := build(map[string]string{qwac: ".", floor: "./scripts/bench/gatefloor"}); err != nil {
		return err
	}
	repo := filepath.Join(dir, "repo")
	want, lines, err := makeRepository(repo, *leaves)
	if err != nil {
		return err
	}
	check := []string{"check", "--no-trusted-lists", "--at", testpki.At().Format(time.DateOnly), "-j", "2"}
	if err := verdicts(qwac, append(check, "--format", "ndjson", repo), want); err != nil {
		return err
	}
	fmt.Printf("%d leaves: every verdict is right\n", *leaves)
	var ours, least, streams []usage
	for range *rounds {
		for _, p := range []struct {
			to      *[]usage
			program string
			args    []string
			in      []byte
		}{
			{&ours, qwac, append(check, repo), nil}, {&least, floor, []string{repo}, nil},
			{&streams, qwac, append(check, "--stream"), lines},
		} {
			u, err := spent(p.program, p.args, p.in)
			if err != nil {
				return err
			}
			*p.to = append(*p.to, u)
		}
	}
	o, f, s := best(ours), best(least), best(streams)
	fmt.Printf("%-28s %10s %10s %10s %8s\n", "the best of "+fmt.Sprint(*rounds), "wall", "processor", "leaves/s", "MiB")
	for _, row := range []struct {
		name string
		usage
	}{{"floor", f}, {"check DIR", o}, {"check --stream", s}} {
		fmt.Printf("%-28s %10v %10v %10.0f %8d\n", row.name, row.wall.Round(time.Millisecond),
			row.cpu.Round(time.Millisecond), float64(*leaves)/row.wall.Seconds(), row.memory>>20)
	}
	fmt.Printf("check beside the floor: wall %.2f, processor %.2f (target: at most 1.3)\n",
		float64(o.wall)/float64(f.wall), float64(o.cpu)/float64(f.cpu))
	perSecond := float64(*leaves) / s.wall.Seconds()
	fmt.Printf("stream: %.0f chains of three certificates a second, %.0f certificates (target: 7000)\n", perSecond,
		3*perSecond)
	if err := allFormats(dir, qwac, repo, check, *rounds); err != nil {
		return err
	}
	if *others {
		if err := beside(dir, qwac, repo, check, *rounds); err != nil {
			return err
		}
	}
	if *sizes != "" {
		if err := growth(dir, qwac, check, *sizes); err != nil {
			return err
		}
	}
	if *count > 0 {
		return long(qwac, check, lines, *count)
	}
	return nil
}

// verdicts compares what qwac says with what is right.
func verdicts(program string, args []string, want map[string]bool) error {
	out, err := exec.Command(program, args...).Output()
	if exit := (*exec.ExitError)(nil); err != nil && !(errors.As(err, &exit) && exit.ExitCode() == 1) {
		return err
	}
	got := 0
	for lines := bufio.NewReader(bytes.NewReader(out)); ; got++ {
		line, err := lines.ReadBytes('\n')
		if err != nil {
			break
		}
		var r struct{ Target, Verdict string }
		if err := json.Unmarshal(line, &r); err != nil {
			return err
		}
		if good, ok := want[r.Target]; !ok || good != (r.Verdict == "accept") {
			return fmt.Errorf("%s: %s is wrong", r.Target, r.Verdict)
		}
	}
	if got != len(want) {
		return fmt.Errorf("%d verdicts, want %d", got, len(want))
	}
	return nil
}
