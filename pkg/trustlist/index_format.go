package trustlist

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"hash/crc32"
	"slices"
)

// Index holds what the determination needs of the newest authentic list of each territory: every service that ever was
// a CA for qualified or other certificates. It is one block of bytes that is used without unpacking, so it loads in
// less than a millisecond. The zero Index is empty. It is safe for concurrent use once made.
type Index struct {
	data    string // the whole encoding, see index_format.go
	sources []Source
	pointed []pointed
	offsets string // of the records, four bytes each
	records string
	names   table // hashes of subjects
	keys    table // hashes of public keys
}

// content is what an index is made of.
type content struct {
	sources []Source
	entries []Entry
	pointed []pointed
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
	digest := digestOf(c.sources)
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

// The encoding of an index, all integers little-endian:
//
//	 0  magic      7 bytes "QWACTL\n"
//	 7  version    1 byte
//	 8  checksum   4 bytes, CRC-32C of all that follows
//	12  digest     32 bytes, [Index.Digest]
//	44  head       4 bytes, then that many bytes: the sources, and who may sign their successors
//	    records    4 bytes, their number n, then n+1 offsets of 4 bytes
//	    names      4 bytes, then that many rows of 20 bytes: hash and number of the record, sorted
//	    keys       the same
//	    the records
//
// Sources and records are sequences of numbers (varint), texts and byte strings (length and bytes); see
// index_record.go.
const (
	indexMagic   = "QWACTL\n"
	indexVersion = 1
	indexHeader  = 44
	rowSize      = len(hash{}) + 4
)

// checksum builds its table on first use: most runs do not need it.
func checksum(data []byte) uint32 { return crc32.Checksum(data, crc32.MakeTable(crc32.Castagnoli)) }

func (x *Index) load(data []byte) error {
	if len(data) > MaxIndex {
		return badIndex("%d bytes, at most %d are read", len(data), MaxIndex)
	}
	if len(data) < indexHeader || string(data[:len(indexMagic)]) != indexMagic {
		return badIndex("it does not begin like one")
	}
	if v := data[len(indexMagic)]; v != indexVersion {
		return badIndex("version %d, want %d", v, indexVersion)
	}
	if binary.LittleEndian.Uint32(data[8:]) != checksum(data[12:]) {
		return badIndex("checksum")
	}
	x.data = string(data)
	d := decoder{rest: x.data[12:]}
	digest := d.take(sha256.Size)
	if !x.loadTables(&d) {
		return badIndex("tables")
	}
	if sum := digestOf(x.sources); string(sum[:]) != digest {
		return badIndex("digest of the sources")
	}
	return nil
}

func (x *Index) loadTables(d *decoder) bool {
	head := decoder{rest: d.take(d.length())}
	x.sources = list(&head, (*decoder).source)
	x.pointed = list(&head, (*decoder).pointed)
	n := d.length()
	x.offsets = d.take(4 * (n + 1))
	x.names = table{d.take(rowSize * d.length())}
	x.keys = table{d.take(rowSize * d.length())}
	x.records = d.rest
	return !d.bad && !head.bad && head.rest == ""
}

// count is the number of records.
func (x *Index) count() int { return max(0, len(x.offsets)/4-1) }

// entry unpacks a record.
func (x *Index) entry(i int) (Entry, error) {
	if i < 0 || i >= x.count() {
		return Entry{}, badIndex("record %d of %d", i, x.count())
	}
	places := decoder{rest: x.offsets[4*i : 4*i+8]}
	from, to := places.length(), places.length()
	if places.bad || from > to || to > len(x.records) {
		return Entry{}, badIndex("place of record %d", i)
	}
	d := decoder{rest: x.records[from:to]}
	e := d.entry(x.sources)
	if d.bad || d.rest != "" {
		return Entry{}, badIndex("record %d", i)
	}
	return e, nil
}

// table maps hashes to records by sorted rows.
type table struct{ rows string }

// find returns the records of a hash, in order.
func (t table) find(h hash) []int {
	var records []int
	low, high := 0, len(t.rows)/rowSize
	for low < high {
		if mid := (low + high) / 2; t.rows[mid*rowSize:mid*rowSize+len(h)] < string(h[:]) {
			low = mid + 1
		} else {
			high = mid
		}
	}
	for ; (low+1)*rowSize <= len(t.rows) && t.rows[low*rowSize:low*rowSize+len(h)] == string(h[:]); low++ {
		d := decoder{rest: t.rows[low*rowSize+len(h) : (low+1)*rowSize]}
		records = append(records, d.length())
	}
	slices.Sort(records)
	return records
}
