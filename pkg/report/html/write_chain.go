package html

// word writes the verdict; the style puts its shape before it.
func (w writer) word(c chainView) {
	w.put("<span class=\"q-word q-%s\">%s</span>", c.color(), c.word())
}

func (w writer) glance(c chainView) {
	if len(c.Nodes) == 0 {
		w.put("<span class=\"q-dim\">no certificate</span>")
		return
	}
	g := c.Glance
	w.put("<svg class=\"q-glance\" viewBox=\"0 0 %d 24\" width=\"%d\" height=\"24\" role=\"img\" aria-label=\"%s\">",
		g.Width, g.Width, g.Words)
	w.putIf("<path d=\"%s\"/>", g.Whole)
	w.putIf("<path class=\"q-gone\" d=\"%s\"/>", g.Gone)
	w.putIf("<path class=\"q-broken\" d=\"%s\"/>", g.Broken)
	w.put("</svg>")
}

// chain writes a chain. Of one of a few it says more.
func (w writer) chain(c chainView, few bool) {
	w.verdict(c, few)
	w.put("<div class=\"q-two\">\n")
	w.section(c, "checks", "Checked and not checked", func() { w.checks(c, few) })
	w.section(c, "graph", "The chain", func() { w.graph(c) })
	w.put("</div>\n")
	if len(c.Findings) > 0 {
		w.section(c, "findings", "Findings", func() {
			if c.Filter {
				w.filter(c.Counts, false)
			}
			w.findings(c.Findings, few)
		})
	}
	if c.Timeline != nil {
		w.section(c, "time", "Validity", func() { w.timeline(c, few) })
	}
	if c.Roles != nil {
		w.section(c, "roles", "Roles", func() { w.roles(c.Roles) })
	}
	if len(c.Verifiers) > 0 {
		w.section(c, "verifiers", "Which verifiers take it", func() { w.verifiers(c) })
	}
	if c.PathsAsked {
		w.section(c, "paths", "All paths from the leaf", func() { w.paths(c) })
	}
	w.section(c, "facts", "What was judged", func() { w.facts(c.Facts) })
}

func (w writer) verdict(c chainView, few bool) {
	w.put("<div class=\"q-verdict q-%s\">\n<p class=\"q-stamp\">", c.color())
	w.word(c)
	if few {
		w.put(" ")
		w.glance(c)
	}
	w.put("</p>\n<h2 id=\"q-verdict-%d\">%s</h2>\n", c.Number, c.Headline)
	w.putIf("<p class=\"q-cause\">Cause: <bdi>%s</bdi></p>\n", c.Cause)
	w.each("<p>%s</p>\n", c.Remarks)
	w.parts("<p class=\"q-next\"><strong>Next:</strong> ", c.Next, "</p>\n")
	w.put("<p class=\"q-dim\">")
	w.putIf("<bdi>%s</bdi><br>", c.Line)
	w.put("%s, profile <bdi>%s</bdi></p>\n<p>", c.At, c.Profile)
	w.counts(c.Counts)
	w.put("</p>\n</div>\n")
}

func (w writer) checks(c chainView, few bool) {
	if len(c.Checks) == 0 {
		w.put("<p>Nothing of a certificate was asked here.</p>\n")
	}
	for _, g := range c.Checks {
		if !few {
			w.put("<p><strong class=\"q-state q-%s\">%s:</strong> %s</p>\n", g.State, g.Word, g.line())
			continue
		}
		w.put("<h4 class=\"q-state q-%s\">%s</h4>\n<ul class=\"q-checks q-%s\">\n", g.State, g.Word, g.State)
		for _, check := range g.Checks {
			w.put("<li>%s", check.Words)
			w.putIf(": %s", check.Detail)
			w.putIf(" (<code>%s</code>)", check.Ask)
			w.put("</li>\n")
		}
		w.put("</ul>\n")
	}
	if len(c.NotCounted) > 0 {
		w.put("<h4>Not counted</h4>\n<ul>\n")
		w.each("<li>%s</li>\n", c.NotCounted)
		w.put("</ul>\n")
	}
}

func (w writer) graph(c chainView) {
	if len(c.Nodes) == 0 {
		w.put("<p>No certificate was found.</p>\n")
		return
	}
	w.put("<ol class=\"q-graph\">\n")
	for _, n := range c.Nodes {
		w.node(n)
	}
	w.put("</ol>\n")
}

func (w writer) node(n node) {
	w.put("<li class=\"q-node\">\n<svg viewBox=\"0 0 32 32\" width=\"32\" height=\"32\" aria-hidden=\"true\">")
	w.put(nodeShape(n.Kind))
	if len(n.Faults) > 0 {
		w.put(`<path class="q-cross" d="M9 9l14 14M23 9L9 23"/>`)
	}
	w.put("</svg>\n<div><p class=\"q-dim\">%s", n.Position)
	w.putIf(", <bdi>%s</bdi>", n.Place)
	w.put("</p>\n<p class=\"q-name\">%s</p>\n", n.Name)
	w.putIf("<p>%s</p>\n", n.Valid)
	w.each("<p class=\"q-tag\">%s</p>\n", n.Tags)
	w.each("<p class=\"q-fault\">refused: <bdi>%s</bdi></p>\n", n.Faults)
	w.put("</div>\n")
	if n.Link != nil {
		w.link(*n.Link)
	}
	w.put("</li>\n")
}

func nodeShape(kind string) markup {
	switch kind {
	case "leaf":
		return `<circle cx="16" cy="16" r="12"/>`
	case "intermediate":
		return `<path d="M5 5h22v22H5z"/>`
	case "root":
		return `<path d="M4 4h24v24H4zM9 9h14v14H9z"/>`
	case "trust":
		return `<path d="M16 3l13 13-13 13L3 16z"/>`
	case "missing":
		return `<path class="q-gone" d="M5 5h22v22H5z"/>`
	}
	return ""
}

func (w writer) link(l link) {
	w.put("<div class=\"q-link q-%s\"><svg viewBox=\"0 0 32 48\" width=\"32\" height=\"48\" aria-hidden=\"true\">",
		l.State)
	switch l.State {
	case "whole":
		w.put(`<path d="M16 2v42M10 37l6 8 6-8"/></svg> <p>`)
	case "broken":
		w.put(`<path d="M16 2v10M16 36v10"/><path class="q-cross" d="M9 17l14 14M23 17L9 31"/></svg> <p>` +
			`<strong>The link fails here:</strong> `)
	default:
		w.put(`<path class="q-gone" d="M16 2v42M10 37l6 8 6-8"/></svg> <p>`)
	}
	w.put("%s</p></div>\n", l.Words)
}

func (w writer) facts(facts []fact) {
	w.put("<dl>\n")
	for _, f := range facts {
		w.put("<dt>%s</dt>", f.Term)
		w.each("<dd>%s</dd>", f.Texts)
		w.put("\n")
	}
	w.put("</dl>\n")
}
