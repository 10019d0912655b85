package path

import (
	"errors"
	"fmt"

	"qwac/pkg/cert"
)

// DefaultBudget is five times the 202 signature checks that the largest known honest pool of certificates needs.
const DefaultBudget = 1000

// BudgetError says that the search was given up: whether there is a path is not known.
type BudgetError struct {
	Checks int // signature checks made
	Steps  int // steps made, where they ran out first
}

func (e *BudgetError) Error() string {
	if e.Steps > 0 {
		return fmt.Sprintf("the search for the path was given up after %d steps", e.Steps)
	}
	return fmt.Sprintf("the search for the path was given up after %d signature checks", e.Checks)
}

// Search is a search for a path. The zero value of every field but Leaf works.
type Search struct {
	Leaf    *cert.Cert
	Pool    []*cert.Cert // what may stand between the leaf and an anchor, in any order, copies too
	Anchors []*cert.Cert // in any order; one that stands in Pool too is an anchor all the same
	Terms   Terms
	// Checks and Steps bound the signature checks and the steps. Zero: 1000 and one for each certificate; 10,000 and
	// ten for each certificate.
	Checks, Steps int

	// Try tries a key on a signature, for a caller that keeps outcomes and counts the cost itself. Nil: done here.
	Try func(child, issuer *Facts) error
	// Read is factsOf of such a caller. Nil: done here.
	Read func(*cert.Cert) *Facts
}

// Found is the outcome of a search.
type Found struct {
	// Path goes from the leaf to the certificate that the anchor issued.
	Path     []*cert.Cert
	Anchor   *cert.Cert
	Failures []Failure // empty: the path is valid
	// Misses are the nearest misses where there is no valid path, the nearest first; Path, Anchor and Failures are
	// those of the first one.
	Misses []Miss

	Checks, Steps int // what it cost
}

// Miss is a path that is not valid, and all that is wrong with it.
type Miss struct {
	Path     []*cert.Cert
	Anchor   *cert.Cert // nil: it does not reach any
	Failures []Failure
}

// Valid reports whether a valid path was found. Otherwise there is none: the search has seen all.
func (f *Found) Valid() bool { return len(f.Failures) == 0 }

func Spent(err error) bool {
	var budget *BudgetError
	return errors.As(err, &budget)
}

func ErrIfSpent(err error) error {
	if Spent(err) {
		return err
	}
	return nil
}
