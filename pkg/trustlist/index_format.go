package trustlist

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"slices"
)

// The encoding of an index, all integers little-endian:
//
//	 0  magic      7 bytes "QWACTL\n"
//	 7  version    1 byte
//	 8  checksum   4 bytes, CRC-32C of all that follows
//	12  digest     32 bytes, [Index.Digest]
//	44  head       4 bytes, then so many bytes: the sources, and who may sign their successors
//	    records    4 bytes, their number n, then n+1 offsets of 4 bytes
//	    names      4 bytes, then so many rows of 20 bytes: hash and number of the record, sorted
//	    keys       the same
//	    the records
//
// Sources and records are sequences of numbers (varint), texts and byte strings (length and bytes); see index_record.go.
const (
	indexMagic   = "QWACTL\n"
	indexVersion = 1
	indexHeader  = 44
	rowSize      = len(hash{}) + 4
)

// MaxIndex is the most that is read as an index: some seventy times the index of all lists of 2025, which has 0.9 MB.
const MaxIndex = 64 << 20

// ErrIndex says that bytes are not an index, or one that is damaged or of another version. The lists must be added again.
var ErrIndex = errors.New("not a usable trusted list index")

// checksum makes its table when it is needed first: most runs of a program need none.
func checksum(data []byte) uint32 { return crc32.Checksum(data, crc32.MakeTable(crc32.Castagnoli)) }

// MarshalBinary is the encoded index. The same lists give the same bytes.
func (x *Index) MarshalBinary() ([]byte, error) {
	if x.data == "" {
		return new(content).encode(), nil
	}
	return []byte(x.data), nil
}

// UnmarshalBinary takes what MarshalBinary made. The error is [ErrIndex] with the reason.
func (x *Index) UnmarshalBinary(data []byte) error {
	var y Index
	if err := y.load(data); err != nil {
		return err
	}
	*x = y
	return nil
}

func badIndex(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrIndex, fmt.Sprintf(format, args...))
}

func (x *Index) load(data []byte) error {
	if len(data) > MaxIndex {
		return badIndex("%d bytes, at most %d are read", len(data), MaxIndex)
	}
	if len(data) < indexHeader || string(data[:len(indexMagic)]) != indexMagic {
		return badIndex("it does not begin like one")
	}
	if v := data[len(indexMagic)]; v != indexVersion {
		return badIndex("version %d, wanted %d", v, indexVersion)
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
	if sum := x.Digest(); string(sum[:]) != digest {
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

func appendFixed32(b []byte, n int) []byte { return binary.LittleEndian.AppendUint32(b, uint32(n)) }
