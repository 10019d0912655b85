package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// trust measures what trusted lists cost: adding all of a day in August 2025, and a check with them beside one without.
// The lists are not part of the repository; without them it says so.
func trust(qwac string, runs int) error {
	corpus := corpus()
	lists := filepath.Join(corpus, "trusted-lists", "eu-2025-08-08")
	if _, err := os.Stat(lists); err != nil {
		fmt.Printf("trusted lists: not measured, no corpus at %s: QWAC_CORPUS names its folder\n\n", corpus)
		return nil
	}
	store, err := os.MkdirTemp("", "qwac-bench-store")
	if err != nil {
		return err
	}
	defer os.RemoveAll(store)
	if err := addLists(qwac, store, lists); err != nil {
		return err
	}
	chain := filepath.Join(corpus, "chains", "psd2-qwac", "api.permanenttsb.ie__MULTICERT-QWAC-Certification")
	args := func(flags ...string) []string {
		out := append([]string{"check", "--at", "2025-08-08", "--fail-on", "never"}, flags...)
		for _, name := range []string{"leaf.pem", "intermediate.pem", "root.pem"} {
			out = append(out, filepath.Join(chain, name))
		}
		return out
	}
	var with, without []time.Duration
	for range runs {
		a, err := timed(qwac, args("--trusted-lists", store))
		if err != nil {
			return err
		}
		b, err := timed(qwac, args("--no-trusted-lists"))
		if err != nil {
			return err
		}
		with, without = append(with, a), append(without, b)
	}
	w, wo := median(with), median(without)
	fmt.Printf("cold check with the store of all lists, median of %d: %v, without %v, difference %v (target: at most "+
		"3ms)\n\n",
		runs, w.Round(time.Microsecond), wo.Round(time.Microsecond), (w - wo).Round(time.Microsecond))
	return nil
}

// addRuns is how often the lists are added: the best run counts for time, the worst for memory.
const addRuns = 5

func addLists(qwac, store, lists string) error {
	var best time.Duration
	most := 0
	for range addRuns {
		if err := os.RemoveAll(filepath.Join(store, "trusted-lists.index")); err != nil {
			return err
		}
		start := time.Now()
		cmd := exec.Command(qwac, "trust", "add", "--store", store, "--at", "2025-08-08T14:00:00Z", lists)
		if out, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("trust add: %w\n%s", err, out)
		}
		if took := time.Since(start); best == 0 || took < best {
			best = took
		}
		most = max(most, peakMiB(cmd.ProcessState))
	}
	index, err := os.Stat(filepath.Join(store, "trusted-lists.index"))
	if err != nil {
		return err
	}
	fmt.Printf("trust add of all lists of 2025: %v, at most %d MiB, index of %d bytes (target: at most 3s, 200 MiB)\n",
		best.Round(time.Millisecond), most, index.Size())
	return nil
}
