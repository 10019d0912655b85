package chain

import (
	"crypto/x509"
	"errors"
	"fmt"

	"software.sslmate.com/src/go-pkcs12"

	"qwac/pkg/lint"
)

// maxIterations bounds the key derivations of one PKCS#12 file together. OpenSSL takes 2,048 for each, the newest advice is
// 600,000; ten million take some seconds.
const maxIterations = 10_000_000

// store reads a PKCS#12 file (RFC 7292) when there is a password. Its keys are dropped at once.
func (r *reader) store(data []byte, at lint.Location) {
	const what = "the input is PKCS#12"
	if iterations(data, maxDepth) > maxIterations {
		r.faults.add("pem-input-pkcs12", at, fmt.Sprintf("%s that demands more than %d rounds of key derivation; it was not opened", what, maxIterations))
		return
	}
	if r.bundle.Password == nil {
		f := r.faults.add("pem-input-pkcs12", at, what+", wanted PEM; without its password it was not opened")
		f.Hint = "Give its password with --password-file, the environment variable QWAC_PASSWORD or at the prompt, or write the certificates as PEM: openssl pkcs12 -nokeys -in FILE -out chain.pem."
		return
	}
	password, err := r.bundle.Password(r.file)
	if err != nil {
		r.err = fmt.Errorf("asking for the password of %q: %w", r.file, err)
		return
	}
	certs, err := openStore(data, password)
	switch {
	case errors.Is(err, pkcs12.ErrIncorrectPassword), errors.Is(err, pkcs12.ErrDecryption):
		r.err = fmt.Errorf("opening %q: %w: give the password that the file was exported with (--password-file, QWAC_PASSWORD or prompt)", r.file, ErrPassword)
	case err != nil:
		f := r.faults.add("pem-input-pkcs12", at, what+", wanted PEM; it could not be read: "+err.Error())
		f.Hint = "Write the certificates as PEM: openssl pkcs12 -nokeys -in FILE -out chain.pem."
	default:
		r.faults.add("pem-input-pkcs12", at, what+", wanted PEM; read from it: "+count(len(certs), "certificate")+", no key")
	}
	for _, der := range certs {
		if !r.full {
			r.certificate(der, at)
		}
	}
}

// openStore gives the certificates of a PKCS#12 file. The library has three readers for files of different make-up; each
// takes files that the others refuse. The first error is the one that tells most.
func openStore(data []byte, password string) ([][]byte, error) {
	certs, first := openChain(data, password)
	if first == nil || errors.Is(first, pkcs12.ErrIncorrectPassword) {
		return certs, first
	}
	//lint:ignore SA1019 the only reader that takes a leaf which crypto/x509 refuses; its key blocks, which are the trouble with it, are dropped
	if blocks, err := pkcs12.ToPEM(data, password); err == nil {
		for _, b := range blocks {
			if b.Type == certificateLabel {
				certs = append(certs, b.Bytes)
			}
		}
		return certs, nil
	}
	if trusted, err := pkcs12.DecodeTrustStore(data, password); err == nil {
		return rawOf(trusted), nil
	}
	return nil, first
}

func openChain(data []byte, password string) ([][]byte, error) {
	_, leaf, issuers, err := pkcs12.DecodeChain(data, password)
	if err != nil {
		return nil, err
	}
	return append([][]byte{leaf.Raw}, rawOf(issuers)...), nil
}

func rawOf(certs []*x509.Certificate) [][]byte {
	raw := make([][]byte, len(certs))
	for i, c := range certs {
		raw[i] = c.Raw
	}
	return raw
}

// iterations adds up the rounds of key derivation that a PKCS#12 file demands as far as they can be read without the
// password: each is an INTEGER behind the OCTET STRING of a salt (RFC 7292 appendix C, RFC 8018 appendix A.2), and a
// length of key behind it multiplies it.
func iterations(content []byte, depth int) (sum int) {
	var salted bool
	var rounds int
	for depth > 0 && len(content) > 0 && sum <= maxIterations {
		e, rest, ok := readElement(content)
		if !ok {
			break
		}
		switch {
		case e.tag == tagInteger && rounds > 0:
			sum += saturate(rounds * (smallInt(e.content) / 20)) // 20 octets at a time, with SHA-1
		case e.tag == tagInteger && salted:
			rounds = smallInt(e.content)
			sum += rounds
		case e.tag&constructed != 0, e.tag == tagOctetString && len(e.content) > 0 && e.content[0] == tagSequence:
			sum += iterations(e.content, depth-1)
		}
		salted = e.tag == tagOctetString
		content = rest
	}
	return saturate(sum)
}

// smallInt reads an INTEGER; what is out of all measure is maxIterations+1.
func smallInt(content []byte) int {
	var n int
	if len(content) > 4 {
		return maxIterations + 1
	}
	for _, c := range content {
		n = n<<8 | int(c)
	}
	return saturate(n)
}

func saturate(n int) int { return min(n, maxIterations+1) }
