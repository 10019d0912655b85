// Package bundle reads certificates out of files in whatever state they are: PEM however mangled, DER, PKCS#7, PKCS#12,
// JSON. Reading is tolerant and keeps what was wrong as [lint.Fault] values, which [Rules] report. Most people want
// [Bundle.Parse].
package bundle

import (
	"fmt"

	"qwac/pkg/cert"
	"qwac/pkg/lint"
	"qwac/pkg/pkcs12"
)

// Bundle is what was read from the inputs. The zero value is ready.
type Bundle struct {
	// Limits bound what is read. Zero fields take the defaults.
	Limits Limits
	// Password gives the password of a PKCS#12 file that the empty one does not open; nil: there is none, and such a
	// file is only named.
	Password func(file string) (string, error)
	// Known has what was read in other bundles of the run; nil: nothing is remembered.
	Known *cert.Known

	Certs  []*cert.Cert // in the order of the inputs
	Faults []lint.Fault // in the order of the inputs
	Files  []string     // names of the inputs, in order
	// Nothing has the inputs that nothing was read of and whose kind is not known, in order.
	Nothing []lint.Location
	// Locked has the names of the PKCS#12 files that were not opened because there was no password, in order.
	Locked []string

	derived pkcs12.Derivation // spent for PKCS#12 files so far
}

// Limits bound what is read of the inputs together. Nothing in a PKI needs more; the numbers guard against input that
// is meant to exhaust a machine.
type Limits struct {
	Bytes int // of one input; zero: 1 MiB
	Certs int // in all inputs together; zero: 20
	// Rounds of key derivation for the PKCS#12 files among all inputs together, those with SHA-512 counted twice; zero:
	// 1,000,000.
	Rounds int
}

// roundsText names the limit in messages.
func (b *Bundle) roundsText() string {
	return fmt.Sprintf("more than the %d rounds of key derivation that are made for all inputs together",
		b.derivation().Limit)
}

// derivation is that of the bundle.
func (b *Bundle) derivation() *pkcs12.Derivation {
	if b.derived.Limit = b.Limits.Rounds; b.Limits.Rounds == 0 {
		b.derived.Limit = pkcs12.MaxRounds
	}
	return &b.derived
}
