package revocation

import (
	"cmp"
	"crypto/x509"
	"fmt"
	"slices"
	"time"
)

const (
	// skew is how far clocks of the issuer and of the user may differ: what OpenSSL's ocsp command allows by default.
	skew = 5 * time.Minute
	// lasting is how long evidence without nextUpdate is taken as current. Regulation (EU) No 910/2014, Article 24(3)
	// has a revocation published within 24 hours, so what is older may have been overtaken.
	lasting = 24 * time.Hour
)

// stale says why the claim cannot be relied upon at a time; empty: it can.
func (c claim) stale(at time.Time) string {
	switch {
	case at.IsZero():
	case c.this.After(at.Add(skew)):
		return fmt.Sprintf("it is from %s, after the time of judging, %s", moment(c.this), moment(at))
	case c.next.IsZero() && at.After(c.this.Add(lasting)):
		return fmt.Sprintf("it is from %s and does not say when it ends; at %s that is more than %d hours ago",
			moment(c.this), moment(at),
			int(lasting.Hours()))
	case !c.next.IsZero() && at.After(c.next.Add(skew)):
		return fmt.Sprintf("it ended at %s, before the time of judging, %s", moment(c.next), moment(at))
	}
	return ""
}

// settled reports whether the claim holds at any time after it: a revocation is never taken back, unless it is a hold.
func (c claim) settled() bool { return c.state == Revoked && c.reason != Hold }

// asOf is the claim as of a time: what is revoked later is good, and keeps when it will end.
func (c claim) asOf(at time.Time) claim {
	if c.state == Revoked && !at.IsZero() && c.since.After(at) {
		c.state = Good
	}
	return c
}

// reasons are the names of RFC 5280, 5.3.1 by their numbers.
var reasons = []string{
	"unspecified", "keyCompromise", "cACompromise", "affiliationChanged", "superseded", "cessationOfOperation", Hold,
	"", "removeFromCRL",
	"privilegeWithdrawn", "aACompromise",
}

// removed is the number of the reason that ends a hold.
const removed = 8

func reasonName(n int) string {
	if n < 0 || n >= len(reasons) || reasons[n] == "" {
		return fmt.Sprintf("reason %d", n)
	}
	return reasons[n]
}

func moment(t time.Time) string { return t.UTC().Format("2006-01-02 15:04 UTC") }

// worse reports whether a claim is graver than another as of a time.
func (c claim) worse(than claim, at time.Time) bool {
	return graver(c.asOf(at), than.asOf(at)) < 0
}

// graver compares claims by what they mean for the certificate. Of two revocations the one that cannot be taken back is
// graver, then the earlier; one to come is graver than none.
func graver(a, b claim) int {
	if n := cmp.Compare(slices.Index(gravity, a.state), slices.Index(gravity, b.state)); n != 0 {
		return n
	}
	switch {
	case a.since.IsZero() != b.since.IsZero():
		return b.since.Compare(a.since) // the zero time is before all others
	case a.settled() != b.settled() && a.settled():
		return -1
	case a.settled() != b.settled():
		return 1
	}
	return a.since.Compare(b.since)
}

// decide chooses among what several pieces of evidence prove about one certificate. A revocation that cannot be taken
// back counts always. Of one file the gravest counts, in whatever order it says what. Else the newest of each kind
// counts; of the two kinds a responder that does not know the certificate counts more than a list that does not name
// it, and otherwise the newer.
func decide(found []Status) Status {
	found = gravestOfEach(found)
	slices.SortFunc(found, compare)
	newest := found[0]
	if settled(newest) {
		return newest
	}
	for _, s := range found {
		if s.Kind != newest.Kind {
			if s.State == Unknown && newest.State == Good {
				return s
			}
			break
		}
	}
	return newest
}

// gravestOfEach keeps the gravest status of each file, of those the newest.
func gravestOfEach(found []Status) []Status {
	slices.SortFunc(found, func(a, b Status) int {
		return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.Kind, b.Kind), graver(a.claim(), b.claim()),
			compare(a, b))
	})
	return slices.CompactFunc(found, func(a, b Status) bool { return a.Source == b.Source && a.Kind == b.Kind })
}

func (s Status) claim() claim { return claim{state: s.State, since: s.Since, reason: s.Reason} }

func settled(s Status) bool { return s.State == Revoked && s.Reason != Hold }

// gravity orders states when all else is equal.
var gravity = []State{Revoked, Unknown, Good}

// compare puts settled revocations first, the earliest before others, then what is newer, then what is graver, then
// responses before lists.
func compare(a, b Status) int {
	if settled(a) != settled(b) {
		if settled(a) {
			return -1
		}
		return 1
	}
	if settled(a) {
		if n := a.Since.Compare(b.Since); n != 0 {
			return n
		}
	}
	return cmp.Or(
		b.ThisUpdate.Compare(a.ThisUpdate),
		cmp.Compare(slices.Index(gravity, a.State), slices.Index(gravity, b.State)),
		cmp.Compare(b.Kind, a.Kind), cmp.Compare(a.Source, b.Source),
	)
}

// good is what a list says of a certificate that it does not name.
func (e *Evidence) good() claim {
	return claim{state: Good, this: e.list.ThisUpdate, next: e.list.NextUpdate}
}

// gravest is the gravest of a claim and what entries say.
func (c claim) gravest(entries []x509.RevocationListEntry, at time.Time) claim {
	for _, entry := range entries {
		revoked := c
		revoked.state, revoked.since, revoked.reason = Revoked, entry.RevocationTime, reasonName(entry.ReasonCode)
		if entry.ReasonCode != removed && revoked.worse(c, at) {
			c = revoked
		}
	}
	return c
}
