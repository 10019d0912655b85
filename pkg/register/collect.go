package register

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"
	"strconv"
	"time"
)

// draft is an entity as it stands in the file.
type draft struct {
	Entity
	version string // __EBA_EntityVersion, digits of a time: the newer of two is the greater
	set     [5]bool
}

// The keys of an entity that are read.
const (
	keyOwner = iota
	keyCode
	keyKind
	keyVersion
	keyServices
)

// collector gathers the entities of a file in the form in which the index keeps them: 330,000 values of Go would take
// several times the memory.
type collector struct {
	draft    draft
	notes    Notes
	pool     pool
	records  []byte // of all entities, one after the other
	entities []place
	keys     []byte // of all rows
	rows     []row  // entities are places in entities
	newest   uint64 // version
	scratch  []byte
}

// place is an entity that was read.
type place struct {
	id      [16]byte // of kind and EntityCode: what may stand once
	version uint64
	at, end uint32
	own     bool
	odd     bool
	kind    Kind
}

// row is a place in keys and the entity that has the key.
type row struct{ at, length, entity uint32 }

func (c *collector) key(r row) []byte { return c.keys[r.at : r.at+r.length] }

// pool keeps one copy of each text that many entities have, and gives it a number: owners, kinds, countries, services
// and parents are some 10,000 texts.
type pool struct {
	ids   map[string]uint64
	texts []string
}

func (p *pool) intern(text []byte) string {
	if id, ok := p.ids[string(text)]; ok {
		return p.texts[id]
	}
	s := string(text)
	p.id(s)
	return s
}

func (p *pool) id(s string) uint64 {
	id, ok := p.ids[s]
	if !ok {
		id = uint64(len(p.texts))
		p.ids[s] = id
		p.texts = append(p.texts, s)
	}
	return id
}

func newCollector() *collector { return &collector{pool: pool{ids: map[string]uint64{}}} }

// add keeps an entity.
func (c *collector) add(d *draft) error {
	if !d.set[keyOwner] || !d.set[keyCode] || !d.set[keyKind] {
		return fmt.Errorf("an entity (%s %s) lacks CA_OwnerID, EntityCode or EntityType", d.Owner, d.Code)
	}
	if len(c.entities) == maxEntities {
		return fmt.Errorf("more than %d entities: the register has some 330,000", maxEntities)
	}
	if len(d.Numbers) == 0 {
		if d.Kind == Agent || codeNumber(d.Code) == "" {
			c.notes.Incomplete++
			return nil
		}
	}
	if len(d.Days) == 0 && d.Kind.Own() {
		d.Odd = true
	}
	p := place{id: c.identity(d), version: versionOf(d.version), at: uint32(len(c.records)), own: d.Kind != Agent,
		odd: d.Odd, kind: d.Kind}
	if !p.own { // a person, most often
		d.Names, d.Code = nil, ""
	}
	c.newest = max(c.newest, p.version)
	for _, key := range keysOf(&d.Entity) {
		c.rows = append(c.rows, row{uint32(len(c.keys)), uint32(len(key)), uint32(len(c.entities))})
		c.keys = append(c.keys, key...)
	}
	c.records = appendEntity(c.records, &d.Entity, c.pool.id)
	if len(c.records) > MaxIndex {
		return fmt.Errorf("more than %d MiB of entities", MaxIndex>>20)
	}
	p.end = uint32(len(c.records))
	c.entities = append(c.entities, p)
	return nil
}

// identity is what an entity is known by: the beginning of a digest takes less memory than the text.
func (c *collector) identity(d *draft) [16]byte {
	c.scratch = append(append(append(c.scratch[:0], d.Kind...), '\n'), d.Code...)
	sum := sha256.Sum256(c.scratch)
	return [16]byte(sum[:16])
}

// versionOf is a version as a number; zero: it is none.
func versionOf(version string) uint64 {
	n, err := strconv.ParseUint(version, 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// index sorts what was gathered. Institutions and branches come first, agents behind them.
func (c *collector) index(digest []byte, day time.Time) (*Index, Notes, error) {
	dropped := c.unique()
	c.notes.Kinds = map[Kind]int{}
	var order []uint32
	own := 0
	for _, agents := range []bool{false, true} {
		for i, p := range c.entities {
			if dropped[i] || p.own == agents {
				continue
			}
			order = append(order, uint32(i))
			c.notes.Kinds[p.kind]++
			if p.odd {
				c.notes.Odd++
			}
		}
		if !agents {
			own = len(order)
		}
	}
	c.notes.Entities = len(order)
	c.renumber(order)
	source := Source{Day: dayOf(dayOfVersion(c.newest, day)), Entities: len(order)}
	copy(source.Digest[:], digest)
	x, err := Decode(c.encode(source, own, order))
	return x, c.notes, err
}

// renumber gives the rows the numbers that the entities have in the index, and sorts them.
func (c *collector) renumber(order []uint32) {
	const none = ^uint32(0)
	place := make([]uint32, len(c.entities))
	for i := range place {
		place[i] = none
	}
	for i, at := range order {
		place[at] = uint32(i)
	}
	for i := range c.rows {
		c.rows[i].entity = place[c.rows[i].entity]
	}
	c.rows = slices.DeleteFunc(c.rows, func(r row) bool { return r.entity == none })
	slices.SortFunc(c.rows, func(a, b row) int {
		return cmp.Or(bytes.Compare(c.key(a), c.key(b)), cmp.Compare(a.entity, b.entity))
	})
}

// unique finds the entries that another one with the same code and kind makes superfluous: the newest is kept, of
// several the first.
func (c *collector) unique() map[int]bool {
	order := make([]int, len(c.entities))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		x, y := &c.entities[a], &c.entities[b]
		return cmp.Or(bytes.Compare(x.id[:], y.id[:]), cmp.Compare(y.version, x.version), cmp.Compare(a, b))
	})
	twice := map[int]bool{}
	for i := 1; i < len(order); i++ {
		if c.entities[order[i]].id == c.entities[order[i-1]].id {
			twice[order[i]] = true
		}
	}
	c.notes.Duplicates = len(twice)
	return twice
}

// dayOfVersion is the day of the newest version, 20260814223344848, or else of the file.
func dayOfVersion(version uint64, file time.Time) time.Time {
	if text := strconv.FormatUint(version, 10); len(text) >= 8 {
		if t, err := time.Parse("20060102", text[:8]); err == nil {
			return t
		}
	}
	return file
}

// keysOf are the keys under which an entity is found: those of its numbers and of the numbers in them, and of
// institutions that of its code.
func keysOf(e *Entity) []string {
	var keys []string
	for _, n := range e.Numbers {
		keys = append(keys, keyOf(n))
		for _, part := range partsOf(n) {
			keys = append(keys, keyOf(part))
		}
	}
	if e.Kind.Own() {
		keys = append(keys, keyOf(codeNumber(e.Code)))
	}
	keys = slices.DeleteFunc(keys, func(k string) bool { return k == "" })
	if len(keys) < 2 {
		return keys
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// encode writes the index of the entities in an order.
func (c *collector) encode(source Source, own int, order []uint32) []byte {
	u32 := binary.LittleEndian.AppendUint32
	records, texts := 0, 0
	for _, i := range order {
		records += int(c.entities[i].end - c.entities[i].at)
	}
	for _, t := range c.pool.texts {
		texts += len(t)
	}
	out := make([]byte, 0, indexHeader+4*(len(order)+1+len(c.pool.texts))+rowSize*len(c.rows)+records+len(c.keys)+texts)
	out = append(append(out, indexMagic...), indexVersion)
	out = u32(out, 0)
	out = append(out, source.Digest[:]...)
	for _, n := range []int{int(source.Day), own, source.Entities, len(c.rows), records,
		len(c.pool.texts), len(c.keys)} {
		out = u32(out, uint32(n))
	}
	at := uint32(0)
	for _, i := range order {
		out = u32(out, at)
		at += c.entities[i].end - c.entities[i].at
	}
	out = u32(out, at)
	for _, r := range c.rows {
		out = u32(u32(u32(out, r.at), r.length), r.entity)
	}
	at = 0
	for _, t := range c.pool.texts {
		at += uint32(len(t))
		out = u32(out, at)
	}
	for _, i := range order {
		out = append(out, c.records[c.entities[i].at:c.entities[i].end]...)
	}
	out = append(out, c.keys...)
	for _, t := range c.pool.texts {
		out = append(out, t...)
	}
	binary.LittleEndian.PutUint32(out[8:], checksum(out[12:]))
	return out
}
