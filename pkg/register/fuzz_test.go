package register

import (
	"encoding/binary"
	"encoding/json"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"
)

// FuzzScanner: what the scanner takes is JSON, and what is JSON and UTF-8 it takes, in whatever pieces it comes.
func FuzzScanner(f *testing.F) {
	for _, s := range []string{`{"a":[1,2.5e-3,"\u00e9\ud83d\ude00\ud800x",true,null,false]}`, `"\ud800\n"`, `[[],{}]`,
		`-0.0E+1`,
		`01`, `"`, `{"a":}`, "\"\x01\"", "[1,]", "nul", `"\ud800\ud800\udc00"`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) || strings.Count(text, "[")+strings.Count(text, "{") > maxDepth-2 ||
			len(text) > maxText {
			return
		}
		s := newScanner(iotest.OneByteReader(strings.NewReader(text)), 1<<20)
		err := s.skip(0)
		if err == nil {
			err = s.close()
		}
		if valid := json.Valid([]byte(text)); valid != (err == nil) {
			t.Fatalf("%q: valid %v, %v", text, valid, err)
		}
		var want string
		if json.Unmarshal([]byte(text), &want) == nil && strings.HasPrefix(strings.TrimSpace(text), `"`) {
			s := newScanner(strings.NewReader(text), 1<<20)
			if got, err := s.str(); err != nil || string(got) != want {
				t.Fatalf("%q: %q, want %q, %v", text, got, want, err)
			}
		}
	})
}

// FuzzIndex: an index that somebody made answers without a panic.
func FuzzIndex(f *testing.F) {
	f.Add([]byte(indexMagic), "1")
	f.Fuzz(func(t *testing.T, body []byte, asked string) {
		data := append(append([]byte(indexMagic), indexVersion), 0, 0, 0, 0)
		data = append(data, body...)
		binary.LittleEndian.PutUint32(data[8:], checksum(data[12:]))
		if x, err := Decode(data); err == nil {
			x.Ask("DK-DFSA", asked)
			x.Named(asked, "", false)
		}
	})
}
