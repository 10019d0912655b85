package bundle

import (
	"bytes"
)

func isHeader(line []byte) bool { return bytes.IndexByte(line, ':') > 0 }

var utf8BOM = []byte("\ufeff")

// fileEnds are what some systems fill up or end a text file with: NUL bytes and Ctrl-Z.
const fileEnds = "\x00\x1a \t\r\n"

const oddBlanksFault = "no-break spaces or invisible characters stand in the lines of the block"
