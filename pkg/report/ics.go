package report

import (
	"bufio"
	"cmp"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"qwac/pkg/life"
)

// calendar writes content lines of RFC 5545.
type calendar struct{ *bufio.Writer }

// writeICS writes an event for the end of each certificate, with a reminder 30 days before. Without certificates the
// calendar is empty: RFC 5545 wants one component at least, but readers take it, and refuse a file without a calendar.
func writeICS(w io.Writer, r *Report, s Style) error {
	c := newCalendar(w, r.Tool.Version)
	known := map[string]bool{}
	for _, e := range endings(r) {
		if !known[e.SHA256] {
			known[e.SHA256] = true
			c.event(e, s)
		}
	}
	return c.end()
}

// ending is a certificate that ends.
type ending struct {
	ChainEntry
	at     time.Time // when the report was made, as far as it says
	target string
}

// endings are the certificates that have an end, the first to end first.
func endings(r *Report) []ending {
	var out []ending
	for _, res := range r.Results {
		for _, e := range res.Chain {
			if life.NoEnd(e.NotAfter) {
				continue
			}
			at := e.NotBefore
			if res.At != nil {
				at = *res.At
			}
			out = append(out, ending{e, at, res.Target})
		}
	}
	slices.SortStableFunc(out, func(a, b ending) int {
		return cmp.Or(a.NotAfter.Compare(b.NotAfter), strings.Compare(a.SHA256, b.SHA256))
	})
	return out
}

func (c calendar) event(e ending, s Style) {
	c.entry(Event{
		ID: e.SHA256, Made: e.at, At: e.NotAfter, Summary: "certificate ends: " + e.Name,
		Description: e.Position + " of " + s.file(e.target) + ", in " + place(s.file(e.File), e.Line) +
			"; serial number " + e.SerialNumber + "; " + e.Subject,
		Reminder: "in 30 days a certificate ends: " + e.Name, Days: 30,
	})
}

// Event is an entry of a calendar.
type Event struct {
	ID          string    // the same for the same event each time it is written, so that readers replace it
	Made, At    time.Time // when it was written down, and when it is
	Summary     string
	Description string
	Reminder    string // text of the reminder
	Days        int    // how many days before At the reminder comes
}

// WriteCalendar writes events as iCalendar (RFC 5545) in their order.
func WriteCalendar(w io.Writer, toolVersion string, events []Event) error {
	c := newCalendar(w, toolVersion)
	for _, e := range events {
		c.entry(e)
	}
	return c.end()
}

func newCalendar(w io.Writer, toolVersion string) calendar {
	c := calendar{bufio.NewWriter(w)}
	c.line("BEGIN", "VCALENDAR")
	c.line("VERSION", "2.0")
	c.line("PRODID", escapeICS("-//qwac//"+toolVersion+"//EN"))
	return c
}

func (c calendar) end() error {
	c.line("END", "VCALENDAR")
	return c.Flush()
}

func (c calendar) entry(e Event) {
	c.line("BEGIN", "VEVENT")
	c.line("UID", escapeICS(e.ID+"@qwac"))
	c.line("DTSTAMP", icsTime(e.Made))
	c.line("DTSTART", icsTime(e.At))
	c.line("SUMMARY", escapeICS(e.Summary))
	c.line("DESCRIPTION", escapeICS(e.Description))
	c.line("TRANSP", "TRANSPARENT") // whose calendar it is has the time free
	c.line("BEGIN", "VALARM")
	c.line("ACTION", "DISPLAY")
	c.line("TRIGGER", "-P"+strconv.Itoa(e.Days)+"D")
	c.line("DESCRIPTION", escapeICS(e.Reminder))
	c.line("END", "VALARM")
	c.line("END", "VEVENT")
}

func icsTime(t time.Time) string { return t.UTC().Format("20060102T150405Z") }

// line writes a content line, folded at 75 octets (3.1) and never inside a character.
func (c calendar) line(name, value string) {
	const limit = 75
	rest, room := name+":"+value, limit
	for len(rest) > room {
		n := room
		for !utf8.RuneStart(rest[n]) {
			n--
		}
		c.WriteString(rest[:n] + "\r\n ")
		rest, room = rest[n:], limit-1 // the blank counts
	}
	c.WriteString(rest + "\r\n")
}

// escapeICS is text as a value (3.3.11).
func escapeICS(s string) string {
	return replaced(Clean(s), `\`, `\\`, ";", `\;`, ",", `\,`)
}
