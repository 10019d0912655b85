package secret

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"iter"
	"strings"
)

// decoded is what comes out of each stretch of base64 and of hexadecimal digits of a text.
func decoded(text []byte) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		for _, of := range []iter.Seq[[]byte]{ofBase64(text), ofDump(text), ofHex(text)} {
			for data := range of {
				if !yield(data) {
					return
				}
			}
		}
	}
}

// ofBase64 reads either alphabet (RFC 4648), over as many lines as it has.
func ofBase64(text []byte) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		for start := 0; start >= 0; start = bytes.IndexFunc(text, isBase64) {
			var run []byte
			run, text = stretch(text[start:])
			if len(run) < shortest {
				continue
			}
			data := make([]byte, base64.RawStdEncoding.DecodedLen(len(run)))
			n, _ := base64.RawStdEncoding.Decode(data, run) // what was right before a fault counts
			if !yield(data[:n]) {
				return
			}
		}
	}
}

func isBase64(r rune) bool {
	return r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '+' || r == '/' || r == '-' ||
		r == '_'
}

// stretch is the base64 that a text begins with, in the standard alphabet, and what follows it. Line breaks and what
// stands before a line, such as blanks and the ">" of e-mail, are left out; two hyphens belong to a BEGIN or END line.
func stretch(text []byte) (run, rest []byte) {
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '-' && i+1 < len(text) && text[i+1] == '-':
			return run, bytes.TrimLeft(text[i:], "-")
		case c == '-':
			run = append(run, '+')
		case c == '_':
			run = append(run, '/')
		case isBase64(rune(c)):
			run = append(run, c)
		case c == '\n' || c == '\r':
			for i+1 < len(text) && strings.IndexByte("\r\n\t >#*", text[i+1]) >= 0 {
				i++
			}
		default:
			return run, text[i:]
		}
	}
	return run, nil
}

// hexDigits are the digits of hexadecimal numbers.
const hexDigits = "0123456789abcdefABCDEF"

// ofHex reads hexadecimal digits, whatever separates them.
func ofHex(text []byte) iter.Seq[[]byte] {
	text = []byte(strings.NewReplacer("0x", "", "0X", "", `\x`, "").Replace(string(text)))
	return func(yield func([]byte) bool) {
		var digits []byte
		for i := 0; i <= len(text); i++ {
			switch {
			case i < len(text) && strings.IndexByte(hexDigits, text[i]) >= 0:
				digits = append(digits, text[i])
			case i < len(text) && strings.IndexByte(" \t\r\n:,;'\"-{}", text[i]) >= 0:
			default:
				for _, data := range bytesOf(digits) {
					if !yield(data) {
						return
					}
				}
				digits = digits[:0]
			}
		}
	}
}

// bytesOf are the bytes of hexadecimal digits as they stand, and from where a SEQUENCE may begin: what stands before
// them may be letters of a word.
func bytesOf(digits []byte) (out [][]byte) {
	if len(digits) < shortest {
		return nil
	}
	for _, from := range []int{0, max(0, bytes.Index(digits, []byte("30")))} {
		part := digits[from : len(digits)-(len(digits)-from)%2]
		data := make([]byte, len(part)/2)
		if _, err := hex.Decode(data, part); err == nil {
			out = append(out, data)
		}
	}
	return out
}

// ofDump reads what xxd, hexdump -C and od show: lines of an offset and up to 16 bytes in hexadecimal digits.
func ofDump(text []byte) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) { yield(dump(text)) }
}

func dump(text []byte) (out []byte) {
	for line := range strings.Lines(string(text)) {
		fields := strings.Fields(line)
		if len(fields) < 2 || !isHex(strings.TrimSuffix(fields[0], ":")) || len(fields[0]) < 6 {
			continue
		}
		bytes := 0
		for _, f := range fields[1:] {
			data, err := hex.DecodeString(f)
			if bytes += len(data); err != nil || bytes > 16 {
				break
			}
			out = append(out, data...)
		}
	}
	return out
}

func isHex(s string) bool { return s != "" && strings.Trim(s, hexDigits) == "" }
