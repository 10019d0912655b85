package life

import "time"

// limit is the longest life of a certificate that was issued from a day on.
type limit struct {
	from string
	days int
}

// caps are those of CABF Baseline Requirements, 6.3.2, by notBefore: ballots 193 and SC-22 with SC-31 for the
// first three (39 months, then 825 and 398 days), SC-081 for the others.
var caps = []limit{
	{"2015-04-01", 1188}, {"2018-03-01", 825}, {"2020-09-01", 398}, {"2026-03-15", 200}, {"2027-03-15", 100},
	{"2029-03-15", 47},
}

// Cap is how many days a certificate that is issued on a day may live by the browsers' rules; 0: as many as it
// likes. They are for the policies QEVCP-w and QNCP-w, and not where QNCP-w-gen stands beside them.
func Cap(issued time.Time) int {
	days := 0
	for _, c := range caps {
		if issued.UTC().Format(time.DateOnly) >= c.from {
			days = c.days
		}
	}
	return days
}

// Caps are the days from which a shorter life is allowed, the first of them first.
func Caps() []time.Time {
	var out []time.Time
	for _, c := range caps {
		day, _ := time.Parse(time.DateOnly, c.from)
		out = append(out, day)
	}
	return out
}

// ClientAuthEnd is the day from which browsers do not want clientAuth in new certificates of the CAs that they trust
// (Chrome Root Program Policy 1.8).
func ClientAuthEnd() time.Time { return time.Date(2027, 3, 15, 0, 0, 0, 0, time.UTC) }
