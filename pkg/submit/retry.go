package submit

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/cenkalti/backoff/v5"
)

// longestPause between two attempts, unless the bank asks for more: several of them fit into the default limit.
const longestPause = 15 * time.Second

// finalError must not be retried.
type finalError struct{ error }

// retry calls once until it succeeds, fails for good, or the next attempt would begin after the limit.
func (n *run) retry(ctx context.Context, once func() error) error {
	pause := backoff.NewExponentialBackOff()
	pause.MaxInterval = longestPause
	for {
		err := once()
		if final, ok := err.(*finalError); ok {
			return final.error
		}
		if err == nil || !temporary(err) || ctx.Err() != nil {
			return err
		}
		wait := pause.NextBackOff()
		if asked := askedToWait(err); asked > 0 {
			wait = asked
		}
		if n.now().Add(wait).Sub(n.began) > n.options.Limit {
			return err
		}
		n.options.Retrying(err, wait)
		if stopped := n.options.Wait(ctx, wait); stopped != nil {
			return fmt.Errorf("%w, while waiting after: %w", stopped, err)
		}
	}
}

// temporary reports whether a retry may succeed.
func temporary(err error) bool {
	var refusal *ResponseError
	if errors.As(err, &refusal) {
		return refusal.Temporary()
	}
	var broken *ConnectionError
	return errors.As(err, &broken) && !broken.Permanent
}

func askedToWait(err error) time.Duration {
	var refusal *ResponseError
	if errors.As(err, &refusal) {
		return refusal.RetryAfter
	}
	return 0
}

// longestAsked keeps the arithmetic with Retry-After within its type; nobody waits so long.
const longestAsked = 365 * 24 * time.Hour

// retryAfter reads the header of that name, a number of seconds or a date (RFC 9110 10.2.3). It is zero if absent or in
// the past.
func retryAfter(h http.Header, now time.Time) time.Duration {
	v := strings.TrimSpace(h.Get("Retry-After"))
	if seconds, err := strconv.ParseInt(v, 10, 64); err == nil {
		return time.Duration(min(max(seconds, 0), int64(longestAsked/time.Second))) * time.Second
	}
	at, err := http.ParseTime(v)
	if err != nil {
		return 0
	}
	return min(max(at.Sub(now), 0), longestAsked)
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
