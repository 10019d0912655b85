package sandbox

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"qwac/pkg/bank"
)

// Faults are troubles to rehearse. The zero value has none. [ParseFaults] reads them from text.
type Faults struct {
	Seed     uint64        // chooses which requests are struck
	Latency  time.Duration // before each answer
	TokenTTL time.Duration // life of a token, in whole seconds; zero: one hour, as at the bank
	Faults   []Fault       // the first one that strikes a request applies
}

// Fault is one kind of trouble and how often it strikes.
type Fault struct {
	Kind Kind
	At   Endpoint // empty: every call
	// Times strikes the first requests. Zero: Of in every Per requests on average, by the seed.
	Times   int
	Of, Per int
}

// Kind is a kind of trouble.
type Kind string

// The kinds. Those up to Redirect strike before anything is done, the others when the change is made for good.
const (
	DropBefore   Kind = "drop-before" // the connection ends without an answer
	TooMany      Kind = "429"         // with Retry-After: 1
	Internal     Kind = "500"         // without any header
	Unavailable  Kind = "503"         // with Retry-After: 1
	Redirect     Kind = "redirect"    // 307 to another host
	DropAfter    Kind = "drop-after"  // the connection ends without an answer
	InternalDone Kind = "500-after"   // a 500 in place of the answer
	Truncated    Kind = "truncated"   // the answer breaks off in the middle of its body
	WrongType    Kind = "wrong-type"  // a page for people in place of the answer, with its status
	Huge         Kind = "huge"        // 10 MiB of blanks behind the answer
	Slow         Kind = "slow"        // the answer comes byte by byte, ten in a second
)

// Kinds returns all kinds of trouble.
func Kinds() []Kind {
	return []Kind{DropBefore, TooMany, Internal, Unavailable, Redirect, DropAfter, InternalDone, Truncated, WrongType,
		Huge, Slow}
}

// ParseFaults reads a list such as
//
//	latency=200ms,token-ttl=2s,seed=1,503=2,certificates:drop-after=1/10
//
// of SETTING=VALUE and [ENDPOINT:]KIND=RATE. A rate N strikes the first N requests, N/M strikes N of every M on
// average. Empty text is no trouble.
func ParseFaults(text string) (Faults, error) {
	var f Faults
	if strings.TrimSpace(text) == "" {
		return f, nil
	}
	for item := range strings.SplitSeq(text, ",") {
		name, value, ok := strings.Cut(strings.TrimSpace(item), "=")
		if !ok {
			return Faults{}, fmt.Errorf("%q: want NAME=VALUE", item)
		}
		if err := f.set(name, value); err != nil {
			return Faults{}, fmt.Errorf("%s=%s: %w", name, value, err)
		}
	}
	return f, nil
}

// maxLatency is longer than any client waits.
const maxLatency = 10 * time.Minute

func (f *Faults) set(name, value string) (err error) {
	switch name {
	case "seed":
		f.Seed, err = strconv.ParseUint(value, 10, 64)
		if err != nil {
			return fmt.Errorf("want a number from 0")
		}
		return nil
	case "latency":
		f.Latency, err = parseDuration(value, time.Millisecond, maxLatency)
	case "token-ttl":
		f.TokenTTL, err = parseDuration(value, time.Second, tokenTTL)
	default:
		var one Fault
		if one, err = parseFault(name, value); err == nil {
			f.Faults = append(f.Faults, one)
		}
	}
	return err
}

func parseDuration(s string, unit, most time.Duration) (time.Duration, error) {
	d, err := time.ParseDuration(s)
	if err != nil || d < unit || d > most || d%unit != 0 {
		return 0, fmt.Errorf("want a duration from %v to %v in steps of %[1]v", unit, most)
	}
	return d, nil
}

func parseFault(name, value string) (Fault, error) {
	var f Fault
	kind := name
	if at, k, ok := strings.Cut(name, ":"); ok {
		f.At, kind = Endpoint(at), k
		if !slices.Contains(endpoints(), f.At) {
			return f, fmt.Errorf("unknown call %q, want one of %s", at, join(endpoints()))
		}
	}
	f.Kind = Kind(kind)
	if slices.Contains([]string{"latency", "token-ttl", "seed"}, kind) {
		return f, fmt.Errorf("%s is for every call: want it without %q", kind, string(f.At)+":")
	}
	if !slices.Contains(Kinds(), f.Kind) {
		return f, fmt.Errorf("unknown trouble %q, want latency, token-ttl, seed, or one of %s", kind, join(Kinds()))
	}
	of, per, isRate := strings.Cut(value, "/")
	n, err1 := strconv.Atoi(of)
	m, err2 := strconv.Atoi(cmp.Or(per, "1"))
	switch {
	case err1 != nil || err2 != nil || n < 1 || m < 1 || isRate && (per == "" || n > m):
		return f, fmt.Errorf("want N for the first N requests, or N/M for N of every M")
	case isRate:
		f.Of, f.Per = n, m
	default:
		f.Times = n
	}
	return f, nil
}

func endpoints() []Endpoint {
	var all []Endpoint
	for _, r := range routes(&bank.Default().API) { // every bank has the same endpoints
		all = append(all, r.endpoint)
	}
	return all
}

func join[S ~string](list []S) string {
	var words []string
	for _, s := range list {
		words = append(words, string(s))
	}
	return strings.Join(words, ", ")
}

// striker counts the requests that each fault has seen.
type striker struct {
	Faults
	seen []atomic.Int64
}

func newStriker(f Faults) *striker { return &striker{f, make([]atomic.Int64, len(f.Faults))} }

// next is the trouble of one more request; empty: none. Requests that come in the same order meet the same.
func (s *striker) next(at Endpoint) Kind {
	var struck Kind
	for i, f := range s.Faults.Faults {
		if f.At != "" && f.At != at {
			continue
		}
		if n := s.seen[i].Add(1); struck == "" && f.strikes(n, s.Seed, i) {
			struck = f.Kind
		}
	}
	return struck
}

// strikes decides on the nth request, from 1. The position in the list makes faults with the same rate strike
// differently.
func (f Fault) strikes(n int64, seed uint64, place int) bool {
	if f.Times > 0 {
		return n <= int64(f.Times)
	}
	r := rand.New(rand.NewPCG(seed, uint64(place)<<48|uint64(n)))
	return r.IntN(f.Per) < f.Of
}
