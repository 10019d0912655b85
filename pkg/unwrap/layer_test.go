package unwrap

import "testing"

// TestDashes finds hyphens that are written otherwise before the word of a boundary, and nowhere else.
func TestDashes(t *testing.T) {
	for text, want := range map[string]int{
		"&#45;&#45;BEGIN": 5, "&#45;----BEGIN": 0, "&hyphen;BEGIN": 0, "a\n&mdash;BEGIN": 2, "&#x2D; BEGIN": 0,
		"=2D----BEGIN": 0, "x=2D BEGIN": 1, "BEGIN &#45;BEGIN": 6,
		"-----BEGIN": -1, "BEGIN": -1, "": -1, "&#45; END": -1, "&#43;BEGIN": -1, "=2dBEGIN": -1, "&;BEGIN": -1,
		"#45;BEGIN": -1, "&amp;BEGIN": -1, "=2BEGIN": -1,
	} {
		if at, _ := Dashes([]byte(text)); at != want {
			t.Errorf("%q: at %d, want %d", text, at, want)
		}
	}
}

// TestUnits reads one byte at a time; what stands for none of ASCII is left as it is.
func TestUnits(t *testing.T) {
	for _, tt := range []struct {
		unit       func([]byte) (byte, int)
		text, want string
	}{
		{reference, "a&#43;&plus;&#10;&nbsp;&amp;&lt;&minus;", "a++\n &<-"},
		{reference, "&#228;&;&&#;&toolongname;", "&#228;&;&&#;&toolongname;"},
		{quoted, "a=3D=2B=0A", "a=+\n"},
		{quoted, "=C3=A4=2", "=C3=A4=2"},
	} {
		var got []byte
		for s := []byte(tt.text); len(s) > 0; {
			c, n := tt.unit(s)
			got, s = append(got, c), s[n:]
		}
		if string(got) != tt.want {
			t.Errorf("%q: %q, want %q", tt.text, got, tt.want)
		}
	}
}

// FuzzLayer: a unit takes at least one byte and no more than there are, and a place is in the text.
func FuzzLayer(f *testing.F) {
	for _, text := range []string{"&#45;&#45;BEGIN", "=2D----BEGIN", "&hyphen;", "\uff0d\uff22", "&#x;", "="} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		for _, unit := range []func([]byte) (byte, int){reference, quoted, Narrow} {
			for s := text; len(s) > 0; {
				_, n := unit(s)
				if n < 1 || n > len(s) {
					t.Fatalf("%q: %d bytes", s, n)
				}
				s = s[n:]
			}
		}
		if at, unit := Dashes(text); at >= len(text) || (at >= 0) != (unit != nil) {
			t.Errorf("%q: at %d", text, at)
		} else if at >= 0 {
			if c, _ := unit(text[at:]); c != '-' {
				t.Errorf("%q: %q at %d", text, c, at)
			}
		}
	})
}
