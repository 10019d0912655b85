//go:build !unix

package journal

// noFollow is zero: this system has no such flag.
const noFollow = 0
