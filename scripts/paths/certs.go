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
	store           []*cert.Cert // all that is called trusted, whatever becomes of it
	anyUsage        bool         // ignore the purposes of the anchors
	dsa             bool         // a key of the given path is one of DSA
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
