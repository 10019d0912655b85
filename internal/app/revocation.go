package app

import (
	"errors"
	"fmt"
	"strings"

	"qwac/pkg/revocation"
)

// Limits of the files of --crl and --ocsp together: chains have at most 20 certificates, each with a list and a
// response, and of a chain's lists only that of the issuing CA is large.
const (
	maxEvidence      = 40
	maxEvidenceBytes = 2 * revocation.MaxCRL
)

// evidence reads the files of --crl and --ocsp.
func (e *env) evidence(crls, responses []string) ([]*revocation.Evidence, error) {
	if n := len(crls) + len(responses); n > maxEvidence {
		return nil, usagef("--crl and --ocsp name %d files: at most %d are read", n, maxEvidence)
	}
	var out []*revocation.Evidence
	total := 0
	for _, kind := range []struct {
		flag  string
		names []string
		limit int
		parse func(string, []byte) ([]*revocation.Evidence, error)
	}{
		{"--crl", crls, revocation.MaxCRL, revocation.ParseCRL},
		{"--ocsp", responses, revocation.MaxOCSP, revocation.ParseOCSP},
	} {
		for _, name := range kind.names {
			data, err := e.read(name, kind.limit)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", kind.flag, err)
			}
			if total += len(data); total > maxEvidenceBytes {
				return nil, fmt.Errorf("%s %s: the files of --crl and --ocsp have more than %d MiB together", kind.flag,
					name, maxEvidenceBytes>>20)
			}
			if name == "-" {
				name = "stdin"
			}
			found, err := kind.parse(name, data)
			if err != nil {
				return nil, fmt.Errorf("%s %s: %w%s", kind.flag, name, err, otherFlag(err))
			}
			out = append(out, found...)
		}
	}
	return out, nil
}

// otherFlag names the flag for evidence that was given with the wrong one, or what to give.
func otherFlag(err error) string {
	var other *revocation.OtherKindError
	if strings.HasSuffix(err.Error(), "?") {
		return ""
	}
	if !errors.As(err, &other) {
		return ": give the file as the server of the CA sends it, in DER or PEM"
	}
	return ": give it with --" + strings.ToLower(string(other.Kind))
}
