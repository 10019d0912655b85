package life_test

import (
	"testing"
	"time"

	"qwac/pkg/life"
)

func TestLeft(t *testing.T) {
	at := time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		end  time.Time
		want int
	}{
		{at, 0},
		{at.Add(24*time.Hour - time.Nanosecond), 0},
		{at.Add(24 * time.Hour), 1},
		{at.Add(-time.Nanosecond), -1},
		{at.Add(-24 * time.Hour), -1},
		{at.Add(-24*time.Hour - time.Second), -2},
		{at.AddDate(0, 0, 106751), 106751},
		{at.AddDate(0, 0, 106752), 106752},
		{time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC), 2912108},
		{time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC), -739950},
	} {
		if got := life.Left(tt.end, at); got != tt.want {
			t.Errorf("Left(%v) = %d, want %d", tt.end, got, tt.want)
		}
	}
}

func TestNoEnd(t *testing.T) {
	end := time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC)
	if !life.NoEnd(end) || life.NoEnd(end.AddDate(0, 0, -1)) {
		t.Error("want no end on 9999-12-31 alone")
	}
}
