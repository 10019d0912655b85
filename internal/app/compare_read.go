package app

import (
	"crypto/x509"
	"encoding/json"
	"fmt"
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

// oldSide reads the certificate that is replaced: a file, or what client show wrote.
func (e *env) oldSide(name string, o *compareOptions, opts check.Options) (oneSide, error) {
	data, err := e.read(name, inputLimits.Bytes)
	if err != nil {
		return oneSide{}, err
	}
	var view clientView
	if json.Unmarshal(data, &view) == nil && view.Chains != nil {
		return registeredSide(name, view, o.serial)
	}
	if o.serial != "" {
		return oneSide{}, usagef("--serial goes with what qwac client show --format json wrote; %s is something else",
			name)
	}
	opts.Seal, opts.Roles = nil, nil
	side, _, err := e.judgedSide(name, data, o, opts)
	return side, err
}

func (e *env) newSide(name string, o *compareOptions, opts check.Options, old oneSide) (oneSide, *check.Result, error) {
	data, err := e.read(name, inputLimits.Bytes)
	if err != nil {
		return oneSide{}, nil, err
	}
	opts.Previous = old.leaf
	if opts.Roles == nil {
		opts.Roles = old.roles
	}
	return e.judgedSide(name, data, o, opts)
}

func (e *env) judgedSide(
	name string, data []byte, o *compareOptions, opts check.Options,
) (oneSide, *check.Result, error) {
	password, err := e.password(o.password)
	if err != nil {
		return oneSide{}, nil, err
	}
	b := &bundle.Bundle{Limits: inputLimits, Password: password}
	if err := b.Parse(name, data); err != nil {
		return oneSide{}, nil, fmt.Errorf("reading %s: %w", name, err)
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
		if len(c.Certificates) == 0 || serial != "" && c.Certificates[0].SerialNumber != serial {
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
