package pkcs12

import (
	"errors"
)

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
