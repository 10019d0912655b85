package trustlist

import (
	"qwac/pkg/tsl"
)

// What keeps a list from being authentic, or current.
const (
	KindNoLOTL       tsl.Kind = "no list of lists"
	KindJournal      tsl.Kind = "Official Journal publication"
	KindPivot        tsl.Kind = "pivot missing"
	KindPivots       tsl.Kind = "too many pivots"
	KindSigner       tsl.Kind = "signed by somebody else"
	KindNotPointedTo tsl.Kind = "not pointed to by the list of lists"
	KindStale        tsl.Kind = "next update overdue"
	KindRollback     tsl.Kind = "older than what was known"
	KindReplaced     tsl.Kind = "same sequence number, other content"
)
