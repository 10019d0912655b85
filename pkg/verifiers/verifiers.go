// Package verifiers says which programs that verify certificates take a chain, and why another refuses it. A row
// claims only what follows from a difference that is named in the code; what cannot be derived is [CannotSay]. Most
// people want [Rows].
package verifiers

import (
	"qwac/pkg/eidas"
)

// Rows asks every verifier about the leaf of a subject. Each is handed the certificates of the inputs beside the leaf
// and trusts Options.Anchors of the chain; without any, the self-signed certificates of the inputs. The order of
// neither counts. Nil: there is no leaf.
func Rows(s *eidas.Subject) []Row {
	if s.Leaf == nil {
		return nil
	}
	v := newView(s)
	return []Row{v.rfc5280(), v.golang(), v.openssl(), v.pkix(), chrome(s)}
}
