package repo

import (
	"cmp"
	"path/filepath"
	"slices"
	"strings"

	"qwac/pkg/cert"
)

// maxLent bounds the certificates that are lent to one target: a chain has a handful, and of each CA there are a few
// generations and cross-certificates.
const maxLent = 50

// lenders know the certificates that may complete a chain, by name and by key identifier.
type lenders struct {
	named, keyed map[string][]lent
	marked       map[nameAndKey][]lent // by both; those without a key identifier too
	known        map[around][]*cert.Cert
	found        map[within][]lent
	dirs         map[string]bool // folders that certificates stand in
	looked       int             // certificates that were compared
}

// nameAndKey are by what a certificate names its issuer.
type nameAndKey struct{ name, key string }

// lent is a certificate and where it stands.
type lent struct {
	*cert.Cert
	dir        string
	everywhere bool
}

// around is what the certificates for a target depend on.
type around struct{ issuer, key, dir string }

// within is what the certificates of a name, of a key identifier or of both that are in reach depend on.
type within struct {
	name, key string
	keyless   bool // those that have no key identifier
	dir       string
}

func newLenders() *lenders {
	return &lenders{named: map[string][]lent{}, keyed: map[string][]lent{}, marked: map[nameAndKey][]lent{},
		known: map[around][]*cert.Cert{}, found: map[within][]lent{},
		dirs: map[string]bool{}}
}

func (l *lenders) add(c *cert.Cert, f *File) {
	one := lent{c, f.Dir, f.Everywhere}
	l.dirs[f.Dir] = true
	name := c.FoldedSubject()
	l.named[name] = append(l.named[name], one)
	id := string(c.SubjectKeyId)
	if id != "" {
		l.keyed[id] = append(l.keyed[id], one)
	}
	l.marked[nameAndKey{name, id}] = append(l.marked[nameAndKey{name, id}], one)
}

// around are the certificates that may be above a leaf in a file, nearest first.
func (l *lenders) around(leaf *cert.Cert, f *File) []*cert.Cert {
	at := around{string(leaf.RawIssuer), string(leaf.AuthorityKeyId), l.lending(f.Dir)}
	found, ok := l.known[at]
	if !ok {
		found = l.above(leaf, f.Dir)
		l.known[at] = found
	}
	return found
}

// lending is the folder, or the nearest above it, that a certificate stands in: what reaches the one reaches the other.
// Empty: there is none.
func (l *lenders) lending(dir string) string {
	local := filepath.IsLocal(dir)
	for !l.dirs[dir] {
		up := filepath.Dir(dir)
		if up == dir || up == "." && !local {
			return ""
		}
		dir = up
	}
	return dir
}

// above goes up from a certificate to all that may be above it.
func (l *lenders) above(leaf *cert.Cert, dir string) []*cert.Cert {
	var out []*cert.Cert
	seen := map[string]bool{}
	for next := []*cert.Cert{leaf}; len(next) > 0 && len(out) < maxLent; next = next[1:] {
		for _, c := range l.issuers(next[0], dir) {
			if len(out) == maxLent {
				break
			}
			if !seen[string(c.Raw)] {
				seen[string(c.Raw)] = true
				out, next = append(out, c.Cert), append(next, c.Cert)
			}
		}
	}
	return out
}

// issuers are those in reach that may have issued a certificate: by their names, those whose key identifier contradicts
// only where there are no others, and by the key identifier alone.
func (l *lenders) issuers(c *cert.Cert, dir string) []lent {
	name, id, at := c.FoldedIssuer(), string(c.AuthorityKeyId), l.lending(dir)
	byName := func() []lent { return l.nearest(within{name: name, dir: at}, l.named[name], dir) }
	if id == "" {
		return byName()
	}
	fit := slices.Concat(
		l.nearest(within{name: name, key: id, dir: at}, l.marked[nameAndKey{name, id}], dir),
		l.nearest(within{name: name, keyless: true, dir: at}, l.marked[nameAndKey{name, ""}], dir))
	if len(fit) == 0 {
		fit = l.nearest(within{key: id, dir: at}, l.keyed[id], dir)
	}
	if len(fit) == 0 {
		return byName()
	}
	nearestFirst(fit)
	return fit
}

// nearest are those of some certificates that are in reach of a folder, nearest first, as many as are ever lent. There
// may be thousands of one name, and as many certificates that ask for them: it is found once.
func (l *lenders) nearest(at within, candidates []lent, dir string) []lent {
	found, ok := l.found[at]
	if !ok {
		found = l.filter(candidates, dir)
		nearestFirst(found)
		found = slices.Clone(found[:min(maxLent, len(found))])
		l.found[at] = found
	}
	return found
}

// filter leaves those that are in reach of a folder.
func (l *lenders) filter(candidates []lent, dir string) (out []lent) {
	for _, i := range candidates {
		if i.reaches(dir) {
			out = append(out, i)
		}
	}
	l.looked += len(candidates)
	return out
}

func nearestFirst(all []lent) {
	slices.SortStableFunc(all, func(a, b lent) int {
		return cmp.Or(cmp.Compare(a.distance(), b.distance()), cmp.Compare(a.At.File, b.At.File))
	})
}

// reaches reports whether a certificate is for targets in a folder: its own, or one below it.
func (i lent) reaches(dir string) bool {
	return i.everywhere || i.dir == dir || i.dir == "." && filepath.IsLocal(dir) ||
		strings.HasPrefix(dir, strings.TrimSuffix(i.dir, string(filepath.Separator))+string(filepath.Separator))
}

// distance orders certificates that reach a folder: the deeper, the nearer.
func (i lent) distance() int {
	if i.everywhere {
		return 1
	}
	if i.dir == "." {
		return 0
	}
	return -1 - strings.Count(i.dir, string(filepath.Separator))
}
