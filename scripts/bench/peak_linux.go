package main

import (
	"os"
	"syscall"
)

// peakMiB is the peak memory of a process.
func peakMiB(p *os.ProcessState) int {
	return int(p.SysUsage().(*syscall.Rusage).Maxrss >> 10)
}
