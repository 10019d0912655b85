package trustlist

import (
	"crypto/sha256"
	"maps"
	"slices"
	"time"

	"qwac/pkg/tsl"
)

// Trusted is a list whose signer was traced to the Official Journal. Only [Authenticate] creates one.
type Trusted struct {
	list *tsl.List
	by   string
}

// List is the list. It must not be changed.
func (t *Trusted) List() *tsl.List { return t.list }

// pointers returns who may sign the machine-readable lists (PRO-4.2.4-03), by territory.
func pointers(l *tsl.List) []pointed {
	all := map[string]*pointed{}
	for _, p := range l.Pointers {
		if p.MIMEType != tsl.MIMEXML || p.Type == tsl.TypeLOTL {
			continue
		}
		if all[p.Territory] == nil {
			all[p.Territory] = &pointed{territory: p.Territory}
		}
		for _, c := range p.Signers {
			all[p.Territory].signers = append(all[p.Territory].signers, fingerprint(c))
		}
	}
	var out []pointed
	for _, p := range sortedValues(all) {
		out = append(out, *p)
	}
	return out
}

// has reports whether one certificate of the service has this key and this subject (5.5.3: both together are the
// service).
func (e *Entry) has(key, name hash) bool {
	return slices.ContainsFunc(e.carriers, func(c carrier) bool { return c.key == key && c.name == name })
}

// Source identifies a list that the index was made from.
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

// carrier is a certificate of the service: the hashes of its key and its subject, and for services that ever were for
// web site authentication the certificate.
type carrier struct {
	key, name hash
	cert      tsl.Certificate
}

// pointed says who may sign the lists of a territory, as the list of lists in the index had it.
type pointed struct {
	territory string
	signers   []string // SHA-256 of the certificates in hexadecimal
}

func digestOf(sources []Source) [sha256.Size]byte {
	h := sha256.New()
	for _, s := range sources {
		h.Write(s.Digest[:])
	}
	return [sha256.Size]byte(h.Sum(nil))
}

// WebSite reports whether the service is, or ever was, one for web site authentication.
func (e *Entry) WebSite() bool { return slices.ContainsFunc(e.Service.States, tsl.State.WebSite) }

func newEntry(source Source, p tsl.Provider, s tsl.Service) Entry {
	p.Services = nil
	e := Entry{List: source, Provider: p, Service: s}
	for _, cert := range s.Certs {
		c := carrier{key: keyHash(cert.SPKI), name: nameHash(cert.Subject)}
		if e.WebSite() {
			c.cert = cert
		}
		e.carriers = append(e.carriers, c)
	}
	return e
}

// sortedValues are the values of a map in the order of its keys.
func sortedValues[V any](m map[string]V) []V {
	out := make([]V, 0, len(m))
	for _, k := range slices.Sorted(maps.Keys(m)) {
		out = append(out, m[k])
	}
	return out
}

// newest keeps the list with the highest number for each territory, sorted by territory.
func newest(lists []*Trusted) []*Trusted {
	best := map[string]*Trusted{}
	for _, t := range lists {
		if old := best[t.list.Territory]; old == nil || t.list.Sequence > old.list.Sequence {
			best[t.list.Territory] = t
		}
	}
	return sortedValues(best)
}
