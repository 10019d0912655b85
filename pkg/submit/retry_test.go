package submit

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"testing/synctest"
	"time"
)

func TestSleep(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if err := sleep(ctx, time.Second); err != nil || time.Since(began) != time.Second {
			t.Errorf("slept %s, %v", time.Since(began), err)
		}
		if err := sleep(ctx, time.Hour); !errors.Is(err, context.DeadlineExceeded) || time.Since(began) != time.Minute {
			t.Errorf("slept until %s, %v", time.Since(began), err)
		}
	})
}

func TestRetryAfter(t *testing.T) {
	now := time.Date(2026, 9, 1, 12, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		header string
		want   time.Duration
	}{
		{"", 0},
		{"7", 7 * time.Second},
		{" 7 ", 7 * time.Second},
		{"-7", 0},
		{"9223372036854775807", longestAsked},
		{"99999999999999999999", 0},
		{"soon", 0},
		{"Tue, 01 Sep 2026 12:00:09 GMT", 9 * time.Second},
		{"Tue, 01 Sep 2026 11:00:00 GMT", 0},
		{"Fri, 01 Sep 9999 11:00:00 GMT", longestAsked},
	} {
		if got := retryAfter(http.Header{"Retry-After": {tt.header}}, now); got != tt.want {
			t.Errorf("%q: got %s, want %s", tt.header, got, tt.want)
		}
	}
}
