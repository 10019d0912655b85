package app

import (
	"qwac/pkg/ber"
	"qwac/pkg/cert"
	"qwac/pkg/lint"
	"qwac/pkg/trustlist"
)

// maxCompleting bounds the certificates that may complete a chain: one has a handful, and of each CA there are a few
// generations and cross-certificates.
const maxCompleting = 50

// completing are the certificates that may be above those of the inputs: from files first, then from trusted lists.
func completing(own, from []*cert.Cert, lists *trustlist.Index) ([]*cert.Cert, error) {
	listed, err := listedCAs(lists)
	if err != nil {
		return nil, err
	}
	return above(own, append(from[:len(from):len(from)], listed...)), nil
}

// listedCAs are the CA certificates of trusted lists; the place of each is the list and the service. The error is
// [trustlist.ErrIndex].
func listedCAs(lists *trustlist.Index) ([]*cert.Cert, error) {
	if lists == nil {
		return nil, nil
	}
	services, err := lists.Services("")
	if err != nil {
		return nil, err
	}
	var out []*cert.Cert
	for _, s := range services {
		for _, listed := range s.Service.Certs {
			c, err := cert.ParseCertificate(listed.DER)
			if err != nil {
				continue // another service may have it whole
			}
			c.At = lint.Location{File: "trusted list " + s.List.String() + ": " + s.Service.Name}
			out = append(out, c)
		}
	}
	return out, nil
}

// above are the certificates of a pool that issuers of certs, or issuers of those, may be by name or by key identifier:
// nearest first, maxCompleting at most.
func above(certs, pool []*cert.Cert) []*cert.Cert {
	names, keys := map[string][]*cert.Cert{}, map[string][]*cert.Cert{}
	for _, c := range pool {
		name := ber.FoldName(c.RawSubject)
		names[name] = append(names[name], c)
		if id := string(c.SubjectKeyId); id != "" {
			keys[id] = append(keys[id], c)
		}
	}
	var out []*cert.Cert
	seen := map[string]bool{}
	for next := certs; len(next) > 0; {
		var found []*cert.Cert
		for _, c := range next {
			for _, list := range [][]*cert.Cert{names[ber.FoldName(c.RawIssuer)], keys[string(c.AuthorityKeyId)]} {
				for _, issuer := range list {
					if !seen[string(issuer.Raw)] && len(out) < maxCompleting {
						seen[string(issuer.Raw)] = true
						found, out = append(found, issuer), append(out, issuer)
					}
				}
			}
		}
		next = found
	}
	return out
}
