package pkcs12

import (
	"bytes"
	"errors"

	"qwac/pkg/ber"
)

// Keys gives the private keys of a PKCS#12 file as PKCS#8 in DER, in their order. Whoever calls it asks for a key:
// [OpenParts], which is for certificates, never decrypts one. The error is [ErrPassword], ErrRounds, or says what
// cannot be read.
func Keys(parts []Part, password string, d *Derivation) ([][]byte, error) {
	var keys [][]byte
	for _, encrypted := range []bool{false, true} { // keys stand outside of what is encrypted as a whole
		for _, p := range parts {
			if (p.algorithm != nil) != encrypted || encrypted && len(keys) > 0 {
				continue
			}
			found, err := keysOf(p, password, d)
			if err != nil {
				return nil, err
			}
			keys = append(keys, found...)
		}
	}
	return keys, nil
}

func keysOf(p Part, password string, d *Derivation) (keys [][]byte, err error) {
	var bags []keyBag
	ok := true
	if p.algorithm == nil {
		bags, ok = keyBags(p.content, maxBags)
	} else {
		err = tryAll(p, password, d, func(_ *parameters, content []byte) bool {
			bags, ok = keyBags(content, maxBags)
			return ok
		})
	}
	if err != nil || !ok {
		return nil, errors.Join(err, malformedUnless(ok))
	}
	for _, b := range bags {
		key := b.value.Full
		if b.locked {
			if key, err = OpenKey(b.value.Full, password, d); err != nil {
				return nil, err
			}
		}
		keys = append(keys, key)
	}
	return keys, nil
}

func malformedUnless(ok bool) error {
	if ok {
		return nil
	}
	return errMalformed
}

// keyBag is a key of SafeContents, as it is or encrypted.
type keyBag struct {
	value  ber.Element
	locked bool
}

// keyBags finds the keys of SafeContents (RFC 7292, section 4.2).
func keyBags(content []byte, depth int) (found []keyBag, ok bool) {
	seq, rest, ok := ber.ReadElement(content)
	if !ok || len(rest) > 0 || seq.Tag != ber.TagSequence || depth == 0 {
		return nil, false
	}
	for rest := seq.Content; len(rest) > 0; {
		var bag ber.Element
		if bag, rest, ok = ber.ReadElement(rest); !ok {
			return nil, false
		}
		id, value, ok := contentOf(bag)
		if !ok {
			return nil, false
		}
		kind, _ := bytes.CutPrefix(id, derBag)
		switch {
		case len(kind) != 1:
		case kind[0] == 1 || kind[0] == 2:
			found = append(found, keyBag{value, kind[0] == 2})
		case kind[0] == 6:
			inner, ok := keyBags(value.Full, depth-1)
			if !ok {
				return nil, false
			}
			found = append(found, inner...)
		}
	}
	return found, true
}

// OpenKey decrypts an EncryptedPrivateKeyInfo (RFC 5958, section 3) and gives the key as PKCS#8 in DER. It reads what
// PKCS#12 files are encrypted with, which are the kinds that programs write. The error is [ErrPassword], ErrRounds, or
// says what cannot be read.
func OpenKey(info []byte, password string, d *Derivation) ([]byte, error) {
	seq, _, ok := ber.ReadElement(info)
	es := new(ber.Elements).Of(seq.Content)
	if !ok || len(es) < 2 || es[0].Tag != ber.TagSequence {
		return nil, errMalformed
	}
	data, ok := octets(es[1])
	if !ok {
		return nil, errMalformed
	}
	var opened []byte
	err := tryAll(Part{data, es[0].Content}, password, d, func(_ *parameters, key []byte) bool {
		e, rest, ok := ber.ReadElement(key)
		if !ok || len(rest) > 0 || ber.KindOf(e) != ber.PrivateKind {
			clear(key)
			return false
		}
		opened = key
		return true
	})
	return opened, err
}
