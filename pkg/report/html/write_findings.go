package html

func (w writer) findings(findings []finding) {
	w.put("<ul class=\"q-findings\">\n")
	for _, f := range findings {
		w.finding(f)
	}
	w.put("</ul>\n")
}

func (w writer) finding(f finding) {
	const next = "<p class=\"q-next\"><strong>Next:</strong> "
	w.put("<li class=\"q-finding q-%s\" data-level=\"%s\">\n<h4><span class=\"q-count q-%s\">%s", f.Level, f.Level, f.Level,
		f.Word)
	w.putIf(": %s", f.Status)
	w.put("</span> <bdi>%s</bdi></h4>\n<p><bdi>%s</bdi></p>\n", f.Title, f.Message)
	w.putIf("<p>does not count: <bdi>%s</bdi></p>\n", f.NotCounted)
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
	w.parts("<p><strong>Why:</strong> ", f.Why, "</p>\n")
	w.details(f)
	w.put("</details>\n</li>\n")
}

func (w writer) details(f finding) {
	w.put("<dl>")
	if len(f.Places) > 0 {
		w.put("<div><dt>Where</dt>")
		w.each("<dd><bdi>%s</bdi></dd>", f.Places)
		if f.More > 0 {
			w.put("<dd>and %d more</dd>", f.More)
		}
		w.put("</div>")
	}
	w.putIf("<div><dt>Clause</dt><dd><bdi>%s</bdi></dd></div>", f.Clause)
	if f.Fixable {
		w.put("<div><dt>Repair</dt><dd><code>qwac payload</code> mends it without loss</dd></div>")
	}
	w.putIf("<div><dt>Fingerprint</dt><dd><code>%s</code></dd></div>", f.Fingerprint)
	w.put("</dl>\n")
}
