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
	w.put("<div class=\"q-two\">\n<div>\n")
	w.section(c, "checks", "Checked and not checked", func() { w.checks(c, few) })
	w.put("</div>\n<div>\n")
	w.section(c, "graph", "The chain", func() { w.graph(c) })
	w.put("</div>\n</div>\n")
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
		w.section(c, "roles", "Roles", func() { w.roles(c.Roles, few) })
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
	w.put("<div class=\"q-verdict q-%s\">\n", c.color())
	if few { // of many it stands just above
		w.put("<p class=\"q-stamp\">")
		w.word(c)
		w.put(" ")
		w.glance(c)
		w.put("</p>\n")
	}
	w.put("<h2 id=\"q-verdict-%d\">%s</h2>\n", c.Number, c.Headline)
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

// node writes a certificate and the link from it. The style draws both: an element for each line and shape would be a
// fifth of a long report.
func (w writer) node(n node) {
	w.put("<li class=\"q-node q-%s", n.Kind)
	if len(n.Faults) > 0 {
		w.put(" q-refused")
	}
	w.put("\"><p class=\"q-dim\">%s", n.Position)
	w.putIf(", <bdi>%s</bdi>", n.Place)
	w.put("</p>\n<p class=\"q-name\">%s</p>\n", n.Name)
	w.putIf("<p>%s</p>\n", n.Valid)
	w.each("<p class=\"q-tag\">%s</p>\n", n.Tags)
	w.each("<p class=\"q-fault\">refused: <bdi>%s</bdi></p>\n", n.Faults)
	if n.Link != nil {
		w.link(*n.Link)
	}
	w.put("</li>\n")
}

func (w writer) link(l link) {
	w.put("<p class=\"q-link q-%s\">", l.State)
	if l.State == "broken" {
		w.put("<strong>The link fails here:</strong> ")
	}
	w.put("%s</p>\n", l.Words)
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
