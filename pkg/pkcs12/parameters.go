package pkcs12

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/des"
	"errors"

	"golang.org/x/crypto/cryptobyte"

	"qwac/pkg/ber"
)

const oidPBES2 = "1.2.840.113549.1.5.13"

// encryption is how data are encrypted under a key.
type encryption struct {
	size int // of the key
	new  func(key []byte) (cipher.Block, error)
	old  string // its name when nobody should use it any more; empty: it will do
}

// schemes are those of RFC 7292, appendix C; without a block cipher it is RC4.
var schemes = ber.Table[encryption]{
	{"1.2.840.113549.1.12.1.1", encryption{16, nil, "128-bit RC4"}},
	{"1.2.840.113549.1.12.1.2", encryption{5, nil, "40-bit RC4"}},
	{"1.2.840.113549.1.12.1.3", encryption{24, des.NewTripleDESCipher, ""}},
	{"1.2.840.113549.1.12.1.4", encryption{16, twoKeys, ""}},
	{"1.2.840.113549.1.12.1.5", encryption{16, newRC2, "128-bit RC2"}},
	{"1.2.840.113549.1.12.1.6", encryption{5, newRC2, "40-bit RC2"}},
}

// ciphers are those of PBES2: AES in three sizes, and Triple DES.
var ciphers = ber.Table[encryption]{
	{"2.16.840.1.101.3.4.1.2", encryption{16, aes.NewCipher, ""}},
	{"2.16.840.1.101.3.4.1.22", encryption{24, aes.NewCipher, ""}},
	{"2.16.840.1.101.3.4.1.42", encryption{32, aes.NewCipher, ""}},
	{"1.2.840.113549.3.7", encryption{24, des.NewTripleDESCipher, ""}},
}

// twoKeys is Triple DES with the first key once more as the third.
func twoKeys(key []byte) (cipher.Block, error) {
	return des.NewTripleDESCipher(append(key[:16:16], key[:8]...))
}

func notSupported(what, id string) error {
	return unreadCipher{what, id}
}

// pbes2Of reads PBES2-params (RFC 8018, appendix A.4).
func pbes2Of(content []byte) (p parameters, err error) {
	es := new(ber.Elements).Of(content)
	if len(es) != 2 {
		return p, errMalformed
	}
	kdf, content, ok1 := algorithmOf(es[0].Content)
	id, _, ok2 := algorithmOf(es[1].Content)
	switch {
	case !ok1 || !ok2:
		return p, errMalformed
	case kdf != oidPBKDF2:
		return p, notSupported("the key derivation", kdf)
	case !ciphers.Has(id):
		return p, notSupported("the encryption", id)
	}
	p.pbes2, p.encryption = true, ciphers.Get(id)
	rest, err := p.saltAndRounds(content)
	if err != nil {
		return p, err
	}
	return p, errors.Join(p.readPRF(rest), p.readIV(es[1].Content))
}

// saltAndRounds reads what both kinds of parameters begin with.
func (p *parameters) saltAndRounds(content []byte) (rest []ber.Element, err error) {
	es := new(ber.Elements).Of(content)
	if len(es) < 2 {
		return nil, errMalformed
	}
	var ok1, ok2 bool
	p.salt, ok1 = octets(es[0])
	p.rounds, ok2 = positive(es[1])
	if !ok1 || !ok2 {
		return nil, errMalformed
	}
	return es[2:], nil
}

// readPRF reads the end of PBKDF2-params: the length of the key, which the cipher says as well, and the PRF, by default with SHA-1.
func (p *parameters) readPRF(rest []ber.Element) error {
	id := prfs[0].Key
	if len(rest) > 0 && rest[0].Tag == ber.TagInteger {
		rest = rest[1:]
	}
	if len(rest) > 0 {
		id, _, _ = algorithmOf(rest[0].Content)
	}
	if !prfs.Has(id) {
		return notSupported("the key derivation with", id)
	}
	p.prf = prfs.Get(id)
	return nil
}

// readIV reads the parameters of a cipher in CBC mode.
func (p *parameters) readIV(algorithm []byte) error {
	es := new(ber.Elements).Of(algorithm)
	if len(es) < 2 {
		return errMalformed
	}
	var ok bool
	if p.iv, ok = octets(es[1]); !ok {
		return errMalformed
	}
	return nil
}

// algorithmOf reads the content of an AlgorithmIdentifier: its object identifier, and the content of its parameters.
func algorithmOf(content []byte) (id string, parameters []byte, ok bool) {
	es := new(ber.Elements).Of(content)
	if len(es) == 0 || es[0].Tag != ber.TagOID || len(es[0].Content) > ber.MaxOID {
		return "", nil, false
	}
	s := cryptobyte.String(es[0].Full)
	oid, large, ok := ber.ReadOID(&s)
	if large == "" {
		large = oid.String()
	}
	if len(es) > 1 {
		parameters = es[1].Content
	}
	return large, parameters, ok
}

// positive reads an INTEGER of 1 to 2^31-1.
func positive(e ber.Element) (n int, ok bool) {
	if e.Tag != ber.TagInteger || len(e.Content) == 0 || len(e.Content) > 4 || e.Content[0] >= 0x80 {
		return 0, false
	}
	for _, c := range e.Content {
		n = n<<8 | int(c)
	}
	return n, n > 0
}

var errMalformed = errors.New("it is malformed or cut off")

// parameters are what an AlgorithmIdentifier says of an encryption by password.
type parameters struct {
	encryption
	salt   []byte
	rounds int

	pbes2 bool
	prf   prf
	iv    []byte
}

// parametersOf reads the content of an AlgorithmIdentifier.
func parametersOf(algorithm []byte) (p parameters, err error) {
	id, content, ok := algorithmOf(algorithm)
	if !ok {
		return p, errMalformed
	}
	if id == oidPBES2 {
		return pbes2Of(content)
	}
	if !schemes.Has(id) {
		return p, notSupported("the encryption", id)
	}
	p.encryption = schemes.Get(id)
	_, err = p.saltAndRounds(content)
	return p, err
}
