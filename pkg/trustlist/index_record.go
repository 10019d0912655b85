package trustlist

import (
	"crypto/x509"

	"qwac/pkg/tsl"
)

// Writer and reader of each part are side by side, because they must match.

func (e *encoder) source(s Source) {
	e.text(s.Territory)
	e.number(int64(s.Sequence))
	e.number(int64(s.Version))
	e.time(s.Issued)
	e.time(s.NextUpdate)
	e.out = append(append(e.out, s.Digest[:]...), s.Signed[:]...)
	e.text(s.By)
}

func (d *decoder) source() Source {
	s := Source{Territory: d.text(), Sequence: d.int(), Version: d.int(), Issued: d.time(), NextUpdate: d.time()}
	copy(s.Digest[:], d.take(len(s.Digest)))
	copy(s.Signed[:], d.take(len(s.Signed)))
	s.By = d.text()
	return s
}

func (e *encoder) pointed(p pointed) {
	e.text(p.territory)
	e.texts(p.signers)
}

func (d *decoder) pointed() pointed { return pointed{territory: d.text(), signers: d.texts()} }

func (e *encoder) record(source int, r Entry) {
	e.number(int64(source))
	e.text(r.Provider.Name)
	e.texts(r.Provider.Names)
	e.texts(r.Provider.TradeNames)
	e.text(r.Service.Name)
	each(e, r.carriers, (*encoder).carrier)
	each(e, r.Service.States, (*encoder).state)
}

func (d *decoder) entry(sources []Source) Entry {
	var e Entry
	if i := d.int(); i < 0 || i >= len(sources) {
		d.bad = true
	} else {
		e.List = sources[i]
	}
	e.Provider = tsl.Provider{Name: d.text(), Names: d.texts(), TradeNames: d.texts()}
	e.Service.Name = d.text()
	e.carriers = list(d, (*decoder).carrier)
	for _, c := range e.carriers {
		if c.cert.DER != nil {
			e.Service.Certs = append(e.Service.Certs, c.cert)
		}
	}
	e.Service.States = list(d, (*decoder).state)
	return e
}

func (e *encoder) carrier(c carrier) {
	e.bytes(c.cert.DER)
	if c.cert.DER == nil {
		e.hash(c.key)
		e.hash(c.name)
	}
}

func (d *decoder) carrier() carrier {
	var c carrier
	der := d.text()
	if der == "" {
		copy(c.key[:], d.take(len(c.key)))
		copy(c.name[:], d.take(len(c.name)))
		return c
	}
	c.cert.DER = []byte(der)
	d.bad = d.bad || !c.cert.Split()
	c.key, c.name = keyHash(c.cert.SPKI), nameHash(c.cert.Subject)
	return c
}

func (e *encoder) state(s tsl.State) {
	e.word(s.Type)
	e.word(s.Status)
	e.time(s.Since)
	e.words(s.Infos)
	each(e, s.Qualifications, (*encoder).qualification)
	e.texts(s.Unknown)
}

func (d *decoder) state() tsl.State {
	return tsl.State{Type: d.word(), Status: d.word(), Since: d.time(), Infos: d.words(),
		Qualifications: list(d, (*decoder).qualification), Unknown: d.texts()}
}

func (e *encoder) qualification(q tsl.Qualification) {
	critical := int64(0)
	if q.Critical {
		critical = 1
	}
	e.number(critical)
	e.words(q.Qualifiers)
	e.criteria(q.Criteria)
}

func (d *decoder) qualification() tsl.Qualification {
	return tsl.Qualification{Critical: d.int() == 1, Qualifiers: d.words(), Criteria: d.criteria()}
}

func (e *encoder) criteria(c tsl.Criteria) {
	e.text(string(c.Assert))
	each(e, c.Tests, (*encoder).test)
	each(e, c.Lists, (*encoder).criteria)
}

// criteria is recursive: the depth is that of the document, or less.
func (d *decoder) criteria() tsl.Criteria {
	if d.depth++; d.depth > tsl.MaxDepth {
		d.bad = true
		return tsl.Criteria{}
	}
	c := tsl.Criteria{Assert: tsl.Assert(d.text()), Tests: list(d, (*decoder).test),
		Lists: list(d, (*decoder).criteria)}
	d.depth--
	return c
}

func (e *encoder) test(t tsl.Test) {
	e.number(int64(t.Kind))
	e.texts(t.OIDs)
	e.number(int64(t.On))
	e.number(int64(t.Off))
}

func (d *decoder) test() tsl.Test {
	return tsl.Test{Kind: tsl.TestKind(d.int()), OIDs: d.texts(), On: x509.KeyUsage(d.int()),
		Off: x509.KeyUsage(d.int())}
}
