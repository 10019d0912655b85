package path

import (
	"slices"
	"strings"
)

// want is what the certificates below want of the policies above: seen from the leaf up, before the anchor is known.
// Where nothing inhibits mappings or anyPolicy it says exactly what a path above must grant, otherwise at least that.
type want struct {
	any      bool     // whatever is granted will do
	wild     bool     // anyPolicy will do
	policies []string // sorted; one of them must be granted
	explicit bool     // a policy is required
	key      string   // equal for what is judged alike by all above
}

// none reports whether nothing that is granted will do.
func (w want) none() bool { return !w.any && !w.wild && len(w.policies) == 0 }

func wantOfLeaf(c *Facts) want {
	w := want{any: slices.Contains(c.policies, oidAnyPolicy), policies: slices.Sorted(slices.Values(c.policies)),
		explicit: c.requireExplicit == 0}
	w.wild = len(w.policies) > 0
	w.key = w.text()
	return w
}

// above is what is wanted above a CA, with that many CAs that are not self-issued below it. Where it is not exact the
// key holds all the policies on the way.
func (w want) above(c *Facts, depth int, exact bool) want {
	up := want{explicit: w.explicit || c.requireExplicit >= 0 && c.requireExplicit <= depth+1}
	wild := slices.Contains(c.policies, oidAnyPolicy)
	up.any = wild && w.any
	for _, p := range c.policies {
		if p != oidAnyPolicy && w.takes(c.expects(p)) {
			up.policies = append(up.policies, p)
		}
	}
	up.wild = wild && w.wild || len(up.policies) > 0
	if wild {
		up.policies = append(up.policies, w.through(c)...)
	}
	slices.Sort(up.policies)
	up.policies = slices.Compact(up.policies)
	up.key = up.text()
	if !exact {
		up.key += "|" + w.key + policyText(c)
	}
	return up
}

// through are the policies that anyPolicy of a CA lets through.
func (w want) through(c *Facts) []string {
	var out []string
	for _, p := range w.policies {
		if !slices.ContainsFunc(c.maps, func(m mapping) bool { return m.issuer == p }) {
			out = append(out, p)
		}
	}
	for _, m := range c.maps {
		if w.takes([]string{m.subject}) {
			out = append(out, m.issuer)
		}
	}
	return out
}

// expects is the expected_policy_set of a policy.
func (f *Facts) expects(policy string) []string {
	var to []string
	for _, m := range f.maps {
		if m.issuer == policy {
			to = append(to, m.subject)
		}
	}
	if to == nil {
		return []string{policy}
	}
	return to
}

func (w want) takes(policies []string) bool {
	return w.any || slices.ContainsFunc(policies, func(p string) bool { return slices.Contains(w.policies, p) })
}

func (w want) text() string {
	s := strings.Join(w.policies, " ")
	if w.any {
		s += " any"
	}
	if w.wild {
		s += " wild"
	}
	if w.explicit {
		s += " explicit"
	}
	return s
}

// policyText is all that a certificate says of policies.
func policyText(c *Facts) string {
	var b strings.Builder
	for _, id := range []string{"2.5.29.32", "2.5.29.33", "2.5.29.36", "2.5.29.54"} {
		for i := range c.Cert.Extensions {
			if e := &c.Cert.Extensions[i]; e.Id.String() == id {
				b.Write(e.Value)
			}
		}
		b.WriteByte(0)
	}
	if c.selfIssued {
		b.WriteByte(1)
	}
	return b.String()
}
