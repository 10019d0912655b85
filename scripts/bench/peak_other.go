//go:build !linux

package main

import "os"

// peakMiB is unknown on this system.
func peakMiB(*os.ProcessState) int { return 0 }
