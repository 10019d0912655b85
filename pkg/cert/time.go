package cert

import (
	"fmt"
	"strings"
	"time"

	"qwac/pkg/ber"

	"golang.org/x/crypto/cryptobyte/asn1"
)

// timeForm is how RFC 5280 writes times of a type.
func timeForm(tag asn1.Tag) string {
	if tag == asn1.UTCTime {
		return "YYMMDDHHMMSSZ"
	}
	return "YYYYMMDDHHMMSSZ"
}

// writtenTime is a time in any form of X.680, and what RFC 5280 says against the form: "has no seconds".
type writtenTime struct {
	time   time.Time
	faults []string
}

func (t *writtenTime) fault(format string, args ...any) {
	t.faults = append(t.faults, fmt.Sprintf(format, args...))
}

// readTime reads the content of a UTCTime or a GeneralizedTime (X.680, 46 and 47). Ok is false for what is neither.
func readTime(tag asn1.Tag, text string) (t writtenTime, ok bool) {
	century := 2
	if tag == asn1.UTCTime {
		century = 0
	}
	digits, rest := cutDigits(text)
	switch {
	case tag == asn1.UTCTime && len(digits) == 14:
		century = 2
		t.fault("has a year of four digits")
	case tag == asn1.GeneralizedTime && len(digits) == 12 && twoDigitYear(digits):
		century = 0
		t.fault("has a year of two digits")
	}
	length := len(digits) - century
	if length != 12 && length != 10 && !(length == 8 && tag == asn1.GeneralizedTime) {
		return t, false
	}
	var n [7]int // two digits each: century, year, month, day, hour, minute, second
	for i := range len(digits) / 2 {
		n[i+1-century/2] = int(digits[2*i]-'0')*10 + int(digits[2*i+1]-'0')
	}
	if length < 12 {
		t.fault("has no %s", ber.Choose(length == 10, "seconds", "minutes and no seconds"))
	}
	year := n[0]*100 + n[1]
	if century == 0 {
		year = n[1] + centuryOf(n[1])
	}
	t.fraction(&rest)
	offset, ok := t.zone(rest)
	t.calendar(year, n)
	t.time = time.Date(year, time.Month(n[2]), n[3], n[4], n[5], n[6], 0, time.UTC).Add(-offset)
	return t, ok
}

// twoDigitYear reports whether twelve digits make a month and a day only if the year has two of them.
func twoDigitYear(digits string) bool {
	date := func(month string) bool {
		_, err := time.Parse("0102", month)
		return err == nil
	}
	return date(digits[2:6]) && !date(digits[4:8])
}

// centuryOf is the century of the two digits of a year (RFC 5280, 4.1.2.5.1).
func centuryOf(year int) int {
	if year >= 50 {
		return 1900
	}
	return 2000
}

func cutDigits(text string) (digits, rest string) {
	rest = strings.TrimLeft(text, "0123456789")
	return text[:len(text)-len(rest)], rest
}

func (t *writtenTime) fraction(rest *string) {
	if !strings.HasPrefix(*rest, ".") && !strings.HasPrefix(*rest, ",") {
		return
	}
	digits, behind := cutDigits((*rest)[1:])
	t.fault("has a fraction (%s%s)", (*rest)[:1], ber.Shorten(digits))
	*rest = behind
}

// zone reads what stands behind the digits: Z, an offset from UTC, or nothing.
func (t *writtenTime) zone(rest string) (offset time.Duration, ok bool) {
	if rest == "Z" {
		return 0, true
	}
	if rest == "" {
		t.fault("does not end with Z, so it says no zone")
		return 0, true
	}
	digits, behind := cutDigits(rest[1:])
	if rest[0] != '+' && rest[0] != '-' || behind != "" || len(digits) != 4 && len(digits) != 2 {
		return 0, false
	}
	t.fault("has the offset %s", rest)
	at := func(i int) time.Duration { return time.Duration(digits[i]-'0')*10 + time.Duration(digits[i+1]-'0') }
	offset = at(0) * time.Hour
	if len(digits) == 4 {
		offset += at(2) * time.Minute
	}
	if rest[0] == '-' {
		offset = -offset
	}
	return offset, true
}

// calendar says what there is not in a calendar or on a clock.
func (t *writtenTime) calendar(year int, n [7]int) {
	month, day := time.Month(n[2]), n[3]
	switch {
	case month < 1 || month > 12:
		t.fault("has the month %d, which does not exist", n[2])
	case day < 1 || day > time.Date(year, month+1, 0, 0, 0, 0, 0, time.UTC).Day():
		t.fault("has the day %d %s %d, which does not exist", day, month, year)
	}
	for i, limit := range []int{24, 60, 60} {
		if unit := []string{"hour", "minute", "second"}[i]; n[4+i] >= limit {
			t.fault("has the %s %d, which does not exist", unit, n[4+i])
		}
	}
}
