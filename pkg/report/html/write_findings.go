package html

// findings writes each finding with all that is said of it. Where there are many chains, each is told in short.
func (w writer) findings(findings []finding, few bool) {
	w.put("<ul class=\"q-findings\">\n")
	for _, f := range findings {
		if few {
			w.finding(f)
		} else {
			w.short(f)
		}
	}
	w.put("</ul>\n")
}

// short writes a finding without what its rule says of every such fault: of a mild one, its message alone, which would
// often say the title again.
func (w writer) short(f finding) {
	w.put("<li class=\"q-finding q-%s\" data-level=\"%s\"><span class=\"q-count q-%s\">%s", f.Level, f.Level, f.Level,
		f.Word)
	w.putIf(": %s", f.Status)
	w.put("</span> ")
	if !f.Mild {
		w.put("%s: ", f.Title)
	}
	w.put("%s", f.Message)
	w.putIf("; does not count: %s", f.NotCounted)
	w.put(" (<a href=\"#q-rule-%s\">%s</a>", f.Anchor, f.Rule)
	w.putIf(", %s", f.Near)
	w.put(")\n")
	if !f.Mild {
		w.parts("<p>Next: ", f.Next, "</p>\n")
	}
	w.put("</li>\n")
}

// rules writes what rules say of every such fault.
func (w writer) rules(rules []rule) {
	w.put("<section class=\"q-rules\" aria-labelledby=\"q-rules\">\n<h2 id=\"q-rules\">Rules</h2>\n<dl>\n")
	for _, r := range rules {
		w.put("<dt id=\"q-rule-%s\"><code>%s</code> %s</dt><dd><p>%s</p>\n", r.Anchor, r.ID, r.Code, r.Title)
		w.parts("<p>Why: ", r.Why, "</p>\n")
		w.parts("<p>Next: ", r.Fix, "</p>\n")
		w.putIf("<p>Clause: %s</p>\n", r.Clause)
		w.put("</dd>\n")
	}
	w.put("</dl>\n</section>\n")
}

func (w writer) finding(f finding) {
	const next = "<p class=\"q-next\"><strong>Next:</strong> "
	w.put("<li class=\"q-finding q-%s\" data-level=\"%s\">\n<h4><span class=\"q-count q-%s\">%s", f.Level, f.Level,
		f.Level,
		f.Word)
	w.putIf(": %s", f.Status)
	w.put("</span> <bdi>%s</bdi></h4>\n<p>%s</p>\n", f.Title, f.Message)
	w.putIf("<p>does not count: %s</p>\n", f.NotCounted)
	if !f.Mild {
		w.parts(next, f.Next, "</p>\n")
	}
	w.put("<details class=\"q-more\"><summary><code>%s</code>", f.Rule)
	w.putIf(" %s", f.Code)
	w.putIf(", <bdi>%s</bdi>", f.Near)
	w.put("</summary>\n")
	if f.Mild {
		w.parts(next, f.Next, "</p>\n")
	}
	w.parts("<p>Why: ", f.Why, "</p>\n")
	w.putIf("<p>Where: %s</p>\n", f.Where)
	w.putIf("<p>Clause: %s</p>\n", f.Clause)
	w.parts("<p>", f.Mends, "</p>\n")
	w.putIf("<p>Fingerprint: <code>%s</code></p>\n", f.Fingerprint)
	w.put("</details>\n</li>\n")
}
