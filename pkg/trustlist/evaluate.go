package trustlist

import (
	"qwac/pkg/tsl"
)

// truth has three values, so that the negation of an unknown criterion is unknown too.
type truth int8

const (
	no truth = iota
	unknown
	yes
)

// holds evaluates criteria for a certificate.
func holds(c tsl.Criteria, f *facts) truth {
	lowest, highest, items := yes, no, len(c.Tests)+len(c.Lists)
	for _, t := range c.Tests {
		v := meets(t, f)
		lowest, highest = min(lowest, v), max(highest, v)
	}
	for _, list := range c.Lists {
		v := holds(list, f)
		lowest, highest = min(lowest, v), max(highest, v)
	}
	switch {
	case items == 0: // empty: the schema forbids it and readers differ
		return unknown
	case c.Assert == tsl.AssertAll:
		return lowest
	case c.Assert == tsl.AssertAtLeastOne:
		return highest
	case c.Assert == tsl.AssertNone:
		return yes - highest
	}
	return unknown
}

func meets(t tsl.Test, f *facts) truth {
	switch t.Kind {
	case tsl.TestKeyUsage:
		return truthOf(f.hasKeyUsage && f.keyUsage&t.On == t.On && f.keyUsage&t.Off == 0)
	case tsl.TestPolicies:
		return all(t.OIDs, f.policies)
	case tsl.TestPurposes:
		return all(t.OIDs, f.purposes)
	case tsl.TestSubject:
		return all(t.OIDs, f.subject)
	case tsl.TestStatements:
		return all(t.OIDs, f.statements)
	}
	return unknown
}

// all requires every identifier. A criterion without any is unknown.
func all(oids []string, have map[string]bool) truth {
	if len(oids) == 0 {
		return unknown
	}
	for _, oid := range oids {
		if !have[oid] {
			return no
		}
	}
	return yes
}

func truthOf(b bool) truth {
	if b {
		return yes
	}
	return no
}
