package register

import "encoding/binary"

// appendEntity packs an entity: texts and lists with their lengths before them, and numbers in the place of texts that
// many entities have.
func appendEntity(out []byte, e *Entity, id func(string) uint64) []byte {
	flags := byte(0)
	if e.Odd {
		flags |= 1
	}
	if e.Active {
		flags |= 2
	}
	out = append(out, flags)
	for _, s := range []string{e.Owner, string(e.Kind), e.Country, e.Parent} {
		out = binary.AppendUvarint(out, id(s))
	}
	out = appendTexts(appendTexts(appendText(out, e.Code), e.Numbers), e.Names)
	out = binary.AppendUvarint(out, uint64(len(e.Days)))
	for _, d := range e.Days {
		out = binary.AppendVarint(out, int64(d))
	}
	out = binary.AppendUvarint(out, uint64(len(e.Services)))
	for _, s := range e.Services {
		out = binary.AppendUvarint(out, id(s.Country))
		out = binary.AppendUvarint(out, uint64(len(s.Codes)))
		for _, code := range s.Codes {
			out = binary.AppendUvarint(out, id(code))
		}
	}
	return out
}

func appendText(out []byte, s string) []byte {
	return append(binary.AppendUvarint(out, uint64(len(s))), s...)
}

func appendTexts(out []byte, list []string) []byte {
	out = binary.AppendUvarint(out, uint64(len(list)))
	for _, s := range list {
		out = appendText(out, s)
	}
	return out
}

// unpacker reads what appendEntity wrote. After a fault everything is empty.
type unpacker struct {
	rest  string
	texts func(uint64) (string, bool)
	bad   bool
}

func decodeEntity(record string, texts func(uint64) (string, bool)) (Entity, bool) {
	u := unpacker{rest: record, texts: texts}
	var e Entity
	flags := u.take(1)
	if flags != "" {
		e.Odd, e.Active = flags[0]&1 != 0, flags[0]&2 != 0
	}
	e.Owner, e.Kind, e.Country, e.Parent = u.shared(), Kind(u.shared()), u.shared(), u.shared()
	e.Code, e.Numbers, e.Names = u.text(), u.list(), u.list()
	for range u.count() {
		e.Days = append(e.Days, Day(u.varint()))
	}
	for range u.count() {
		s := Service{Country: u.shared()}
		for range u.count() {
			s.Codes = append(s.Codes, u.shared())
		}
		e.Services = append(e.Services, s)
	}
	return e, !u.bad && u.rest == ""
}

func (u *unpacker) take(n int) string {
	if n > len(u.rest) {
		u.rest, u.bad = "", true
		return ""
	}
	s := u.rest[:n]
	u.rest = u.rest[n:]
	return s
}

// count is a number of things that take a byte each at least.
func (u *unpacker) count() int {
	n, size := uvarint(u.rest)
	if size <= 0 || n > uint64(len(u.rest)-size) {
		u.rest, u.bad = "", true
		return 0
	}
	u.rest = u.rest[size:]
	return int(n)
}

func (u *unpacker) text() string { return u.take(u.count()) }

// shared is a text that has a number.
func (u *unpacker) shared() string {
	id, size := uvarint(u.rest)
	if size <= 0 {
		u.rest, u.bad = "", true
		return ""
	}
	u.rest = u.rest[size:]
	s, ok := u.texts(id)
	u.bad = u.bad || !ok
	return s
}

func (u *unpacker) list() []string {
	var out []string
	for range u.count() {
		out = append(out, u.text())
	}
	return out
}

func (u *unpacker) varint() int64 {
	n, size := uvarint(u.rest)
	if size <= 0 {
		u.rest, u.bad = "", true
		return 0
	}
	u.rest = u.rest[size:]
	v := int64(n >> 1)
	if n&1 != 0 {
		v = ^v
	}
	return v
}

// uvarint is binary.Uvarint on a string.
func uvarint(s string) (uint64, int) {
	var v uint64
	for i := range min(len(s), binary.MaxVarintLen64) {
		if v |= uint64(s[i]&0x7f) << (7 * i); s[i] < 0x80 {
			return v, i + 1
		}
	}
	return 0, 0
}
