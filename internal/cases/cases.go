// Package cases holds every bad and nearly bad input: for each rule at least one that fires it, and one near miss that
// does not. A case changes one thing in a clean chain and lists all findings that it must cause. Package kit has what
// they are made with, form, topic and asked have the cases. Most people want [All].
package cases

import (
	"slices"
	"time"

	"qwac/internal/cases/asked"
	"qwac/internal/cases/form"
	"qwac/internal/cases/kit"
	"qwac/internal/cases/topic"
	"qwac/internal/testpki"
	"qwac/pkg/trustlist"
)

// Case is one input.
type Case = kit.Case

// Input is a file.
type Input = kit.Input

// At is the time as of which cases are judged unless they say otherwise.
func At() time.Time { return kit.At() }

// Always are the notices of every judged QNCP-w-gen chain; cases do not list them.
var Always = []string{"trusted-list-not-checked", "policy-qncp-w-gen", "revocation-not-checked",
	"psd2-register-not-checked"}

// Password opens the PKCS#12 files of cases.
const Password = "fixture"

// All returns every case, in the order of the rules' groups.
func All() []Case { return slices.Concat(form.Cases(), topic.Cases(), asked.Cases()) }

// Lists returns the index of a set of trusted lists.
func Lists(set testpki.TLSet) *trustlist.Index { return asked.Lists(set) }
