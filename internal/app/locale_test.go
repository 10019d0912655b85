package app

import "testing"

func TestASCIIOnly(t *testing.T) {
	for _, c := range []struct {
		all, ctype, lang string
		want             bool
	}{
		{"", "", "", false}, // Windows, containers, many runners of CI
		{"", "", "de_DE.UTF-8", false},
		{"", "", "en_US.utf8", false},
		{"", "", "C.UTF-8", false},
		{"", "", "ca_ES.UTF-8@valencia", false},
		{"", "", "de_DE", false},
		{"", "", "C", true},
		{"", "", "POSIX", true},
		{"", "", "en_US.ISO-8859-1", true},
		{"", "", "de_DE.ISO8859-15@euro", true},
		{"", "", "ja_JP.eucJP", true},
		{"", "", "en_US.US-ASCII", true},
		{"C", "de_DE.UTF-8", "de_DE.UTF-8", true},
		{"C.UTF-8", "C", "C", false},
		{"", "C", "de_DE.UTF-8", true},
		{"", "UTF-8", "C", false}, // macOS writes LC_CTYPE so
	} {
		set := map[string]string{"LC_ALL": c.all, "LC_CTYPE": c.ctype, "LANG": c.lang}
		if got := asciiOnly(func(name string) string { return set[name] }); got != c.want {
			t.Errorf("%v: %v, want %v", set, got, c.want)
		}
	}
}
