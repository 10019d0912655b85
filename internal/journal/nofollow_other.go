//go:build !unix

package journal

// noFollow is nothing where the system has no such flag.
const noFollow = 0
