package html

func (w writer) head(p *page, policy string) {
	title := p.Title
	if p.One {
		title = p.Chains[0].word() + ": " + title
	}
	w.put(`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="%s">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="%s">
<title>%s</title>
`, policy, p.Tool, title)
}

func (w writer) body(p *page) {
	w.put(`</head>
<body>
<a class="skip" href="#q-report">Skip to the report</a>
<header class="page">
<p class="maker">%s</p>
<h1><bdi>%s</bdi></h1>
</header>
<main id="q-report">
`, p.Tool, p.Title)
	w.report(p)
	w.put(`</main>
<footer class="page">
<p>Made offline by %s. This file loads nothing and sends nothing. A verdict rests on what was checked; it says nothing
of what was not.</p>
</footer>
`, p.Tool)
}

func (w writer) report(p *page) {
	w.put("<div class=\"qwac-report\">\n")
	if !p.One {
		w.index(p)
	}
	for _, c := range p.Chains {
		if p.One {
			w.put("<section class=\"q-chain\" aria-labelledby=\"q-verdict-%d\">\n", c.Number)
			w.chain(c, p.Few)
			w.put("</section>\n")
		} else {
			w.closed(c, p.Few)
		}
	}
	if len(p.Configuration) > 0 {
		w.put("<section class=\"q-chain\" aria-labelledby=\"q-configuration\">\n")
		w.put("<h2 id=\"q-configuration\">Configuration of the run</h2>\n<h3>Findings</h3>\n")
		w.findings(p.Configuration, true)
		w.put("</section>\n")
	}
	if !p.Few {
		w.rules(p.Rules)
	}
	w.put("</div>\n")
}

// closed writes a chain of many, which is opened by who wants to read it, or by a link to what is in it.
func (w writer) closed(c chainView, few bool) {
	w.tight = !few
	class := "q-chain"
	if few {
		class += " q-few"
	}
	w.put("<details class=\"%s\" data-chain=\"%d\">\n<summary>", class, c.Number)
	w.word(c)
	w.put(" <bdi class=\"q-target\">%s</bdi>", c.Target)
	w.putIf(" <bdi class=\"q-dim\">%s</bdi>", c.Name)
	w.put("</summary>\n<div class=\"q-inner\" id=\"q-chain-%d\">\n", c.Number)
	w.chain(c, few)
	w.put("</div></details>")
	w.WriteString("\n")
}

// index writes the table of all chains.
func (w writer) index(p *page) {
	w.put("<section class=\"q-index\" aria-labelledby=\"q-index\">\n<h2 id=\"q-index\">All chains</h2>\n<p " +
		"class=\"q-sum\">")
	w.put("<span class=\"q-count q-accept\">%d accepted</span> ", p.Accepted)
	w.put("<span class=\"q-count q-refuse\">%d refused</span> ", p.Refused)
	if p.Spared > 0 {
		w.put("<span class=\"q-count q-suppressed\">%d passed by what is suppressed</span> ", p.Spared)
	}
	w.counts(p.Counts)
	w.put("</p>\n")
	if p.Filter {
		w.filter(p.Counts, true)
	}
	w.tight = !p.Few
	w.putIf("<p class=\"q-dim\">all in <bdi>%s</bdi></p>\n", p.Folder)
	if len(p.Chains) > 0 {
		w.table("All chains", []string{"Verdict", "Chain", "At a glance", "Cause", "Valid until"}, func() {
			for _, c := range p.Chains {
				w.indexRow(c)
			}
		})
	}
	w.put("</section>\n")
}

func (w writer) indexRow(c chainView) {
	w.put("<tr data-chain=\"%d\"><td class=\"q-word q-%s\">%s</td>", c.Number, c.color(), c.word())
	w.put("<th scope=\"row\"><a href=\"#q-chain-%d\"><bdi>%s</bdi></a></th><td>", c.Number, c.Target)
	w.glance(c)
	w.put("</td><td>%s</td><td class=\"q-day\">%s</td></tr>\n", c.Short, c.Ends)
}

// filter writes what the script needs to search in findings. Without it nothing of this is seen.
func (w writer) filter(levels []count, many bool) {
	w.put(`<form class="q-filter" role="search" aria-label="Findings" hidden>
<label>Search <input type="search" autocomplete="off" spellcheck="false"></label>
<fieldset><legend>Show</legend>
`)
	for _, l := range levels {
		w.put("<label><input type=\"checkbox\" value=\"%s\" checked> %s</label>\n", l.Level, l.Word)
	}
	w.put("</fieldset>\n")
	if many {
		w.put("<span><button type=\"button\" value=\"open\">Open all</button> " +
			"<button type=\"button\" value=\"close\">Close all</button></span>\n")
	}
	w.put("<output aria-live=\"polite\"></output>\n</form>\n")
}

func (w writer) counts(counts []count) {
	for _, c := range counts {
		w.put("<span class=\"q-count q-%s\">%d %s</span> ", c.Level, c.N, c.Word)
	}
}
