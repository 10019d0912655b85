package register

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"sort"
)

// maxEntities bounds those of a file: the register of 2026 has 330,000.
const maxEntities = 2_000_000

// MaxIndex bounds an index: that of 330,000 entities has some 20 MB.
const MaxIndex = 256 << 20

// ErrIndex is the error of bytes that are not the index of a register, or a damaged one.
var ErrIndex = errors.New("not a usable index of the register")

// Source says which file an index was made of.
type Source struct {
	Digest   [sha256.Size]byte // SHA-256 of the file as it was downloaded
	Day      Day               // of its newest entry, or else of the file
	Entities int
}

// Index is the register as it is asked. It is one block of bytes that is used without unpacking. The zero Index is
// empty. It is safe for concurrent use once made.
type Index struct {
	data    []byte
	Source  Source
	own     int    // entities that are no agents, which come first
	offsets []byte // of the records, four bytes each
	records []byte
	rows    []byte // sorted by key: offset of the key, length of the key, entity
	keys    []byte
	ends    []byte // of the texts that many entities have, four bytes each
	texts   []byte
}

// The encoding of an index, all integers little-endian:
//
//	 0  magic      7 bytes "QWACRE\n"
//	 7  version    1 byte
//	 8  checksum   4 bytes, CRC-32C of all that follows
//	12  digest     32 bytes, SHA-256 of the file
//	44  day        4 bytes
//	48  own        4 bytes, entities that are no agents
//	52  entities   4 bytes, their number n
//	56  keys       4 bytes, their number k
//	60  records    4 bytes, their length
//	64  texts      4 bytes, the number t of texts that many entities have
//	68  key bytes  4 bytes, the length of the texts of the keys
//	72  offsets    4(n+1) bytes
//	    rows       12k bytes
//	    ends       4t bytes, where each of the texts ends
//	    the records, the keys, the texts
const (
	indexMagic   = "QWACRE\n"
	indexVersion = 1
	indexHeader  = 72
	rowSize      = 12
)

func checksum(data []byte) uint32 { return crc32.Checksum(data, crc32.MakeTable(crc32.Castagnoli)) }

// Bytes is the index as one block, for [Decode]. Callers must not change it.
func (x *Index) Bytes() []byte { return x.data }

// Decode reads what [Index.Bytes] returned, and keeps it.
func Decode(data []byte) (*Index, error) {
	switch {
	case len(data) > MaxIndex:
		return nil, badIndex("%d bytes, at most %d are read", len(data), MaxIndex)
	case len(data) < indexHeader || string(data[:len(indexMagic)]) != indexMagic:
		return nil, badIndex("it does not begin like one")
	case data[len(indexMagic)] != indexVersion:
		return nil, badIndex("version %d, want %d", data[len(indexMagic)], indexVersion)
	case binary.LittleEndian.Uint32(data[8:]) != checksum(data[12:]):
		return nil, badIndex("checksum")
	}
	x := &Index{data: data}
	entities, keys, records, texts, keyBytes := u32(data, 52), u32(data, 56), u32(data, 60), u32(data, 64), u32(data,
		68)
	rest := len(data) - indexHeader
	if entities > maxEntities || max(keys, records, texts, keyBytes) > rest ||
		4*(entities+1+texts)+rowSize*keys+records+keyBytes > rest {
		return nil, badIndex("lengths")
	}
	copy(x.Source.Digest[:], data[12:44])
	x.Source.Day, x.Source.Entities = Day(int32(u32(data, 44))), entities
	x.own = min(u32(data, 48), entities)
	data = data[indexHeader:]
	x.offsets, data = data[:4*(entities+1)], data[4*(entities+1):]
	x.rows, data = data[:rowSize*keys], data[rowSize*keys:]
	x.ends, data = data[:4*texts], data[4*texts:]
	x.records, data = data[:records], data[records:]
	x.keys, x.texts = data[:keyBytes], data[keyBytes:]
	return x, nil
}

// IsIndex reports whether data begin like an index.
func IsIndex(data []byte) bool { return bytes.HasPrefix(data, []byte(indexMagic)) }

func badIndex(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrIndex, fmt.Sprintf(format, args...))
}

func u32(b []byte, at int) int { return int(binary.LittleEndian.Uint32(b[at:])) }

// entity unpacks one.
func (x *Index) entity(i int) (Entity, bool) {
	if i < 0 || i >= x.Source.Entities {
		return Entity{}, false
	}
	from, to := u32(x.offsets, 4*i), u32(x.offsets, 4*i+4)
	if from > to || to > len(x.records) {
		return Entity{}, false
	}
	return decodeEntity(string(x.records[from:to]), x.text)
}

// text is one of those that many entities have.
func (x *Index) text(id uint64) (string, bool) {
	if id >= uint64(len(x.ends)/4) {
		return "", false
	}
	from, to := 0, u32(x.ends, 4*int(id))
	if id > 0 {
		from = u32(x.ends, 4*int(id)-4)
	}
	if from > to || to > len(x.texts) {
		return "", false
	}
	return string(x.texts[from:to]), true
}

// key is that of a row; nil: the row is damaged.
func (x *Index) key(i int) []byte {
	at := u32(x.rows, rowSize*i)
	n := u32(x.rows, rowSize*i+4)
	if at > len(x.keys) || n > len(x.keys)-at {
		return nil
	}
	return x.keys[at : at+n]
}

// under returns the entities under a key, maxUnder at most.
func (x *Index) under(key string) []Entity {
	n := len(x.rows) / rowSize
	i := sort.Search(n, func(i int) bool { return string(x.key(i)) >= key })
	var out []Entity
	for ; i < n && string(x.key(i)) == key && len(out) < maxUnder; i++ {
		if e, ok := x.entity(u32(x.rows, rowSize*i+8)); ok {
			out = append(out, e)
		}
	}
	return out
}

// maxUnder bounds the entities that one question looks at: agents of several institutions have one number, with some
// fifty entries at most.
const maxUnder = 1000

// ByCode is the institution or branch with this EntityCode.
func (x *Index) ByCode(code string) (Entity, bool) {
	for _, e := range x.under(keyOf(codeNumber(code))) {
		if e.Code == code {
			return e, true
		}
	}
	return Entity{}, false
}
