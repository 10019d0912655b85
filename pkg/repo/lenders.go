package repo

import (
	"cmp"
	"path/filepath"
	"slices"
	"strings"

	"qwac/pkg/cert"
	"qwac/pkg/key"
)

// maxLent bounds the certificates that are lent to one target: a chain has a handful, and of each CA there are a few
// generations and cross-certificates.
const maxLent = 50

// lenders know the certificates that may complete a chain, by name and by key identifier.
type lenders struct {
	named, keyed map[string][]lent
	known        map[around][]*cert.Cert
	dirs         map[string]bool // folders that certificates stand in
}

// lent is a certificate and where it stands.
type lent struct {
	*cert.Cert
	dir        string
	everywhere bool
}

// around is what the certificates for a target depend on.
type around struct{ issuer, key, dir string }

func newLenders() *lenders {
	return &lenders{map[string][]lent{}, map[string][]lent{}, map[around][]*cert.Cert{}, map[string]bool{}}
}

func (l *lenders) add(c *cert.Cert, f *File) {
	one := lent{c, f.Dir, f.Everywhere}
	l.dirs[f.Dir] = true
	name := c.FoldedSubject()
	l.named[name] = append(l.named[name], one)
	if id := string(c.SubjectKeyId); id != "" {
		l.keyed[id] = append(l.keyed[id], one)
	}
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
			if !seen[string(c.Raw)] && len(out) < maxLent {
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
	var fit, other []lent
	for _, i := range l.named[c.FoldedIssuer()] {
		switch {
		case !i.reaches(dir):
		case cert.KeyIDFit(c.Certificate, i.Certificate) != key.Contradicts:
			fit = append(fit, i)
		default:
			other = append(other, i)
		}
	}
	if id := string(c.AuthorityKeyId); len(fit) == 0 && id != "" {
		for _, i := range l.keyed[id] {
			if i.reaches(dir) {
				fit = append(fit, i)
			}
		}
	}
	if len(fit) == 0 {
		fit = other
	}
	slices.SortStableFunc(fit, func(a, b lent) int {
		return cmp.Or(cmp.Compare(a.distance(), b.distance()), cmp.Compare(a.At.File, b.At.File))
	})
	return fit
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
