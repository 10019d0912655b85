// Package repo finds what is to be judged among many files with certificates: every leaf is a target of its own, and
// the certificates of CAs in the files around it complete its chain. Most people want [Targets].
package repo

import (
	"bytes"
	"cmp"
	"slices"

	"qwac/pkg/bundle"
	"qwac/pkg/cert"
	"qwac/pkg/chain"
	"qwac/pkg/key"
)

// Target is one leaf that is judged, with what may complete its chain; or a file that has none and is wrong.
type Target struct {
	File   string // its name
	Bundle *bundle.Bundle
	Leaf   *cert.Cert   // nil: there is none
	Pool   []*cert.Cert // nearest first
	// Whole says that the file is more than the leaf, so that it is what is sent, as it stands.
	Whole  bool
	Copies []string // names of files of the folder that have nothing but copies of certificates of this one
}

// Targets are the leaves among the files, in the order of the files. The error is a spent budget of a search.
func Targets(files []File, opts chain.Options) ([]Target, error) {
	r := repository{files: make([]read, len(files)), lenders: newLenders()}
	for i := range files {
		leaves, err := chain.Leaves(files[i].Bundle.Certs, opts)
		if err != nil {
			return nil, err
		}
		r.files[i] = read{File: &files[i], leaves: leaves}
	}
	r.dropIssuers()
	for _, f := range r.files {
		r.lend(f)
	}
	copies := r.copies()
	copiesOf := map[*File][]string{}
	for j, of := range copies {
		if of != nil {
			copiesOf[of] = append(copiesOf[of], r.files[j].Name)
		}
	}
	var out []Target
	for i, f := range r.files {
		if !f.Judged || copies[i] != nil {
			continue
		}
		for _, leaf := range f.leaves {
			out = append(out, Target{File: f.Name, Bundle: f.Bundle, Leaf: leaf, Pool: r.lenders.around(leaf, f.File),
				Whole: len(f.Bundle.Certs) > len(f.leaves), Copies: copiesOf[f.File]})
		}
		if len(f.leaves) == 0 && f.Wrong {
			out = append(out, Target{File: f.Name, Bundle: f.Bundle})
		}
	}
	return out, nil
}

// repository is what is known of the files.
type repository struct {
	files   []read
	lenders *lenders
}

type read struct {
	*File
	leaves []*cert.Cert
}

// lend makes certificates that are no leaves known to those around them.
func (r *repository) lend(f read) {
	for _, c := range f.Bundle.Certs {
		if !slices.ContainsFunc(f.leaves, func(l *cert.Cert) bool { return bytes.Equal(l.Raw, c.Raw) }) {
			r.lenders.add(c, f.File)
		}
	}
}

// copies says of each file whose copy it is; nil: it is none. Within a folder, a file is a copy when another one has
// all of its certificates and is in better order, or has more of them. One with a private key is never a mere copy.
func (r *repository) copies() []*File {
	type key struct{ dir, leaf string }
	groups := map[key][]int{}
	var order []key
	for i, f := range r.files {
		if f.Judged && len(f.leaves) == 1 {
			k := key{f.Dir, f.leaves[0].Digest()}
			if groups[k] == nil {
				order = append(order, k)
			}
			groups[k] = append(groups[k], i)
		}
	}
	out := make([]*File, len(r.files))
	for _, k := range order {
		group := groups[k]
		slices.SortStableFunc(group, func(i, j int) int {
			a, b := r.files[i], r.files[j]
			return cmp.Or(cmp.Compare(a.faults(), b.faults()), cmp.Compare(len(b.Bundle.Certs), len(a.Bundle.Certs)))
		})
		for n, i := range group {
			for _, j := range group[:n] {
				if out[j] == nil && r.files[i].within(r.files[j].File) {
					out[i] = r.files[j].File
					break
				}
			}
		}
	}
	return out
}

// maxTried bounds the signature checks on one certificate that look for its issuer among leaves. An honest one needs
// one.
const maxTried = 20

// dropIssuers takes from the leaves those that have issued another certificate: CAs whose certificates do not say so.
// They lend, and the rules on CAs judge them. Only a signature proves it: a name alone must not keep a leaf from being
// judged.
func (r *repository) dropIssuers() {
	named := map[string][]*cert.Cert{}
	for _, f := range r.files {
		for _, l := range f.leaves {
			name := l.FoldedSubject()
			named[name] = append(named[name], l)
		}
	}
	issuers := map[*cert.Cert]bool{}
	for _, f := range r.files {
		for _, c := range f.Bundle.Certs {
			candidates := named[c.FoldedIssuer()]
			for _, l := range candidates[:min(maxTried, len(candidates))] {
				if l != c && !issuers[l] && issued(l, c) {
					issuers[l] = true
				}
			}
		}
	}
	for i := range r.files {
		leaves := slices.Clone(r.files[i].leaves)
		r.files[i].leaves = slices.DeleteFunc(leaves, func(l *cert.Cert) bool { return issuers[l] })
	}
}

func issued(issuer, c *cert.Cert) bool {
	return !cert.IsSelfIssued(c) && cert.KeyIDFit(c.Certificate, issuer.Certificate) != key.Contradicts &&
		key.CheckSignature(c.Certificate, key.Holder(issuer.Certificate)) == nil
}
