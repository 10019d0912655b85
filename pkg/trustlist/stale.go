package trustlist

import (
	"fmt"
	"slices"
	"time"

	"qwac/pkg/tsl"
)

// maxSnapshotAge is how long ago the newest list may have been issued. Of the 31 lists of a day in August 2025 eight
// were of the ten days before, so a month without a new list means that nobody fetched them.
const maxSnapshotAge = 30 * 24 * time.Hour

// Stale says why the lists are out of date at a time: the next update of those of some territories (none given: all)
// was due, or even the newest was issued too long ago. It is nil if they are current.
func (x *Index) Stale(at time.Time, territories ...string) []string {
	var faults []string
	var newest Source
	for _, s := range x.sources {
		if s.Issued.After(newest.Issued) {
			newest = s
		}
		if s.Overdue(at) && (len(territories) == 0 || slices.Contains(territories, s.Territory)) {
			faults = append(faults, fmt.Sprintf("the next update of list %s was due on %s", s, tsl.Date(s.NextUpdate)))
		}
	}
	if age := at.Sub(newest.Issued); len(x.sources) > 0 && age > maxSnapshotAge {
		faults = append(faults,
			fmt.Sprintf("the newest list, %s, was issued %d days before, on %s; want one of the last %d days",
				newest, days(age), tsl.Date(newest.Issued), days(maxSnapshotAge)))
	}
	return faults
}

func days(d time.Duration) int { return int(d / (24 * time.Hour)) }
