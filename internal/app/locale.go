package app

import (
	"cmp"
	"strings"
)

// asciiOnly reports whether the locale says that characters beyond ASCII are not shown as UTF-8: it is C or POSIX, or
// names another character set. The variables are those of POSIX (XBD 8.2), the first that is set counts. Where none is
// set, as on Windows and in containers, and where none is named, as in de_DE, text is UTF-8: nearly every terminal is.
func asciiOnly(variable func(string) string) bool {
	locale := cmp.Or(variable("LC_ALL"), variable("LC_CTYPE"), variable("LANG"))
	language, charset, named := strings.Cut(locale, ".")
	charset, _, _ = strings.Cut(charset, "@")
	charset = strings.ToUpper(strings.NewReplacer("-", "", "_", "").Replace(charset))
	return named && charset != "UTF8" || !named && (language == "C" || language == "POSIX")
}
