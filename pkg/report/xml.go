package report

import (
	"encoding/xml"
	"io"
)

// writeXML writes v as an indented document.
func writeXML(w io.Writer, v any) error {
	data, err := xml.MarshalIndent(v, "", "  ")
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, xml.Header+string(data)+"\n")
	return err
}

// xmlText is [Clean] for XML 1.0, which has two characters less (section 2.2).
func xmlText(s string) string {
	return replaced(Clean(s), "\ufffe", `\ufffe`, "\uffff", `\uffff`)
}
