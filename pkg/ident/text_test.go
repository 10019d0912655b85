package ident

import (
	"strings"
	"testing"
)

func TestOddCharacter(t *testing.T) {
	for in, want := range map[string]string{
		"A 12345": "", "PSDDK-DFSA-1": "", "Česká národní banka": "", "": "",
		" a": "a blank at its beginning", "a ": "a blank at its end", "a  b": "two blanks in a row",
		"a\u00a0b": "no-break blank (U+00A0) at character 2",
		"a\tb":     "a tab (U+0009)", "a\u2013b": "U+2013 at character 2", "a\u2212b": "U+2212", "a\u00adb": "U+00AD",
		"a\uff0db": "U+FF0D", "a\u2010b": "U+2010",
		"a\n": "a line break (U+000A) at character 2", "a\ufffdb": "replacement character (U+FFFD) at character 2",
		"a\u200bb": "invisible character (U+200B)",
		"a\u3000b": "an unusual blank (U+3000)",
	} {
		got := OddCharacter(in)
		if !strings.Contains(got, want) || want == "" && got != "" {
			t.Errorf("oddCharacter(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestOddInID(t *testing.T) {
	for in, want := range map[string]string{
		"PSDDK-DFSA-1": "", "PSDGR-BOG-\u0393\u0395\u039c\u0397 12": "", "PSDDK-DFSA-Å1": "",
		"DK-DFS\u0410": "U+0410 at character 7, which only looks like A", "\uff11": "looks like 1",
		"\u0661": "looks like 1", "\u0967": "looks like 1", "PSDDK-DFSA-1\u041e": "looks like O", "a\u200bb": "U+200B",
		"1\ufe0f": "an invisible character (U+FE0F)", "1\u3164": "an invisible character (U+3164)",
		"1\u2800": "an invisible character (U+2800)", "1\u034f": "an invisible character (U+034F)",
		"1\U000e0041": "an invisible character (U+E0041)", "1\u180e": "an invisible character (U+180E)",
		"1\u0301": "a mark over or under another character (U+0301)", "1\u2705": "a sign (U+2705)",
		"\ue000": "a sign (U+E000)",
	} {
		got := OddInID(in)
		if !strings.Contains(got, want) || want == "" && got != "" {
			t.Errorf("OddInID(%q) = %q, want %q", in, got, want)
		}
	}
	if want := len([]rune(lookAlikes)); len(looksLike) != want {
		t.Errorf("%d characters for %d that look like them", len(looksLike), want)
	}
}

func TestAbsent(t *testing.T) {
	for _, s := range []string{"", " ", "-", ".", "--", "—", "N/A", "n.a.", "NA", "none", "NULL", "\u00a0", "?",
		"not applicable", "_"} {
		if !Absent(s) {
			t.Errorf("%q is not absent, want it to be", s)
		}
	}
	for _, s := range []string{"0", "1", "A", "PSDDK-DFSA-1", "NAB", "Å", "Нет"} {
		if Absent(s) {
			t.Errorf("%q is absent", s)
		}
	}
}

// TestMojibake: every letter whose bytes were read one by one is found, and no name as it is written.
func TestMojibake(t *testing.T) {
	for _, name := range []string{
		"Lån A/S", "Süd GmbH", "Société Générale", "Ísland", "Česká banka", "Łódź", "Māris", "Şirket", "Æbleø",
		"Bank „Żywiec”", "Überweisung – Konto",
		"Τράπεζα", "Банка", "Ünïcödé",
	} {
		for _, misread := range []func(string) string{asLatin1, asWindows1252} {
			bad := misread(name)
			if got, ok := Mojibake(bad); !ok || got != name {
				t.Errorf("mojibake(%q) = %q, %v, want %q", bad, got, ok, name)
			}
		}
		if got, ok := Mojibake(name); ok {
			t.Errorf("mojibake(%q) = %q, want nothing", name, got)
		}
	}
	for _, s := range []string{"", "Fixture A/S", "SÃO PAULO", "AÇÃO", "CAFÉ™", "«Ñandú»", "ÅÄÖ®", "Ñ®", "Â",
		"5 € – 3 £", "Müller & Söhne"} {
		if got, ok := Mojibake(s); ok {
			t.Errorf("mojibake(%q) = %q, want nothing", s, got)
		}
	}
}

// asLatin1 reads each byte as a character.
func asLatin1(s string) string {
	runes := make([]rune, len(s))
	for i := range len(s) {
		runes[i] = rune(s[i])
	}
	return string(runes)
}

func asWindows1252(s string) string {
	table := []rune(Windows1252)
	return strings.Map(func(r rune) rune {
		if r >= 0x80 && r < 0xa0 && table[r-0x80] != ' ' {
			return table[r-0x80]
		}
		return r
	}, asLatin1(s))
}
