package report

import (
	"bufio"
	"fmt"
	"io"
	"path"
	"strings"
)

// series are the samples of a metric, each once: the collector takes no file in which one comes twice.
type series struct {
	name, help string
	samples    []sample
	known      map[string]bool // labels
}

func newSeries(name, help string) *series {
	return &series{name: name, help: help, known: map[string]bool{}}
}

// add adds a sample with its labels.
func (m *series) add(value int64, labels string) {
	if !m.known[labels] {
		m.known[labels] = true
		m.samples = append(m.samples, sample{labels, value})
	}
}

// sample is a value with its labels as they are written.
type sample struct {
	labels string
	value  int64
}

// labels are written of pairs of names and values.
func labels(pairs ...string) string {
	var b strings.Builder
	for i := 0; i < len(pairs); i += 2 {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(pairs[i])
		b.WriteString(`="`)
		b.WriteString(escapeLabel(pairs[i+1]))
		b.WriteByte('"')
	}
	return b.String()
}

// writePrometheus writes metrics in the text format. Those of certificates have the names and labels that
// x509-certificate-exporter gives them, so that alerts made for it see them too.
func writePrometheus(w io.Writer, r *Report, s Style) error {
	before := newSeries("x509_cert_not_before", "Begin of validity of a certificate, in seconds since 1970.")
	after := newSeries("x509_cert_not_after", "End of validity of a certificate, in seconds since 1970.")
	expired := newSeries("x509_cert_expired", "Whether a certificate had expired at the time of judging.")
	verdict := newSeries("qwac_verdict", "1: the bank would accept the chain; 0: it would refuse it.")
	findings := newSeries("qwac_findings",
		"Findings in a chain, by severity; those that block or are suppressed are counted apart.")
	for _, res := range r.Results {
		for _, c := range res.Chain {
			labels := certLabels(c, s)
			before.add(c.NotBefore.Unix(), labels)
			after.add(c.NotAfter.Unix(), labels)
			if res.At != nil {
				expired.add(number(c.NotAfter.Before(*res.At)), labels)
			}
		}
		labels := targetLabels(res, s)
		verdict.add(number(res.Verdict == "accept"), labels)
		var n Summary
		n.add(res)
		for _, of := range []struct {
			severity string
			count    int
		}{{"block", n.Block}, {"error", n.Error}, {"warning", n.Warning}, {"notice", n.Notice},
			{"suppressed", n.Suppressed}} {
			findings.add(int64(of.count), labels+`,severity="`+of.severity+`"`)
		}
	}
	b := bufio.NewWriter(w)
	for _, m := range []*series{before, after, expired, verdict, findings} {
		fmt.Fprintf(b, "# HELP %s %s\n# TYPE %s gauge\n", m.name, m.help, m.name)
		for _, s := range m.samples {
			fmt.Fprintf(b, "%s{%s} %d\n", m.name, s.labels, s.value)
		}
	}
	return b.Flush()
}

func certLabels(c ChainEntry, s Style) string {
	file := s.file(c.File)
	return labels(
		"filename", path.Base(file), "filepath", file, "issuer_CN", c.IssuerName, "serial_number", c.SerialNumber,
		"subject_CN", c.Name, "sha256", c.SHA256, // without the last, two of one name in a file would be one
	)
}

func targetLabels(r Result, s Style) string {
	digest := ""
	if r.Certificate != nil {
		digest = r.Certificate.SHA256
	}
	return labels("target", r.subject(s), "profile", r.Profile, "sha256", digest)
}

func number(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// escapeLabel is text as the value of a label: line feeds are none any more.
func escapeLabel(s string) string {
	return replaced(Clean(s), `\`, `\\`, `"`, `\"`)
}
