package trustlist

import (
	"crypto/sha256"
	"slices"
	"strings"
	"time"

	"qwac/pkg/tsl"
)

// Index holds what the determination needs of the newest authentic list of each territory: every service that ever was a CA
// for qualified or other certificates. It is one block of bytes that is looked into without being unpacked, so that it loads
// in less than a millisecond. The zero Index knows no list. It is safe for concurrent use once made.
type Index struct {
	data    string // the whole encoding, see index_format.go
	sources []Source
	pointed []pointed
	offsets string // of the records, four bytes each
	records string
	names   table // hashes of subjects
	keys    table // hashes of public keys
}

// Source says which list the index was made of.
type Source struct {
	Territory  string
	Sequence   int
	Version    int
	Issued     time.Time
	NextUpdate time.Time         // zero: closed
	Digest     [sha256.Size]byte // of the file
	Signed     [sha256.Size]byte // as in [tsl.List]
	By         string            // what named the signer
}

// String is territory and sequence number: "NL 74".
func (s Source) String() string {
	return (&tsl.List{Territory: s.Territory, Sequence: s.Sequence}).String()
}

// Overdue reports whether the next update was due before a time.
func (s Source) Overdue(at time.Time) bool { return !s.NextUpdate.IsZero() && at.After(s.NextUpdate) }

// Entry is one service in an index.
type Entry struct {
	List     Source
	Provider tsl.Provider // without services
	Service  tsl.Service  // certificates only when it ever was for web site authentication; without X509SKI values

	carriers []carrier
}

// carrier is a certificate of the service: the hashes of its key and its subject, and for services that ever were for web
// site authentication the certificate.
type carrier struct {
	key, name hash
	cert      tsl.Certificate
}

// pointed says who may sign the lists of a territory, as the list of lists in the index had it.
type pointed struct {
	territory string
	signers   []string // SHA-256 of the certificates in hexadecimal
}

// NewIndex keeps the newest list of each territory. Lists given twice do no harm; no lists make an empty index. The error is
// [ErrIndex]: the lists are too large.
func NewIndex(lists ...*Trusted) (*Index, error) { return new(Index).With(lists...) }

// With is the index with the newest of the given lists in the place of those that it had of the same territories; that they
// are newer is not checked, see [Rollbacks]. The error is [ErrIndex]: x is damaged, or the lists are too
// large.
func (x *Index) With(lists ...*Trusted) (*Index, error) {
	c, err := x.without(newest(lists))
	if err != nil {
		return nil, err
	}
	for _, t := range newest(lists) {
		c.add(t)
	}
	var y Index
	if err := y.load(c.encode()); err != nil {
		return nil, err
	}
	return &y, nil
}

// Sources are the lists in the index, sorted by territory; also the list of lists, which has no services.
func (x *Index) Sources() []Source { return slices.Clone(x.sources) }

// Source is the list of a territory as lists name it ("EL", "UK").
func (x *Index) Source(territory string) (Source, bool) {
	i, ok := slices.BinarySearchFunc(x.sources, territory, func(s Source, t string) int { return strings.Compare(s.Territory, t) })
	if !ok {
		return Source{}, false
	}
	return x.sources[i], true
}

// Territories are those whose lists the list of lists in the index points to, sorted; nil when it has none.
func (x *Index) Territories() []string {
	var out []string
	for _, p := range x.pointed {
		out = append(out, p.territory)
	}
	return out
}

// Digest is the SHA-256 of the digests of all sources: two indexes with the same digest were made of the same lists.
func (x *Index) Digest() [sha256.Size]byte {
	h := sha256.New()
	for _, s := range x.sources {
		h.Write(s.Digest[:])
	}
	return [sha256.Size]byte(h.Sum(nil))
}

// Services are the entries of a territory in the order of its list, of all territories when it is empty. The error is
// [ErrIndex].
func (x *Index) Services(territory string) ([]Entry, error) {
	var out []Entry
	for i := range x.count() {
		e, err := x.entry(i)
		if err != nil {
			return nil, err
		}
		if territory == "" || e.List.Territory == territory {
			out = append(out, e)
		}
	}
	return out, nil
}

// WebSite reports whether the service is, or ever was, one for web site authentication.
func (e *Entry) WebSite() bool { return slices.ContainsFunc(e.Service.States, tsl.State.WebSite) }
