package html

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"qwac/pkg/life"
	"qwac/pkg/report"
)

// timeline is the validity of each certificate beside the day of the check and the days on which rules change. Across
// it is measured in percent, so that it is as wide as there is room.
type timeline struct {
	Height int
	Words  string
	Marked string // what the dashed days are; empty: there are none
	Bars   []bar
	Ticks  []tick
	AxisY  int
	Marks  []mark
	Rows   []validity
	Lifes  string // what the browsers' rules say of the life of the leaf
}

// bar is the validity of a certificate. From and To say that it begins or ends outside.
type bar struct {
	X, Width      string
	Y, TextY      int
	Name, Remark  string
	Class         string
	Before, After bool
}

type tick struct{ X, Label, Anchor string }

// mark is a day with its words.
type mark struct {
	X, Anchor, Class string
	Y, Height        int
	Label            string
	Aside            int
}

// validity is a row of the table that says the same in words.
type validity struct {
	Name, Position, From, To, Days, Left, Remark string
}

// Measures of the drawing, in pixels.
const (
	barRow  = 40 // name and bar of a certificate
	barTop  = 20 // from the row to its bar
	axisRow = 28
	markRow = 20
)

// frame is the time that is shown.
type frame struct{ from, to time.Time }

// percent is where a time stands, from 0 to 100.
func (f frame) percent(t time.Time) float64 {
	span := float64(f.to.Unix() - f.from.Unix())
	return min(max(float64(t.Unix()-f.from.Unix())/span*100, 0), 100)
}

func (f frame) x(t time.Time) string { return percents(f.percent(t)) }

func percents(p float64) string { return strconv.FormatFloat(p, 'f', 2, 64) + "%" }

func (f frame) holds(t time.Time) bool { return !t.Before(f.from) && !t.After(f.to) }

// frameOf shows the life of the leaf, the day of the check, and some room around them; what lives longer runs out of
// it.
func frameOf(r report.Result) frame {
	leaf := r.Chain[0]
	from, to := leaf.NotBefore, leaf.NotAfter
	if ends := r.Chain[r.EndsFirst()].NotAfter; ends.Before(from) {
		from = ends
	}
	if life.NoEnd(to) || to.Before(from) {
		to = from.AddDate(2, 0, 0)
	}
	if r.At != nil && r.At.Before(from) {
		from = *r.At
	}
	if r.At != nil && r.At.After(to) {
		to = *r.At
	}
	const day = 24 * 60 * 60
	first, last := time.Time{}.Unix(), time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC).Unix() // of the calendar
	room := max(to.Unix()-from.Unix(), day) / 12
	return frame{time.Unix(max(from.Unix()-room, first), 0).UTC(), time.Unix(min(to.Unix()+room, last), 0).UTC()}
}

func newTimeline(r report.Result) *timeline {
	if len(r.Chain) == 0 {
		return nil
	}
	f := frameOf(r)
	t := &timeline{Lifes: lifeWords(r)}
	for i, e := range r.Chain {
		t.Bars = append(t.Bars, newBar(f, r, i))
		t.Rows = append(t.Rows, newValidity(r, i, e))
	}
	t.AxisY = len(t.Bars)*barRow + 8
	t.Ticks = ticks(f)
	t.Marks = marks(f, r, t.AxisY)
	if slices.ContainsFunc(t.Marks, func(m mark) bool { return m.Class == "rule" }) {
		t.Marked = "Dashed are the days from which browsers want certificates that are issued then to live shorter, " +
			"or to " +
			"have no clientAuth."
	}
	t.Height = t.AxisY + axisRow + len(t.Marks)*markRow
	t.Words = fmt.Sprintf("validity from %s to %s; the days stand in words at the chain", day(f.from), day(f.to))
	return t
}

func newBar(f frame, r report.Result, i int) bar {
	e := r.Chain[i]
	from, to := f.percent(e.NotBefore), f.percent(e.NotAfter)
	b := bar{
		X: percents(from), Width: percents(max(to-from, 0.4)),
		Y: i*barRow + barTop, TextY: i*barRow + barTop - 6, Name: cut(e.Name, 40), Class: "live",
		Before: e.NotBefore.Before(f.from), After: e.NotAfter.After(f.to),
	}
	switch {
	case r.At != nil && e.NotAfter.Before(*r.At):
		b.Class, b.Remark = "dead", "expired"
	case r.At != nil && r.At.Before(e.NotBefore):
		b.Class, b.Remark = "dead", "not yet valid"
	case i == r.EndsFirst() && len(r.Chain) > 1:
		b.Class, b.Remark = "first", "ends first, limits the chain"
	}
	return b
}

func newValidity(r report.Result, i int, e report.ChainEntry) validity {
	v := validity{Name: name(e.Name), Position: name(e.Position), From: day(e.NotBefore), To: day(e.NotAfter),
		Days: itoa(life.Days(e.NotBefore, e.NotAfter)), Left: "–"}
	if life.NoEnd(e.NotAfter) {
		v.To, v.Days, v.Left = "no end", "–", "–"
	} else if r.At != nil {
		v.Left = itoa(life.Left(e.NotAfter, *r.At))
	}
	switch {
	case r.At != nil && e.NotAfter.Before(*r.At):
		v.Remark = "expired"
	case r.At != nil && r.At.Before(e.NotBefore):
		v.Remark = "not yet valid"
	}
	if i == r.EndsFirst() && len(r.Chain) > 1 {
		v.Remark = join(v.Remark, "ends first: limits the chain")
	}
	return v
}

func join(a, b string) string {
	if a == "" {
		return b
	}
	return a + "; " + b
}

// lifeWords say what the browsers' rules allow for the day on which the leaf was issued.
func lifeWords(r report.Result) string {
	c := r.Certificate
	if c == nil || c.Policy == "" {
		return ""
	}
	if c.Policy == "QNCP-w-gen" {
		return "The browsers' limits on the life of a certificate do not apply to the policy QNCP-w-gen of this one."
	}
	days := life.Cap(c.NotBefore)
	if days == 0 {
		return ""
	}
	word, life := "at most", life.Days(c.NotBefore, c.NotAfter)
	if life > days {
		word = "which is more than"
	}
	return fmt.Sprintf("The leaf lives %d days, %s the %d that the browsers' rules allow for one issued on %s (policy "+
		"%s; "+
		"CA/Browser Forum Baseline Requirements, 6.3.2).", life, word, days, day(c.NotBefore), name(c.Policy))
}

// marks are the day of the check and the days on which rules change, each with a line of its own for its words.
func marks(f frame, r report.Result, axis int) []mark {
	var out []mark
	add := func(t time.Time, class, words string) {
		if !f.holds(t) {
			return
		}
		m := mark{X: f.x(t), Anchor: "start", Class: class, Label: day(t) + ": " + words, Aside: 6}
		switch p := f.percent(t); {
		case p > 68:
			m.Anchor, m.Aside = "end", -6
		case p > 32: // so it can be read on a telephone
			m.Anchor, m.Aside = "middle", 0
		}
		m.Y = axis + axisRow + len(out)*markRow + 12
		m.Height = m.Y - 10
		out = append(out, m)
	}
	if r.At != nil {
		add(*r.At, "now", "day of the check")
	}
	for _, c := range life.Caps() {
		add(c, "rule", fmt.Sprintf("at most %d days", life.Cap(c)))
	}
	add(life.ClientAuthEnd(), "rule", "no clientAuth")
	if c := r.Certificate; c != nil && (c.Policy == "QNCP-w" || c.Policy == "QEVCP-w") {
		if days := life.Cap(c.NotBefore); days > 0 && life.Days(c.NotBefore, c.NotAfter) > days {
			add(c.NotBefore.AddDate(0, 0, days), "cap", fmt.Sprintf("the %d days allowed are over", days))
		}
	}
	return out
}

// ticks are the days on the axis: at most six, at the beginnings of months or years.
func ticks(f frame) []tick {
	months := 1
	for _, m := range []int{1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000, 12000, 60000} {
		months = m
		if float64(f.to.Unix()-f.from.Unix())/(30.44*86400)/float64(m) <= 5 {
			break
		}
	}
	var out []tick
	year, month := f.from.Year(), int(f.from.Month())-1
	for n := (year*12 + month) / months * months; len(out) < 7; n += months {
		t := time.Date(n/12, time.Month(n%12+1), 1, 0, 0, 0, 0, time.UTC)
		if t.After(f.to) {
			break
		}
		if f.holds(t) {
			label := t.Format("2006-01")
			if months%12 == 0 {
				label = t.Format("2006")
			}
			out = append(out, tick{f.x(t), label, anchor(f.percent(t))})
		}
	}
	return slices.Clip(out)
}

func anchor(percent float64) string {
	switch {
	case percent < 8:
		return "start"
	case percent > 92:
		return "end"
	}
	return "middle"
}
