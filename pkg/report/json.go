package report

import (
	"io"
)

func writeJSON(w io.Writer, r *Report, _ Style) error { return WriteJSON(w, r) }
