package bundle

import (
	"cmp"
	"errors"
	"fmt"

	"qwac/pkg/ber"
	"qwac/pkg/foreign"
	"qwac/pkg/lint"
	"qwac/pkg/pkcs12"
)

// store reads a PKCS#12 file (RFC 7292) when its password is empty or known. Its keys are dropped, encrypted as they
// are.
func (r *reader) store(data []byte, at lint.Location) {
	parts, err := pkcs12.PartsOf(data)
	var opened *pkcs12.Store
	if err == nil {
		opened, err = r.unlock(parts)
	}
	switch {
	case r.err != nil:
	case errors.Is(err, pkcs12.ErrPassword) && r.bundle.Password == nil:
		f := r.unopened(at, ", want PEM; without its password it was not opened")
		f.Hint = "Provide its password, or write the certificates as PEM: " + foreign.FromPKCS12
		r.bundle.Locked = append(r.bundle.Locked, r.file)
	case errors.Is(err, pkcs12.ErrPassword):
		r.err = fmt.Errorf("opening %q: %w: want the one that the file was exported with", r.file, pkcs12.ErrPassword)
	case errors.Is(err, pkcs12.ErrRounds):
		f := r.unopened(at, " that demands "+r.bundle.roundsText()+"; it was not opened")
		f.Hint = "Write the certificates as PEM: " + foreign.FromPKCS12
	case err != nil:
		r.unopened(at, ", want PEM; it could not be read: "+err.Error()).Hint = cmp.Or(pkcs12.Export(err),
			"Write the certificates as PEM: "+foreign.FromPKCS12)
	default:
		r.opened(opened, at)
	}
}

// unlock opens the parts of a PKCS#12 file with an empty password, else with the one that the user gives. The empty one
// may take half of the rounds that are left: who protects a file by more has given it a password.
func (r *reader) unlock(parts []pkcs12.Part) (*pkcs12.Store, error) {
	d := r.bundle.derivation()
	if r.bundle.Password == nil {
		return pkcs12.OpenParts(parts, "", d)
	}
	half := d.Left(2)
	opened, err := pkcs12.OpenProven(parts, "", half)
	d.Spent += half.Spent
	if err == nil || !errors.Is(err, pkcs12.ErrPassword) && !errors.Is(err, pkcs12.ErrRounds) {
		return opened, err
	}
	if r.password == nil {
		password, err := r.bundle.Password(r.file)
		if err != nil {
			r.err = fmt.Errorf("asking for the password of %q: %w", r.file, err)
			return nil, err
		}
		r.password = &password
	}
	return pkcs12.OpenProven(parts, *r.password, d)
}

// unopened notes a PKCS#12 file whose certificates are not known, so that nothing can be sent in its place.
func (r *reader) unopened(at lint.Location, what string) *lint.Fault {
	f := r.faults.add(&PEMInputPKCS12, at, "the input is PKCS#12"+what)
	r.faults.unfixable(&PEMInputPKCS12)
	return f
}

// opened takes the certificates of a PKCS#12 file.
func (r *reader) opened(s *pkcs12.Store, at lint.Location) {
	key := ", no key"
	if s.Key {
		key = "; its key was dropped"
	}
	if s.Old != "" {
		key += "; its encryption, " + s.Old + ", is obsolete"
	}
	r.faults.add(&PEMInputPKCS12, at,
		"the input is PKCS#12, want PEM; read from it: "+ber.Count(len(s.Certs), "certificate")+key)
	for _, der := range s.Certs {
		if !r.full {
			r.certificate(der, at)
		}
	}
}
