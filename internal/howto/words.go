// Package howto says what a next step needs in the words of the command line: flags, commands and files. Most people
// want [Words].
package howto

import (
	"qwac/pkg/advice"
	"qwac/pkg/lint"
)

// Words are how the command line is asked for what the library speaks of.
func Words() advice.Words {
	return advice.Words{How: howTo, Payload: "qwac payload"}
}

// howTo is how a need is met.
func howTo(n lint.Need) string {
	switch n.What {
	case lint.NeedChain:
		return n.With + " | qwac check -"
	case lint.NeedTime:
		return "--at"
	case lint.NeedRoles:
		return "--roles"
	case lint.NeedAnchors:
		return "--trust"
	case lint.NeedLists:
		return "qwac trust update"
	case lint.NeedListsKept:
		return "qwac trust list"
	case lint.NeedListsOnDisk:
		return "qwac trust add"
	case lint.NeedIssuers:
		return "qwac trust show --wsa"
	case lint.NeedOCSP:
		return from("--ocsp", n)
	case lint.NeedCRL:
		return from("--crl", n)
	case lint.NeedRegister:
		return "--register"
	case lint.NeedRegisterFile:
		return "qwac register import FILE"
	case lint.NeedEntry:
		return "qwac register show NUMBER"
	case lint.NeedDirectory:
		return "--eds"
	case lint.NeedBIC:
		return "--bic"
	case lint.NeedPrevious:
		return "--previous"
	case lint.NeedKey:
		return "--key"
	case lint.NeedPayload:
		return "qwac payload"
	case lint.NeedBaseline:
		return "qwac baseline update"
	}
	return ""
}

// from is a flag, with the file that it takes where that is known.
func from(flag string, n lint.Need) string {
	if n.With == "" {
		return flag
	}
	return flag + " " + n.With
}
