package target

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net/url"
	"strings"
)

// ErrNoChain means that there is no certificate to write.
var ErrNoChain = errors.New("no chain: there is no end-entity certificate to write")

// Encode writes a chain of certificates in DER, leaf first. The same chain gives the same bytes.
func (t *Target) Encode(chain [][]byte) ([]byte, error) {
	if len(chain) == 0 {
		return nil, ErrNoChain
	}
	switch t.Form {
	case Text:
		return []byte(t.Parts[0].text(chain)), nil
	case Array:
		return line(t.Parts[0].value(chain))
	case Headers:
		return t.headers(chain), nil
	case Pairs:
		return t.pairs(chain), nil
	case KeySet:
		return t.keySet(chain)
	}
	var members []member
	for _, f := range t.Fixed {
		members = append(members, member{f[0], f[1]})
	}
	for _, p := range t.Parts {
		members = append(members, member{p.Name, p.value(chain)})
	}
	return line(object(members))
}

// of are the certificates of a part.
func (p *Part) of(chain [][]byte) [][]byte {
	switch p.Take {
	case Leaf:
		return chain[:1]
	case Rest:
		return chain[1:]
	}
	return chain
}

// each are the certificates of a part as they are written.
func (p *Part) each(chain [][]byte) []string {
	out := []string{}
	for _, der := range p.of(chain) {
		out = append(out, p.Coding.write(der))
	}
	return out
}

func (p *Part) text(chain [][]byte) string {
	s := strings.Join(p.each(chain), "")
	if p.Unended {
		s = strings.TrimSuffix(s, "\n")
	}
	return s
}

// value is that of a member: a text, or a list of texts.
func (p *Part) value(chain [][]byte) any {
	if p.List {
		return p.each(chain)
	}
	return p.text(chain)
}

func (c Coding) write(der []byte) string {
	text := base64.StdEncoding.EncodeToString(der)
	switch c {
	case Base64:
		return text
	case Bytes:
		return ":" + text + ":"
	}
	block := string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
	if c == EscapedPEM {
		return strings.ReplaceAll(url.QueryEscape(block), "+", "%20") // a plus of base64 is %2B by then
	}
	return block
}

// headers has a line for each part that is not empty (RFC 9440, 2.3: without a chain there is no field for it).
func (t *Target) headers(chain [][]byte) []byte {
	var b bytes.Buffer
	for _, p := range t.Parts {
		if all := p.each(chain); len(all) > 0 {
			fmt.Fprintf(&b, "%s: %s\n", p.Name, strings.Join(all, ", "))
		}
	}
	return b.Bytes()
}

func (t *Target) pairs(chain [][]byte) []byte {
	var all []string
	for _, p := range t.Parts {
		all = append(all, fmt.Sprintf("%s=%q", p.Name, p.text(chain)))
	}
	return []byte(t.Header + ": " + strings.Join(all, ";") + "\n")
}

// keySet has the public key of the leaf as a JWK (RFC 7518, 6), in front of its certificates.
func (t *Target) keySet(chain [][]byte) ([]byte, error) {
	leaf, err := x509.ParseCertificate(chain[0])
	if err != nil {
		return nil, err
	}
	key, err := publicKey(leaf.PublicKey)
	if err != nil {
		return nil, err
	}
	for _, p := range t.Parts {
		key = append(key, member{p.Name, p.value(chain)})
	}
	return line(object([]member{{"keys", []object{key}}}))
}

func publicKey(key any) ([]member, error) {
	text := func(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }
	switch k := key.(type) {
	case *rsa.PublicKey:
		return []member{{"kty", "RSA"}, {"n", text(k.N.Bytes())}, {"e", text(big.NewInt(int64(k.E)).Bytes())}}, nil
	case *ecdsa.PublicKey:
		point, err := k.Bytes() // 4, x, y
		if err != nil || k.Curve == elliptic.P224() {
			return nil, errors.Join(errors.New("a JWK has no name for this curve (RFC 7518, 6.2.1.1)"), err)
		}
		n := len(point) / 2
		return []member{{"kty", "EC"}, {"crv", k.Params().Name}, {"x", text(point[1 : 1+n])},
			{"y", text(point[1+n:])}}, nil
	}
	return nil, fmt.Errorf("a JWK of a key of type %T is not known, want RSA or EC", key)
}

// member is one of an object.
type member struct {
	name  string
	value any
}

// object keeps its members in their order.
type object []member

// MarshalJSON writes the object without blanks.
func (o object) MarshalJSON() ([]byte, error) {
	b := []byte("{")
	for i, m := range o {
		if i > 0 {
			b = append(b, ',')
		}
		name, err := compact(m.name)
		if err != nil {
			return nil, err
		}
		value, err := compact(m.value)
		if err != nil {
			return nil, err
		}
		b = append(append(append(b, name...), ':'), value...)
	}
	return append(b, '}'), nil
}

func compact(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(v)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}

func line(v any) ([]byte, error) {
	b, err := compact(v)
	return append(b, '\n'), err
}
