package report

import (
	"bytes"
	"encoding/json"
	"io"
)

func writeJSON(w io.Writer, r *Report, _ Style) error { return WriteJSON(w, r) }

// writeNDJSON writes each result as an object on a line of its own, as it stands in the JSON report.
func writeNDJSON(w io.Writer, r *Report, _ Style) error {
	return writeLines(w, r.Results)
}

// writeLines writes each value as JSON on a line of its own. As in [WriteJSON], nothing unseen is in it.
func writeLines[T any](w io.Writer, values []T) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	for _, v := range values {
		if err := enc.Encode(v); err != nil {
			return err
		}
	}
	_, err := w.Write(CleanLines(b.Bytes()))
	return err
}
