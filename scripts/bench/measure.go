package main

import (
	"cmp"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"
)

// corpus is the folder of genuine chains and lists, which are not part of the repository.
func corpus() string {
	return cmp.Or(os.Getenv("QWAC_CORPUS"), filepath.Join("..", "shared", "corpus"))
}

func timed(program string, args []string) (time.Duration, error) {
	start := time.Now()
	out, err := exec.Command(program, args...).CombinedOutput()
	if err != nil {
		return 0, fmt.Errorf("%s: %w\n%s", program, err, out)
	}
	return time.Since(start), nil
}

func median[T cmp.Ordered](d []T) T {
	slices.Sort(d)
	return d[len(d)/2]
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
