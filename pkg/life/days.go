// Package life counts the days of certificates: how many they have, how many are left, and how many browsers allow.
// Most people want [Left].
package life

import (
	"time"
)

// NoEnd reports whether an end of validity is the one that stands for none: 99991231235959Z (RFC 5280, 4.1.2.5).
func NoEnd(end time.Time) bool { return end.UTC().Format(time.DateOnly) == "9999-12-31" }

// Left counts the whole days from one time to another: 0 on the last one, negative after the end. It holds for all
// times that a certificate can state, which a [time.Duration] of at most 292 years does not.
func Left(end, at time.Time) int {
	const day = 24 * 60 * 60
	seconds := end.Unix() - at.Unix()
	if at.Nanosecond() > end.Nanosecond() {
		seconds--
	}
	days := seconds / day
	if seconds%day < 0 {
		days--
	}
	return int(days)
}

// Days counts the days of a life, begun ones too and the last second with them (RFC 5280, 4.1.2.5).
func Days(notBefore, notAfter time.Time) int {
	const day = 24 * 60 * 60
	return int((notAfter.Unix() - notBefore.Unix() + 1 + day - 1) / day)
}
