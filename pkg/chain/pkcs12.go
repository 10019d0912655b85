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

// store reads a PKCS#12 file (RFC 7292) when its password is empty or known. Its keys are dropped at once.
func (r *reader) store(data []byte, at lint.Location) {
	if iterations(data, maxDepth) > maxIterations {
		r.unopened(at, fmt.Sprintf(" that demands more than %d rounds of key derivation; it was not opened", maxIterations))
		return
	}
	opened, err := openStore(data, "")
	if err != nil && r.bundle.Password != nil {
		opened, err = r.withPassword(data)
	}
	switch {
	case r.err != nil:
	case wrongPassword(err) && r.bundle.Password == nil:
		f := r.unopened(at, ", wanted PEM; without its password it was not opened")
		f.Hint = "Give its password with --password-file, the environment variable QWAC_PASSWORD or at the prompt, or write the certificates as PEM: openssl pkcs12 -nokeys -in FILE -out chain.pem (with -legacy where OpenSSL 3 refuses the file)."
	case wrongPassword(err):
		r.err = fmt.Errorf("opening %q: %w: give the password that the file was exported with (--password-file, QWAC_PASSWORD or prompt)", r.file, ErrPassword)
	case err != nil:
		f := r.unopened(at, ", wanted PEM; it could not be read: "+err.Error())
		f.Hint = "Write the certificates as PEM: openssl pkcs12 -nokeys -in FILE -out chain.pem (with -legacy where OpenSSL 3 refuses the file)."
	default:
		r.opened(opened, at)
	}
}

// withPassword opens a PKCS#12 file with the password that the user gives.
func (r *reader) withPassword(data []byte) (*store, error) {
	password, err := r.bundle.Password(r.file)
	if err != nil {
		r.err = fmt.Errorf("asking for the password of %q: %w", r.file, err)
		return nil, err
	}
	return openStore(data, password)
}

// unopened notes a PKCS#12 file whose certificates are not known, so that nothing can be sent in its place.
func (r *reader) unopened(at lint.Location, what string) *Fault {
	f := r.faults.add("pem-input-pkcs12", at, "the input is PKCS#12"+what)
	r.faults.unfixable("pem-input-pkcs12")
	return f
}

// opened takes the certificates of a PKCS#12 file.
func (r *reader) opened(s *store, at lint.Location) {
	key := ", no key"
	if s.key {
		key = "; its key was dropped"
	}
	r.faults.add("pem-input-pkcs12", at, "the input is PKCS#12, wanted PEM; read from it: "+Count(len(s.certs), "certificate")+key)
	for _, der := range s.certs {
		if !r.full {
			r.certificate(der, at)
		}
	}
}

func wrongPassword(err error) bool {
	return errors.Is(err, pkcs12.ErrIncorrectPassword) || errors.Is(err, pkcs12.ErrDecryption)
}

// store is what is kept of a PKCS#12 file.
type store struct {
	certs [][]byte
	key   bool // there was a key
}

// openStore opens a PKCS#12 file. The library has three readers for files of different make-up, each takes files that the
// others refuse; the fourth is ours. The first error is the one that tells most.
func openStore(data []byte, password string) (*store, error) {
	_, leaf, issuers, first := pkcs12.DecodeChain(data, password)
	switch {
	case first == nil:
		return &store{append([][]byte{leaf.Raw}, rawOf(issuers)...), true}, nil
	case errors.Is(first, pkcs12.ErrIncorrectPassword):
		return nil, first
	}
	s := new(store)
	if err := s.blocks(data, password); err == nil {
		return s, nil
	}
	if trusted, err := pkcs12.DecodeTrustStore(data, password); err == nil {
		return &store{certs: rawOf(trusted)}, nil
	}
	s, err := openParts(data, password)
	if err == nil || wrongPassword(err) {
		return s, err
	}
	return nil, first
}

// blocks adds what a PKCS#12 file of two parts holds.
func (s *store) blocks(data []byte, password string) error {
	//lint:ignore SA1019 the only reader that takes a leaf which crypto/x509 refuses; its key blocks, which are the trouble with it, are dropped
	blocks, err := pkcs12.ToPEM(data, password)
	for _, b := range blocks {
		if b.Type == certificateLabel {
			s.certs = append(s.certs, b.Bytes)
		} else {
			s.key = true
		}
	}
	return err
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
			sum += saturate(int64(rounds) * int64(smallInt(e.content)/20)) // 20 octets at a time, with SHA-1
		case e.tag == tagInteger && salted:
			rounds = smallInt(e.content)
			sum += rounds
		case e.tag&constructed != 0, e.tag == tagOctetString && len(e.content) > 0 && e.content[0] == tagSequence:
			sum += iterations(e.content, depth-1)
		}
		salted = e.tag == tagOctetString
		content = rest
	}
	return saturate(int64(sum))
}

// smallInt reads an INTEGER; what is out of all measure is maxIterations+1.
func smallInt(content []byte) int {
	var n int64
	if len(content) > 4 {
		return maxIterations + 1
	}
	for _, c := range content {
		n = n<<8 | int64(c)
	}
	return saturate(n)
}

func saturate(n int64) int { return int(min(n, maxIterations+1)) }
