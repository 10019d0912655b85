package secret

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"strings"
)

// inBase64 looks into each stretch of base64 of a text, of either alphabet (RFC 4648), over as many lines as it has.
func (s *search) inBase64(text []byte, depth int) bool {
	for len(text) > 0 {
		start := bytes.IndexFunc(text, isBase64)
		if start < 0 {
			return false
		}
		run, rest := stretch(text[start:])
		text = rest
		if len(run) < shortest {
			continue
		}
		data := make([]byte, base64.RawStdEncoding.DecodedLen(len(run)))
		n, _ := base64.RawStdEncoding.Decode(data, run) // what was right before a fault counts
		if s.in(data[:n], depth-1) {
			return true
		}
	}
	return false
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

// inHex looks into each stretch of hexadecimal digits of a text, whatever separates them, and into what xxd and hexdump
// show.
func (s *search) inHex(text []byte, depth int) bool {
	if dumped := dump(text); len(dumped) > 0 && s.in(dumped, depth-1) {
		return true
	}
	text = []byte(strings.NewReplacer("0x", "", "0X", "", `\x`, "").Replace(string(text)))
	var digits []byte
	for i := 0; i <= len(text); i++ {
		switch {
		case i < len(text) && strings.IndexByte(hexDigits, text[i]) >= 0:
			digits = append(digits, text[i])
		case i < len(text) && strings.IndexByte(" \t\r\n:,;'\"-{}", text[i]) >= 0:
		default:
			if len(digits) >= shortest && s.inDigits(digits, depth) {
				return true
			}
			digits = digits[:0]
		}
	}
	return false
}

// inDigits looks into hexadecimal digits as they stand, and from where a SEQUENCE may begin: what stands before them
// may be letters of a word.
func (s *search) inDigits(digits []byte, depth int) bool {
	for _, from := range []int{0, bytes.Index(digits, []byte("30"))} {
		if from < 0 {
			continue
		}
		part := digits[from : len(digits)-(len(digits)-from)%2]
		data := make([]byte, len(part)/2)
		if _, err := hex.Decode(data, part); err == nil && s.in(data, depth-1) {
			return true
		}
	}
	return false
}

// dump are the bytes that xxd, hexdump -C and od show: lines of an offset and up to 16 bytes in hexadecimal digits.
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
