package bundle

import (
	"bytes"

	"qwac/pkg/unwrap"
)

func isHeader(line []byte) bool { return bytes.IndexByte(line, ':') > 0 }

func isEmpty(data []byte) bool {
	data = bytes.TrimPrefix(bytes.TrimPrefix(data, []byte("\xff\xfe")), []byte("\xfe\xff"))
	return len(bytes.Trim(data, "\x00"+unwrap.Blanks+"\r\n")) == 0
}

// emptyOf names what an empty input is full of. A file that was not written to its end may have NUL bytes.
func emptyOf(data []byte) string {
	switch n := bytes.Count(data, []byte{0}); n {
	case 0:
		return "blanks"
	case len(data):
		return "NUL bytes"
	}
	return "blanks and NUL bytes"
}

var utf8BOM = []byte("\ufeff")

// fileEnds are what some systems fill up or end a text file with: NUL bytes and Ctrl-Z.
const fileEnds = "\x00\x1a \t\r\n"

const oddBlanksFault = "no-break spaces or invisible characters stand in the lines of the block"
