package verifiers

import (
	"bytes"
	"crypto/x509"
	"errors"
	"slices"

	"qwac/pkg/cert"
	"qwac/pkg/path"
)

// golang runs Verify of crypto/x509 as crypto/tls does for the certificate of a client. It gives up after some
// candidates, so it is run over two orders: where they differ the order decides.
func (v *view) golang() Row {
	row := Row{Verifier: Go}
	switch {
	case v.leaf.Refused != nil:
		row.Answer, row.Cause, row.Cert = Refuses, v.leaf.Refused.Error(), v.leaf
		return row
	case len(v.anchors) == 0:
		row.Answer, row.Cause = CannotSay, noAnchor
		return row
	case v.at.IsZero():
		row.Answer, row.Cause = CannotSay, "no time was given"
		return row
	}
	err, backwards := v.verify(v.pool), v.verify(reversed(v.pool))
	switch {
	case (err == nil) != (backwards == nil):
		row.Answer, row.Cause = CannotSay, "it depends on the order of the certificates: "+
			errors.Join(err, backwards).Error()
	case err != nil:
		row.Answer, row.Cause, row.Cert = Refuses, err.Error(), v.named(err)
		if difference := v.difference(err); difference != "" {
			row.Cause += "; RFC 5280 allows " + difference
		}
	default:
		row.Answer = Takes
	}
	return row
}

func (v *view) verify(pool []*cert.Cert) error {
	opts := x509.VerifyOptions{
		Roots: x509.NewCertPool(), Intermediates: x509.NewCertPool(), CurrentTime: v.at,
		KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	}
	for _, list := range []struct {
		certs []*cert.Cert
		to    *x509.CertPool
	}{{v.anchors, opts.Roots}, {pool, opts.Intermediates}} {
		for _, c := range list.certs {
			if c.Refused == nil {
				list.to.AddCert(c.Certificate)
			}
		}
	}
	_, err := v.leaf.Verify(opts)
	return err
}

func reversed(certs []*cert.Cert) []*cert.Cert {
	certs = slices.Clone(certs)
	slices.Reverse(certs)
	return certs
}

// named is the certificate that an error of crypto/x509 names; nil: it names none.
func (v *view) named(err error) *cert.Cert {
	var invalid x509.CertificateInvalidError
	var unknown x509.UnknownAuthorityError
	var named *x509.Certificate
	if errors.As(err, &invalid) {
		named = invalid.Cert
	} else if errors.As(err, &unknown) {
		named = unknown.Cert
	}
	if named == nil {
		return nil
	}
	all := slices.Concat([]*cert.Cert{v.leaf}, v.pool, v.anchors)
	if i := slices.IndexFunc(all, func(c *cert.Cert) bool { return bytes.Equal(c.Raw, named.Raw) }); i >= 0 {
		return all[i]
	}
	return nil
}

// difference names why crypto/x509 refuses what is valid by RFC 5280; empty: nothing is known to, or it is not valid.
func (v *view) difference(err error) string {
	found, spent := path.Search{Leaf: v.leaf, Pool: v.pool, Anchors: v.anchors, Terms: path.Terms{At: v.at}}.Find()
	if spent != nil || !found.Valid() {
		return ""
	}
	return path.DifferenceFromGo(found.Path, found.Anchor, err)
}
