package path

import (
	"maps"
	"slices"
	"strings"
)

// policies is the valid_policy_graph of RFC 9618, which replaces the tree of RFC 5280: a policy has one node on each
// level, so its size is the number of policies and not a power of it.
type policies struct {
	work   *Work
	levels []map[string]*policyNode // by valid_policy; the last one may be empty: then the graph is NULL
}

// policyNode is one policy on one level. Its parents are the nodes above that expect it.
type policyNode struct {
	policy   string
	expected []string // expected_policy_set
	parents  []*policyNode
}

func newPolicies(w *Work) *policies {
	return &policies{w,
		[]map[string]*policyNode{{oidAnyPolicy: {policy: oidAnyPolicy, expected: []string{oidAnyPolicy}}}}}
}

func (p *policies) last() map[string]*policyNode { return p.levels[len(p.levels)-1] }

// certificate is 6.1.3 (d) and (e); any says whether anyPolicy counts. False: there were too many policies.
func (p *policies) certificate(c *Facts, any bool) bool {
	expecting := p.expecting()
	level := map[string]*policyNode{}
	add := func(policy string, parents []*policyNode) {
		level[policy] = &policyNode{policy: policy, expected: []string{policy}, parents: parents}
	}
	wild := expecting[oidAnyPolicy]
	for _, policy := range c.policies {
		if parents := expecting[policy]; policy != oidAnyPolicy && len(parents) > 0 {
			add(policy, parents)
		} else if policy != oidAnyPolicy && len(wild) > 0 {
			add(policy, wild)
		}
	}
	if any && slices.Contains(c.policies, oidAnyPolicy) {
		for policy, parents := range expecting {
			add(policy, parents) // as above where the certificate names it too
		}
	}
	return p.push(level)
}

// expecting gives for each policy the nodes of the last level that expect it, in the order of their names.
func (p *policies) expecting() map[string][]*policyNode {
	by := map[string][]*policyNode{}
	last := p.last()
	for _, policy := range slices.Sorted(maps.Keys(last)) {
		n := last[policy]
		for _, e := range n.expected {
			by[e] = append(by[e], n)
		}
	}
	return by
}

func (p *policies) push(level map[string]*policyNode) bool {
	for _, n := range level {
		p.work.nodes += 1 + len(n.parents)
	}
	if p.work.nodes > maxPolicyNodes {
		p.levels = append(p.levels, nil)
		return false
	}
	p.levels = append(p.levels, level)
	return true
}

// mappings is 6.1.4 (b); mapped says whether mappings count.
func (p *policies) mappings(c *Facts, mapped bool) bool {
	last := p.last()
	to := map[string][]string{}
	for _, m := range c.maps {
		if !slices.Contains(to[m.issuer], m.subject) {
			to[m.issuer] = append(to[m.issuer], m.subject)
		}
	}
	for policy, subjects := range to {
		p.work.nodes += len(subjects)
		n, any := last[policy], last[oidAnyPolicy]
		switch {
		case !mapped:
			delete(last, policy)
		case n != nil:
			n.expected = subjects
		case any != nil:
			last[policy] = &policyNode{policy: policy, expected: subjects, parents: any.parents}
		}
	}
	return p.work.nodes <= maxPolicyNodes
}

// holds is 6.1.5 (g): whether a policy is left that the user takes.
func (p *policies) holds(user []string) bool {
	last := p.last()
	if len(last) == 0 {
		return false
	}
	if len(user) == 0 || slices.Contains(user, oidAnyPolicy) || last[oidAnyPolicy] != nil {
		return true
	}
	return slices.ContainsFunc(p.granted(), func(policy string) bool { return slices.Contains(user, policy) })
}

// granted are the policies that the CAs grant the leaf in the words of the topmost of them: those that a node below
// anyPolicy has (valid_policy_node_set) and that reach the last level.
func (p *policies) granted() []string {
	seen := map[*policyNode]bool{}
	var found []string
	var climb func(n *policyNode)
	climb = func(n *policyNode) {
		if seen[n] {
			return
		}
		seen[n] = true
		for _, parent := range n.parents {
			if parent.policy == oidAnyPolicy && n.policy != oidAnyPolicy {
				found = append(found, n.policy)
			}
			climb(parent)
		}
	}
	for _, n := range p.last() {
		climb(n)
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// why says in words why no policy holds.
func (p *policies) why(user []string) string {
	if len(p.last()) == 0 {
		return "a policy is required, and no policy is granted by all certificates of the path"
	}
	return "a policy is required, granted is " + strings.Join(p.granted(), ", ") + ", want " +
		strings.Join(user, " or ")
}
