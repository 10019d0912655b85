package page

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"html"
	"regexp"
	"strconv"
	"strings"
	"testing"
	stdutf16 "unicode/utf16"

	"qwac/internal/page/core"
)

// text is a page as a browser reads it.
func text(t *testing.T, page []byte) string {
	t.Helper()
	units := make([]uint16, len(page)/2)
	for i := range units {
		units[i] = binary.LittleEndian.Uint16(page[2*i:])
	}
	s, marked := strings.CutPrefix(string(stdutf16.Decode(units)), byteOrder)
	if !marked {
		t.Fatal("no byte order mark")
	}
	return s
}

// TestMake: the same gives the same page, and each script and style in it is one that both policies name.
func TestMake(t *testing.T) {
	program := Core{Wasm: []byte{0, 1, 2, 255, 254, 253, 7}, Exec: []byte("// glue\nglobalThis.Go = 1;\n")}
	baked := core.Baked{Version: "</script><script>alert(1)</script>", Roles: []string{"PSP_AI"}}
	a, err := Make(program, baked)
	if err != nil {
		t.Fatal(err)
	}
	if b, err := Make(program, baked); err != nil || !bytes.Equal(a, b) {
		t.Errorf("another page: %v", err)
	}
	outer := text(t, a)
	_, srcdoc, _ := strings.Cut(outer, `srcdoc="`)
	srcdoc, _, _ = strings.Cut(srcdoc, `"`)
	inner := html.UnescapeString(srcdoc)
	if strings.Contains(inner, "alert(1)</script>") {
		t.Error("what is baked in leaves its element")
	}
	for name, doc := range map[string]string{"inner": inner, "outer": strings.Replace(outer, srcdoc, "", 1)} {
		found := regexp.MustCompile(`(?s)<(script|style)>(.*?)</(script|style)>`).FindAllStringSubmatch(doc, -1)
		if want := map[string]int{"inner": 2, "outer": 3}[name]; len(found) != want {
			t.Fatalf("%s: %d scripts and styles, want %d", name, len(found), want)
		}
		for _, f := range found {
			sum := sha256.Sum256([]byte(f[2]))
			digest := "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
			if !strings.Contains(doc, digest) || !strings.Contains(outer, digest) {
				t.Errorf("%s: no policy for %.40q", name, f[2])
			}
		}
		if strings.Contains(doc, "unsafe-inline") || strings.Contains(doc, "unsafe-eval'") &&
			!strings.Contains(doc, "'wasm-unsafe-eval'") {
			t.Errorf("%s: its policy allows too much", name)
		}
	}
}

// TestParts: the parts make the core, each has the script that takes it, and the last alone is called that.
func TestParts(t *testing.T) {
	data := make([]byte, 2*partSize+11)
	for i := range data {
		data[i] = byte(i * i >> 3)
	}
	form := regexp.MustCompile(`<script type="text/plain" data-size="(\d+)"( data-last)?>(.*)</script>` +
		`\n<script>(.*)</script>\n`)
	var got []byte
	found := form.FindAllStringSubmatch(parts(data), -1)
	for i, f := range found {
		size, err := strconv.Atoi(f[1])
		if err != nil || f[4] != partJS || (f[2] != "") != (i == len(found)-1) {
			t.Errorf("part %d: %.80q, script %q", i, f[1]+f[2], f[4])
		}
		got = append(got, decode(t, f[3])[:size]...)
	}
	if len(found) != 3 || !bytes.Equal(got, data) {
		t.Errorf("%d parts make %d bytes, want 3 and %d", len(found), len(got), len(data))
	}
}

// decode reads letters as decode of frame.js does.
func decode(t *testing.T, letters string) (out []byte) {
	t.Helper()
	held, n := uint32(0), 0
	for _, r := range letters {
		v := uint32(r) - firstHan
		if r >= firstHangul {
			v = uint32(r) - firstHangul + lastOfHan
		}
		if v > mask || r >= 0xD800 {
			t.Fatalf("%U is no letter of the alphabet", r)
		}
		held = (held<<bits | v) & 0x7FFFFF
		for n += bits; n >= 8; n -= 8 {
			out = append(out, byte(held>>(n-8)))
		}
	}
	return out
}

// FuzzEncode: whatever the bytes are, they can be had from the letters, and nothing changes the letters on their way.
func FuzzEncode(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte{255})
	f.Add(bytes.Repeat([]byte{255, 0, 170}, 41))
	f.Fuzz(func(t *testing.T, data []byte) {
		letters := encode(data)
		if html.EscapeString(letters) != letters {
			t.Errorf("%q is escaped", letters)
		}
		got := decode(t, letters)
		if !bytes.Equal(got[:min(len(got), len(data))], data) || len(got) > len(data)+1 {
			t.Errorf("%x: %x", data, got)
		}
	})
}
