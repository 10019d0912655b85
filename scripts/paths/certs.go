package main

import (
	"qwac/pkg/cert"
	"qwac/pkg/path"
)

// caseCerts are the certificates of a case. Unreadable ones are left out.
type caseCerts struct {
	leaf            *cert.Cert
	pool, anchors   []*cert.Cert
	distrusted      []*cert.Cert
	anyUsage        bool // ignore the purposes of the anchors
	dsa             bool // a key of the given path is one of DSA
	weak            bool // an RSA key or a hash in the case is weaker than what the standard library takes
	unreadable      int
	unreadableError error
}

func (cc *caseCerts) readAll(list [][]byte) []*cert.Cert {
	var out []*cert.Cert
	for _, der := range list {
		c, err := path.ParseCertificate(der)
		if err != nil {
			cc.unreadable++
			continue
		}
		out = append(out, c)
	}
	return out
}
