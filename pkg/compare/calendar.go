package compare

import (
	"fmt"
	"time"

	"qwac/pkg/ber"
	"qwac/pkg/life"
)

// Calendar is what follows from the two validities. Days are those of UTC.
type Calendar struct {
	OldEnds   *time.Time `json:"old_ends"` // null: not known, or never
	NewBegins time.Time  `json:"new_begins"`
	NewEnds   *time.Time `json:"new_ends"` // null: never
	// Overlap is how long both are valid, Gap how long none is, in seconds. At most one of them is not 0.
	Overlap int64 `json:"overlap_seconds"`
	Gap     int64 `json:"gap_seconds"`
	// Upload are the first and the last day on which the upload is safe; empty: there is none.
	First string `json:"first_upload_day"`
	Last  string `json:"last_upload_day"`
	State State  `json:"state"`
	Says  string `json:"says"` // in words
}

// State says how the days of the upload stand.
type State string

// The states.
const (
	Open      State = "open"      // there is time
	Late      State = "late"      // the last safe day has passed
	Tight     State = "tight"     // the new certificate begins too late for the lead time
	Gap       State = "gap"       // the new certificate begins after the old one ends
	Exchanged State = "exchanged" // the new certificate ends before the old one
	NoDay     State = "no-day"    // the old one has no end, or it is not known
	Unrenewed State = "same"      // it is the same certificate
	Ended     State = "ended"     // the new certificate has ended
)

const oneDay = 24 * time.Hour

// Between is the calendar of an old certificate and a new one.
func Between(before, after Facts, opts Options) Calendar { return pair{before, after, opts}.calendar() }

func (p pair) calendar() Calendar {
	c := Calendar{
		NewBegins: p.after.NotBefore.UTC(), NewEnds: ending(p.after.NotAfter), OldEnds: ending(p.before.NotAfter),
	}
	if c.State, c.Says = c.pointless(p); c.State != "" {
		if c.OldEnds != nil {
			c.span(p)
		}
		return c
	}
	if c.OldEnds == nil {
		c.State, c.Says = NoDay, "the end of the old certificate is not known, or it has none"
		return c
	}
	c.span(p)
	last := lastDay(c.OldEnds.Add(-p.opts.LeadTime))
	first := c.NewBegins.Truncate(oneDay)
	if !first.After(last) && c.Gap == 0 && !c.exchanged() {
		c.First, c.Last = day(first), day(last)
	}
	c.State = c.judge(p, last)
	c.Says = c.words(p)
	return c
}

// pointless says why no day is one for the upload, whatever the old certificate is; empty: none is known.
func (c *Calendar) pointless(p pair) (State, string) {
	switch {
	case p.before.same(p.after):
		return Unrenewed, "it is the same certificate: there is nothing to upload"
	case hasEnded(c.NewEnds, p.opts.At):
		return Ended, "the new certificate ended on " + day(*c.NewEnds) + ": ask the issuer (QTSP) for another"
	}
	return "", ""
}

// ending is the end of a validity; nil: there is none, or it is not known.
func ending(t time.Time) *time.Time {
	if t.IsZero() || life.NoEnd(t) {
		return nil
	}
	t = t.UTC()
	return &t
}

// span counts overlap and gap. Both ends of a validity belong to it (RFC 5280, 4.1.2.5).
func (c *Calendar) span(p pair) {
	from := p.after.NotBefore
	if p.before.NotBefore.After(from) {
		from = p.before.NotBefore
	}
	to := *c.OldEnds
	if c.NewEnds != nil && c.NewEnds.Before(to) {
		to = *c.NewEnds
	}
	if from.After(to) {
		c.Gap = max(c.NewBegins.Unix()-c.OldEnds.Unix(), 0)
		return
	}
	c.Overlap = to.Unix() - from.Unix()
}

// lastDay is the last day that is over at a time, to the second.
func lastDay(t time.Time) time.Time { return t.UTC().Add(time.Second).Truncate(oneDay).Add(-oneDay) }

func (c *Calendar) exchanged() bool { return c.NewEnds != nil && c.NewEnds.Before(*c.OldEnds) }

func (c *Calendar) judge(p pair, last time.Time) State {
	switch {
	case c.exchanged():
		return Exchanged
	case c.Gap > 0:
		return Gap
	case c.Last == "":
		return Tight
	case !p.opts.At.IsZero() && p.opts.At.After(last.Add(oneDay)):
		return Late
	}
	return Open
}

// hasEnded reports whether a certificate has ended. The second of its end belongs to it (RFC 5280, 4.1.2.5).
func hasEnded(ends *time.Time, at time.Time) bool {
	return ends != nil && !at.IsZero() && at.Truncate(time.Second).After(*ends)
}

func (c *Calendar) words(p pair) string {
	old := "the old certificate ends on " + day(*c.OldEnds)
	if hasEnded(c.OldEnds, p.opts.At) {
		old = "the old certificate ended on " + day(*c.OldEnds)
	}
	begins := "the new one begins on " + day(c.NewBegins)
	lead := length(int64(p.opts.LeadTime / time.Second))
	switch c.State {
	case Exchanged:
		return "the new certificate ends before the old one: are the two files exchanged?"
	case Gap:
		return fmt.Sprintf("%s and %s: for %s there is none, and calls fail; ask the issuer (QTSP) for one that "+
			"begins before", old, begins, length(c.Gap))
	case Tight:
		return fmt.Sprintf("%s and %s: no day leaves %s; upload it on the day that it begins", old, begins, lead)
	case Late:
		if hasEnded(c.OldEnds, p.opts.At) {
			return old + ": connections with it fail; upload the new one with another pair that the client has, or " +
				"ask the bank"
		}
		return fmt.Sprintf("%s; the last safe day for the upload was %s (%s before the end): upload it now", old,
			c.Last, lead)
	}
	return fmt.Sprintf("%s; upload the new one from %s to %s at the latest (%s before the end)", old, c.First, c.Last,
		lead)
}

// length is a span in words, in whole days where it has any.
func length(seconds int64) string {
	switch {
	case seconds >= int64(oneDay/time.Second):
		return ber.Count(int(seconds/int64(oneDay/time.Second)), "day")
	case seconds >= 3600:
		return ber.Count(int(seconds/3600), "hour")
	case seconds >= 60:
		return ber.Count(int(seconds/60), "minute")
	}
	return ber.Count(int(seconds), "second")
}

// Both says how long both certificates are valid, or none.
func (c Calendar) Both() string {
	switch {
	case c.Gap > 0:
		return "gap of " + length(c.Gap)
	case c.OldEnds == nil:
		return "no end of the old certificate"
	}
	return "overlap of " + length(c.Overlap)
}
