package main

import (
	"os"
	"syscall"
)

// peakMiB is the most memory that a process had in use.
func peakMiB(p *os.ProcessState) int {
	return int(p.SysUsage().(*syscall.Rusage).Maxrss >> 10)
}
