package main

import (
	"os"
	"syscall"
	"time"
)

// peakMiB is the peak memory of a process.
func peakMiB(p *os.ProcessState) int {
	return int(p.SysUsage().(*syscall.Rusage).Maxrss >> 10)
}

// processor is the processor time that this process has had.
func processor() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
