package register

import (
	"errors"
	"fmt"
	"slices"
)

// Limits of one entity. The largest of 2026 has 31 countries of 14 services and a handful of everything else.
const (
	maxProperties = 200
	maxValues     = 200 // of one property, or services of one country
	maxCountries  = 300
)

// document reads the whole file: an array of arrays of objects, or of objects. Objects without any key of an entity are
// not entities: the disclaimer is one.
func (c *collector) document(s *scanner) error {
	if s.peek() == 0xef { // byte order mark
		if err := s.literal("\ufeff"); err != nil {
			return err
		}
	}
	if s.peek() == '{' {
		return errors.New("it begins with an object, want an array of arrays of entities")
	}
	err := s.array(func() error {
		switch s.peek() {
		case '[':
			return s.array(func() error { return c.object(s) })
		default:
			return c.object(s)
		}
	})
	if err != nil {
		return err
	}
	if err := s.close(); err != nil {
		return err
	}
	if len(c.entities) == 0 {
		return &Error{"there is no entity in it",
			"want the register of the EBA: the ZIP archive or the JSON file in it"}
	}
	return nil
}

// object reads one entity, or something else, which is dropped.
func (c *collector) object(s *scanner) error {
	d := &c.draft
	d.reset()
	err := s.object(func(name []byte) error {
		switch string(name) {
		case "CA_OwnerID":
			return d.one(s, keyOwner, &d.Owner, c)
		case "EntityCode":
			return d.one(s, keyCode, &d.Code, c)
		case "EntityType":
			var kind string
			err := d.one(s, keyKind, &kind, c)
			d.Kind = Kind(kind)
			return err
		case "__EBA_EntityVersion":
			if c := s.peek(); c == '-' || c >= '0' && c <= '9' {
				return s.number()
			}
			return d.one(s, keyVersion, &d.version, c)
		case "Properties":
			return c.properties(s, d)
		case "Services":
			if d.set[keyServices] {
				return errors.New(`an entity has "Services" twice`)
			}
			d.set[keyServices] = true
			return c.services(s, d)
		}
		if d.set[keyOwner] || d.set[keyCode] || d.set[keyKind] {
			c.notes.unknown(string(name))
		}
		return s.skip(2)
	})
	if err != nil {
		return err
	}
	if !d.set[keyOwner] && !d.set[keyCode] && !d.set[keyKind] {
		return nil
	}
	return c.add(d)
}

func (d *draft) reset() {
	*d = draft{Entity: Entity{Numbers: d.Numbers[:0], Names: d.Names[:0], Days: d.Days[:0], Services: d.Services[:0]}}
}

// one reads the one text of a key, which may stand once.
func (d *draft) one(s *scanner, key int, to *string, c *collector) error {
	if d.set[key] {
		return errors.New("an entity has a key twice that may stand once")
	}
	d.set[key] = true
	text, err := s.str()
	if key == keyOwner || key == keyKind {
		*to = c.pool.intern(text)
	} else {
		*to = string(text)
	}
	return err
}

// properties reads a list of objects of one property each; one object with all of them does as well.
func (c *collector) properties(s *scanner, d *draft) error {
	n := 0
	member := func(name []byte) error {
		if n++; n > maxProperties {
			return fmt.Errorf("an entity has more than %d properties", maxProperties)
		}
		return c.property(s, d, name)
	}
	if s.peek() == '{' {
		return s.object(member)
	}
	return s.array(func() error { return s.object(member) })
}

// property reads those that are needed. Names of agents are not: they come behind EntityType.
func (c *collector) property(s *scanner, d *draft, name []byte) error {
	switch string(name) {
	case "ENT_NAT_REF_COD":
		return values(s, func(text []byte) { d.Numbers = append(d.Numbers, string(text)) })
	case "ENT_NAM", "ENT_NAM_COM":
		if d.Kind == Agent {
			return s.skip(4)
		}
		return values(s, func(text []byte) { d.Names = append(d.Names, string(text)) })
	case "ENT_COU_RES":
		return values(s, func(text []byte) { d.Country = c.pool.intern(text) })
	case "ENT_AUT":
		return values(s, func(text []byte) { d.date(string(text)) })
	case "ENT_COD_PAR_ENT":
		return values(s, func(text []byte) { d.Parent = c.pool.intern(text) })
	case "DER_CHI_ENT_AUT":
		return values(s, func(text []byte) { d.Active = string(text) == "Active" || string(text) == "YES" })
	case "ENT_TYP_PAR_ENT", "ENT_COD_TYP", "ENT_ADD", "ENT_TOW_CIT_RES", "ENT_POS_COD", "ENT_EXC",
		"ENT_DES_ACT_EXC_SCP": // not needed
		return s.skip(4)
	}
	c.notes.unknown(string(name))
	return s.skip(4)
}

// date adds a date, which must not be before the one before it: their order is their meaning.
func (d *draft) date(text string) {
	day, ok := parseDay(text)
	if !ok || len(d.Days) > 0 && day < d.Days[len(d.Days)-1] {
		d.Odd = true
		return
	}
	d.Days = append(d.Days, day)
}

// values reads a text or a list of texts. Null is none.
func values(s *scanner, take func([]byte)) error {
	n := 0
	one := func() error {
		if n++; n > maxValues {
			return fmt.Errorf("a property has more than %d values", maxValues)
		}
		switch s.peek() {
		case 'n':
			return s.literal("null")
		case '"':
			text, err := s.str()
			if err == nil {
				take(text)
			}
			return err
		}
		return s.bad("a text")
	}
	if s.peek() == '[' {
		return s.array(one)
	}
	return one()
}

// services reads a list of objects from country to one code or several.
func (c *collector) services(s *scanner, d *draft) error {
	member := func(name []byte) error {
		if len(d.Services) >= maxCountries {
			return fmt.Errorf("an entity has services in more than %d countries", maxCountries)
		}
		country := c.pool.intern(name)
		var codes []string
		err := values(s, func(text []byte) { codes = append(codes, c.pool.intern(text)) })
		slices.Sort(codes)
		d.Services = append(d.Services, Service{country, slices.Compact(codes)})
		return err
	}
	switch s.peek() {
	case 'n':
		return s.literal("null")
	case '{':
		return s.object(member)
	}
	return s.array(func() error { return s.object(member) })
}
