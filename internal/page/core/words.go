package core

import (
	"qwac/pkg/advice"
	"qwac/pkg/lint"
)

// words are those of the page. What it cannot be given, the command line can.
func words() advice.Words { return advice.Words{How: howTo} }

func howTo(n lint.Need) string {
	switch n.What {
	case lint.NeedOCSP:
		return "qwac check --ocsp FILE"
	case lint.NeedCRL:
		return "qwac check --crl FILE"
	case lint.NeedAnchors:
		return "qwac check --trust FILE"
	case lint.NeedLists:
		return "qwac trust update"
	case lint.NeedRegister, lint.NeedRegisterFile:
		return "qwac check --register FILE"
	case lint.NeedDirectory:
		return "qwac check --eds FILE"
	case lint.NeedKey:
		return "qwac check --key FILE"
	}
	return ""
}
