package html

import (
	"fmt"
	"slices"
	"strings"
)

// thinWidth is how wide a drawing is in which lines and bars of a kind are one path: percents have two places.
const thinWidth = 10000

// strokes are the lines or bars of one kind.
type strokes struct{ class, d string }

// strokes are the paths of the timeline, in the order in which they lie on each other.
func (t *timeline) strokes() []strokes {
	var out []strokes
	add := func(class, d string) {
		i := slices.IndexFunc(out, func(s strokes) bool { return s.class == class })
		if i < 0 {
			i, out = len(out), append(out, strokes{class: class})
		}
		out[i].d += d
	}
	for _, k := range t.Ticks {
		add("q-grid", fmt.Sprintf("M%s 0V%d", thinX(k.X), t.AxisY))
	}
	add("q-grid", fmt.Sprintf("M0 %dH%d", t.AxisY, thinWidth))
	for _, m := range t.Marks {
		add("q-mark q-"+m.Class, fmt.Sprintf("M%s 0V%d", thinX(m.X), m.Height))
	}
	for _, b := range t.Bars {
		add("q-bar q-"+b.Class, fmt.Sprintf("M%s %dh%sv12h-%sz", thinX(b.X), b.Y, thinX(b.Width), thinX(b.Width)))
	}
	return out
}

// thinX is a measure in percent with two places, as a number of thinWidth: "14.19%" is 1419.
func thinX(percents string) string {
	whole, places, _ := strings.Cut(strings.TrimSuffix(percents, "%"), ".")
	return whole + places
}
