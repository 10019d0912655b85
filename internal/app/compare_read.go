package app

import (
	"bytes"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"

	"qwac/pkg/bundle"
	"qwac/pkg/cert"
	"qwac/pkg/check"
	"qwac/pkg/compare"
	"qwac/pkg/eidas"
	"qwac/pkg/ident"
	"qwac/pkg/submit"
)

// oneSide is one of the two certificates.
type oneSide struct {
	name       string
	leaf       *cert.Cert              // nil: only what the bank says of it is known
	registered *submit.CertificateInfo // what the bank says; nil: the certificate was given
	roles      []ident.Role            // of the client, where the bank says them
	facts      compare.Facts
}

// oldSide reads the certificate that is replaced: a file, a folder, or what client show wrote.
func (e *env) oldSide(name string, o *compareOptions, opts check.Options) (oneSide, error) {
	docs, err := e.sideFiles(name)
	if err != nil {
		return oneSide{}, err
	}
	var view clientView
	if len(docs) == 1 && json.Unmarshal(docs[0].data, &view) == nil && view.Chains != nil {
		return registeredSide(name, view, o.serial)
	}
	if o.serial != "" && !isFolder(name) {
		return oneSide{}, usagef("--serial goes with a folder, or with what qwac client show --format json wrote; %s "+
			"is something else", name)
	}
	opts.Seal, opts.Roles = nil, nil
	side, _, err := e.judgedSide(name, docs, o.serial, o, opts)
	return side, err
}

func (e *env) newSide(name string, o *compareOptions, opts check.Options, old oneSide) (oneSide, *check.Result, error) {
	docs, err := e.sideFiles(name)
	if err != nil {
		return oneSide{}, nil, err
	}
	opts.Previous = old.leaf
	if opts.Roles == nil {
		opts.Roles = old.roles
	}
	return e.judgedSide(name, docs, "", o, opts)
}

// sideFiles are the file, or those of the folder that have a certificate: a key may lie beside them.
func (e *env) sideFiles(name string) ([]document, error) {
	if !isFolder(name) || isArchive(name) {
		return e.inputFiles([]string{name})
	}
	names, err := certificateFiles(name)
	if err != nil {
		return nil, err
	}
	docs, err := e.inputFiles(names)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(docs, func(d document) bool {
		b := bundle.Bundle{Limits: inputLimits}
		return b.Parse(d.name, d.data) == nil && len(b.Certs) == 0
	}), nil
}

// isFolder reports whether a name is of a folder, or of an archive, which is read like one.
func isFolder(name string) bool {
	info, err := os.Stat(name)
	return err == nil && (info.IsDir() || isArchive(name))
}

// judgedSide judges what is in the files. Of those of a folder it takes the chain of one leaf, and as it would be sent:
// that a folder has a certificate twice, or a key beside it, is no fault of the chain.
func (e *env) judgedSide(
	name string, docs []document, serial string, o *compareOptions, opts check.Options,
) (oneSide, *check.Result, error) {
	b, err := e.bundleOf(docs, o.password)
	if err != nil {
		return oneSide{}, nil, err
	}
	if isFolder(name) {
		opts.Sent = true
		if err := oneLeaf(name, b, serial); err != nil {
			return oneSide{}, nil, err
		}
	}
	r, err := check.Run(b, opts)
	if err != nil {
		return oneSide{}, nil, err
	}
	if len(r.Chain.Path) == 0 {
		return oneSide{}, nil, fmt.Errorf("%s: %w", name, noLeaf(b))
	}
	leaf := r.Chain.Path[0]
	return oneSide{name: name, leaf: leaf, facts: factsOf(leaf, r.Trust)}, r, nil
}

// oneLeaf leaves of several end-entity certificates of a folder the one with the serial number.
func oneLeaf(name string, b *bundle.Bundle, serial string) error {
	var leaves []*cert.Cert
	var says []string
	for _, c := range b.Certs {
		known := slices.ContainsFunc(leaves, func(l *cert.Cert) bool { return bytes.Equal(l.Raw, c.Raw) })
		if c.IsCA || known || c.SerialNumber == nil {
			continue
		}
		leaves = append(leaves, c)
		says = append(says, fmt.Sprintf("%v (%s, ends %s)", c.SerialNumber, c.At.File, day(c.NotAfter)))
	}
	if serial == "" && len(leaves) < 2 {
		return nil
	}
	chosen := slices.IndexFunc(leaves, func(c *cert.Cert) bool {
		return isSerial(serial, c.SerialNumber.String())
	})
	switch {
	case serial == "":
		return usagef("%s has several end-entity certificates: name the file, or give --serial of the old one: %s",
			name,
			strings.Join(says, ", "))
	case chosen < 0:
		return usagef("--serial %s: %s has no such certificate, but %s", serial, name, orNone(strings.Join(says, ", ")))
	}
	b.Certs = slices.DeleteFunc(b.Certs, func(c *cert.Cert) bool {
		return !c.IsCA && !bytes.Equal(c.Raw, leaves[chosen].Raw)
	})
	return nil
}

// factsOf are those of a certificate, as inspect says them.
func factsOf(c *cert.Cert, t check.Trust) compare.Facts {
	i := newInspected(c)
	f := compare.Facts{
		Type: i.Type, ID: "serial number " + i.SerialNumber, Digest: i.Fingerprints.SHA256,
		Authority: strings.TrimSpace(i.NCAID + " " + i.NCAName),
		OrgID:     i.OrganizationIdentifier, LegalName: strings.Join(c.Subject.Organization, ", "), Issuer: i.Issuer,
		Trust: string(t.Status), Key: i.Key + ", pin " + i.Fingerprints.Pin, Signature: i.SignatureAlgorithm,
		Roles: i.Roles, Names: sorted(i.Names), Usages: sorted(i.ExtendedKeyUsage), Policies: sorted(i.Policies),
		NotBefore: i.NotBefore, NotAfter: i.NotAfter,
	}
	if t.By == "trusted-list" && t.Service != "" {
		f.Listed = fmt.Sprintf("%s: %s (%s)", t.Territory, t.Service, t.State)
	}
	return f
}

func sorted(texts []string) []string {
	texts = slices.Clone(texts)
	slices.Sort(texts)
	return texts
}

// registeredSide is the certificate that the bank has: the one that --serial names, else the one in use, else the only
// one.
func registeredSide(name string, v clientView, serial string) (oneSide, error) {
	roles, err := parseRoles(v.Roles)
	if err != nil {
		return oneSide{}, fmt.Errorf("%s: roles of the client: %w", name, err)
	}
	info, err := chosenChain(name, v, serial)
	if err != nil {
		return oneSide{}, err
	}
	first := func(oid string) string { return strings.Join(info.SubjectAttribute(oid), ", ") }
	return oneSide{name: name, registered: info, roles: roles, facts: compare.Facts{
		Partial: true, ID: "serial number " + info.SerialNumber, OrgID: first(eidas.OIDOrgID.String()),
		LegalName: first("2.5.4.10"), Issuer: info.Issuer, NotBefore: info.NotBefore, NotAfter: info.NotAfter,
	}}, nil
}

func chosenChain(name string, v clientView, serial string) (*submit.CertificateInfo, error) {
	var all, used []certificateView
	var serials []string
	for _, c := range v.Chains {
		if len(c.Certificates) == 0 || serial != "" && !isSerial(serial, c.Certificates[0].SerialNumber) {
			continue
		}
		all, serials = append(all, c.Certificates[0]), append(serials, c.Certificates[0].SerialNumber)
		if c.InUse {
			used = append(used, c.Certificates[0])
		}
	}
	if len(used) != 1 {
		used = all
	}
	switch {
	case len(used) == 1:
		info := submit.CertificateInfo(used[0])
		return &info, nil
	case serial != "":
		return nil, usagef("--serial %s: %s has %d such certificates", serial, name, len(used))
	case len(used) == 0:
		return nil, fmt.Errorf("%s: no chain is registered: nothing is replaced", name)
	}
	return nil, usagef("%s has several chains: say which is replaced with --serial: %s", name,
		strings.Join(serials, ", "))
}

// match takes the words of the new certificate for what the bank's text of the old one says in others.
func (s *oneSide) match(other oneSide) {
	if s.registered == nil {
		return
	}
	f, c := &s.facts, other.leaf
	if s.registered.Is(c.Certificate) {
		f.ID = other.facts.ID
	}
	if same, known := s.registered.IssuedBy(c.Issuer); !known {
		f.Issuer = ""
	} else if same {
		f.Issuer = other.facts.Issuer
	}
	f.Key = s.keyFacts(c.Certificate, other.facts)
}

func (s *oneSide) keyFacts(c *x509.Certificate, other compare.Facts) string {
	same, known := s.registered.HasKeyOf(c)
	switch {
	case !known:
		return ""
	case same:
		return other.Key
	}
	return "subject key id " + s.registered.SubjectKeyID
}

func roleTexts(roles []ident.Role) []string {
	if roles == nil {
		return nil
	}
	out := []string{}
	for _, r := range roles {
		out = append(out, string(r))
	}
	return out
}
