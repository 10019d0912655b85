package html

func (w writer) timeline(c chainView, few bool) {
	t := c.Timeline
	if !few { // the chain has the same days
		w.thin(t)
		w.putIf("<p>%s</p>\n", t.Lifes)
		return
	}
	w.put("<svg class=\"q-timeline\" width=\"100%%\" height=\"%d\" role=\"img\" aria-label=\"%s\">\n", t.Height,
		t.Words)
	for _, k := range t.Ticks {
		w.put("<line class=\"q-grid\" x1=\"%s\" x2=\"%s\" y1=\"0\" y2=\"%d\"/>", k.X, k.X, t.AxisY)
		w.put("<text class=\"q-small\" x=\"%s\" y=\"%d\" text-anchor=\"%s\">%s</text>\n", k.X, t.AxisY+16, k.Anchor,
			k.Label)
	}
	w.put("<line class=\"q-axis\" x1=\"0\" x2=\"100%%\" y1=\"%d\" y2=\"%d\"/>\n", t.AxisY, t.AxisY)
	for _, m := range t.Marks {
		w.put("<line class=\"q-mark q-%s\" x1=\"%s\" x2=\"%s\" y1=\"0\" y2=\"%d\"/>\n", m.Class, m.X, m.X, m.Height)
	}
	for _, b := range t.Bars {
		w.bar(b)
	}
	w.days(t.Marks)
	w.put("</svg>\n")
	if t.Marked != "" {
		w.put("<p class=\"q-dim\">%s</p>\n", t.Marked)
	}
	w.putIf("<p>%s</p>\n", t.Lifes)
	w.table("Validity", []string{"Certificate", "From", "Until", "Days", "Left", "Remark"}, func() {
		for _, v := range t.Rows {
			w.put("<tr><th scope=\"row\"><bdi>%s</bdi> <span class=\"q-dim\">%s</span></th>", v.Name, v.Position)
			w.put("<td class=\"q-day\">%s</td><td class=\"q-day\">%s</td><td>%s</td><td>%s</td><td>%s</td></tr>\n",
				v.From,
				v.To, v.Days, v.Left, v.Remark)
		}
	})
}

// thin draws the same with less: all lines and bars of a kind are one element, and the axis has the first and the last
// of its days.
func (w writer) thin(t *timeline) {
	w.put("<svg class=\"q-timeline\" width=\"100%%\" height=\"%d\" role=\"img\" aria-label=\"%s\">", t.Height, t.Words)
	w.put("<svg viewBox=\"0 0 %d %d\" preserveAspectRatio=\"none\">", thinWidth, t.Height)
	for _, p := range t.strokes() {
		w.put("<path class=\"%s\" d=\"%s\"/>", p.class, p.d)
	}
	w.put("</svg>")
	for i, k := range t.Ticks {
		if i == 0 || i == len(t.Ticks)-1 {
			w.put("<text class=\"q-small\" x=\"%s\" y=\"%d\" text-anchor=\"%s\">%s</text>", k.X, t.AxisY+16, k.Anchor,
				k.Label)
		}
	}
	for _, b := range t.Bars {
		w.put("<text x=\"0\" y=\"%d\">%s", b.TextY, b.Name)
		w.putIf(": %s", b.Remark)
		w.put("</text>")
	}
	w.days(t.Marks)
	w.put("</svg>\n")
}

// days writes the words of marks.
func (w writer) days(marks []mark) {
	for _, m := range marks {
		w.put("<text class=\"q-%s\" x=\"%s\" y=\"%d\" dx=\"%d\" text-anchor=\"%s\">%s</text>\n", m.Class, m.X, m.Y,
			m.Aside, m.Anchor, m.Label)
	}
}

func (w writer) bar(b bar) {
	w.put("<rect class=\"q-bar q-%s\" x=\"%s\" width=\"%s\" y=\"%d\" height=\"12\" rx=\"2\"/>", b.Class, b.X, b.Width,
		b.Y)
	if b.Before {
		w.put("<path class=\"q-on\" d=\"M8 %dl-4 4 4 4\"/>", b.Y+2)
	}
	if b.After {
		w.put("<svg class=\"q-out\" x=\"100%%\" y=\"%d\"><path class=\"q-on\" d=\"M-8 2l4 4-4 4\"/></svg>", b.Y)
	}
	w.put("\n<text x=\"0\" y=\"%d\">%s", b.TextY, b.Name)
	w.putIf("<tspan class=\"q-remark\">: %s</tspan>", b.Remark)
	w.put("</text>\n")
}

func (w writer) roles(m *matrix, few bool) {
	w.putIf("<p>%s</p>\n", m.Note)
	if !few {
		w.each("<p>%s</p>\n", m.lines())
		return
	}
	w.table("Roles", append([]string{"Role"}, m.Columns...), func() {
		for _, row := range m.Rows {
			w.put("<tr><th scope=\"row\"><bdi>%s</bdi></th>", row.Role)
			for _, c := range row.Cells {
				w.put("<td class=\"q-%s\">%s</td>", c.Class, c.Words)
			}
			w.put("</tr>\n")
		}
	})
}

func (w writer) verifiers(c chainView) {
	w.table("Which verifiers take it", []string{"Verifier", "Answer", "Cause"}, func() {
		for _, v := range c.Verifiers {
			w.put("<tr><th scope=\"row\">%s</th><td>%s</td><td>%s</td></tr>\n", v.Who, v.Answer, v.Cause)
		}
	})
}

func (w writer) paths(c chainView) {
	if len(c.Paths) == 0 {
		w.put("<p>There is none.</p>\n")
	} else {
		w.put("<ol class=\"q-paths\">\n")
		for _, p := range c.Paths {
			w.path(p)
		}
		w.put("</ol>\n")
		if !c.PathsShipped {
			w.put("<p>None of these is the one that was judged.</p>\n")
		}
	}
	w.putIf("<p>%s</p>\n", c.PathsRest)
}

func (w writer) path(p pathView) {
	word := "not valid"
	if p.Valid {
		word = "valid"
	}
	w.put("<li><p><strong>%s</strong>", word)
	if p.Shipped {
		w.put(", this is the one that was judged")
	}
	w.put("</p>\n<p>")
	for i, s := range p.Certificates {
		if i > 0 {
			w.put(" ← ")
		}
		w.put("<bdi>%s</bdi>", s)
	}
	w.put("</p>\n")
	w.each("<p class=\"q-fault\">%s</p>\n", p.Causes)
	w.put("</li>\n")
}
