package trustlist

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"maps"
	"slices"
	"time"

	"qwac/pkg/tsl"
)

// content is what an index is made of.
type content struct {
	sources []Source
	entries []Entry
	pointed []pointed
}

// without is the content of x except that of the territories of some lists.
func (x *Index) without(lists []*Trusted) (*content, error) {
	replaced := func(territory string) bool {
		return slices.ContainsFunc(lists, func(t *Trusted) bool { return t.list.Territory == territory })
	}
	entries, err := x.Services("")
	if err != nil {
		return nil, err
	}
	return &content{
		sources: slices.DeleteFunc(x.Sources(), func(s Source) bool { return replaced(s.Territory) }),
		entries: slices.DeleteFunc(entries, func(e Entry) bool { return replaced(e.List.Territory) }),
		pointed: x.pointed,
	}, nil
}

func (c *content) add(t *Trusted) {
	l := t.list
	source := Source{l.Territory, l.Sequence, l.Version, l.Issued, l.NextUpdate, l.Digest, l.Signed, t.by}
	c.sources = append(c.sources, source)
	if l.IsLOTL() {
		c.pointed = pointers(l)
	}
	for _, p := range l.Providers {
		for _, s := range p.Services {
			if slices.ContainsFunc(s.States, issues) {
				c.entries = append(c.entries, newEntry(source, p, s))
			}
		}
	}
}

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

// encode sorts by territory; entries of a territory stay in the order of their list.
func (c *content) encode() []byte {
	slices.SortFunc(c.sources, func(a, b Source) int { return cmp.Compare(a.Territory, b.Territory) })
	slices.SortStableFunc(c.entries, func(a, b Entry) int { return cmp.Compare(a.List.Territory, b.List.Territory) })
	var head, records encoder
	each(&head, c.sources, (*encoder).source)
	each(&head, c.pointed, (*encoder).pointed)
	var names, keys rows
	offsets := []int{0}
	for i, e := range c.entries {
		for _, carrier := range e.carriers {
			names.add(carrier.name, i)
			keys.add(carrier.key, i)
		}
		source := slices.IndexFunc(c.sources, func(s Source) bool { return s.Territory == e.List.Territory })
		records.record(source, e)
		offsets = append(offsets, len(records.out))
	}
	digest := (&Index{sources: c.sources}).Digest()
	body := appendFixed32(digest[:], len(head.out))
	body = append(body, head.out...)
	body = appendFixed32(body, len(offsets)-1)
	for _, offset := range offsets {
		body = appendFixed32(body, offset)
	}
	body = keys.append(names.append(body))
	body = append(body, records.out...)
	out := append([]byte(indexMagic), indexVersion)
	out = appendFixed32(out, int(checksum(body)))
	return append(out, body...)
}

// rows are those of a table while it is made.
type rows [][]byte

func (r *rows) add(h hash, record int) {
	row := appendFixed32(slices.Clone(h[:]), record)
	if !slices.ContainsFunc((*r)[max(0, len(*r)-8):], func(other []byte) bool { return bytes.Equal(row, other) }) {
		*r = append(*r, row)
	}
}

func (r *rows) append(out []byte) []byte {
	slices.SortFunc(*r, bytes.Compare)
	out = appendFixed32(out, len(*r))
	return append(out, slices.Concat(*r...)...)
}

// encoder writes sources and records.
type encoder struct{ out []byte }

func (e *encoder) number(n int64)    { e.out = binary.AppendVarint(e.out, n) }
func (e *encoder) bytes(b []byte)    { e.number(int64(len(b))); e.out = append(e.out, b...) }
func (e *encoder) text(s string)     { e.bytes([]byte(s)) }
func (e *encoder) hash(h hash)       { e.out = append(e.out, h[:]...) }
func (e *encoder) time(t time.Time)  { e.number(unix(t)) }
func (e *encoder) texts(ss []string) { each(e, ss, (*encoder).text) }
func (e *encoder) words(ss []string) { each(e, ss, (*encoder).word) }

func each[T any](e *encoder, list []T, write func(*encoder, T)) {
	e.number(int64(len(list)))
	for _, v := range list {
		write(e, v)
	}
}

// unix keeps the zero time apart from 1970.
func unix(t time.Time) int64 {
	if t.IsZero() {
		return -1 << 62
	}
	return t.Unix()
}

// word writes an address that lists use as a word as its number in [words].
func (e *encoder) word(s string) {
	i := slices.Index(words[:], s)
	e.number(int64(i + 1))
	if i < 0 {
		e.text(s)
	}
}

// words are part of the format: the order may not change without a new version.
var words = [...]string{
	tsl.TypeCAQC, tsl.TypeCAPKC, tsl.StatusGranted, tsl.StatusWithdrawn,
	tsl.StatusPrefix + "recognisedatnationallevel", tsl.StatusPrefix + "deprecatedatnationallevel",
	tsl.StatusPrefix + "undersupervision", tsl.StatusPrefix + "supervisionincessation", tsl.StatusPrefix + "supervisionceased",
	tsl.StatusPrefix + "supervisionrevoked", tsl.StatusPrefix + "accredited", tsl.StatusPrefix + "accreditationceased",
	tsl.StatusPrefix + "accreditationrevoked", tsl.StatusPrefix + "setbynationallaw",
	tsl.ForWebSiteAuthentication, tsl.ForESignatures, tsl.ForESeals, tsl.RootCAQC,
	tsl.QCStatement, tsl.NotQualified, tsl.QCForESig, tsl.QCForESeal, tsl.QCForWSA, tsl.InfoPrefix + "QCForLegalPerson",
	tsl.InfoPrefix + "QCWithQSCD", tsl.InfoPrefix + "QCNoQSCD", tsl.InfoPrefix + "QCQSCDStatusAsInCert",
	tsl.InfoPrefix + "QCQSCDManagedOnBehalf", tsl.InfoPrefix + "QCWithSSCD", tsl.InfoPrefix + "QCNoSSCD", tsl.InfoPrefix + "QCSSCDStatusAsInCert",
}

// sortedValues are the values of a map in the order of its keys.
func sortedValues[V any](m map[string]V) []V {
	out := make([]V, 0, len(m))
	for _, k := range slices.Sorted(maps.Keys(m)) {
		out = append(out, m[k])
	}
	return out
}

// issues is true for services that issue certificates. Those that are not qualified are kept for what they explain.
func issues(s tsl.State) bool { return s.Type == tsl.TypeCAQC || s.Type == tsl.TypeCAPKC }
