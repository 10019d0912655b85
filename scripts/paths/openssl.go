package main

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"qwac/pkg/ber"
	"qwac/pkg/cert"
)

// trustedFiles finds the names of the files with trusted certificates in the description of a case of OpenSSL; a
// purpose behind the name is a trust setting of that certificate ("root+serverAuth": trusted for it, "root-anyEKU":
// trusted for nothing).
var trustedFiles = regexp.MustCompile(`trusted=\[([^\]]*)\]`)

// auxiliary applies the trust settings of OpenSSL ("TRUSTED CERTIFICATE"). A setting for the purpose makes the
// certificate an anchor whatever its own extended key usage says; one for another purpose, or against this one, takes
// the CA away, with all certificates of its name and key.
func auxiliary(c *pathCase, cc *caseCerts) {
	match := trustedFiles.FindStringSubmatch(c.Reason)
	if match == nil || !slices.Contains(c.Features, "openssl-aux-trust") {
		return
	}
	var anchors []*cert.Cert
	for i, file := range strings.Split(match[1], ", ") {
		if i >= len(cc.anchors) {
			break
		}
		crt := cc.anchors[i]
		switch allowed(strings.Trim(file, "'"), c) {
		case refused:
			cc.pool = slices.DeleteFunc(cc.pool, func(p *cert.Cert) bool { return sameCA(p, crt) })
			cc.distrusted = append(cc.distrusted, crt)
		case trusted:
			cc.anyUsage, anchors = true, append(anchors, crt)
		case plain:
			if ber.SameName(crt.RawSubject, crt.RawIssuer) || slices.Contains(c.Features, "partial-chain") {
				anchors = append(anchors, crt)
			} else {
				cc.pool = append(cc.pool, crt)
			}
		}
	}
	cc.anchors = anchors
}

// setting is what OpenSSL's trust settings say about a certificate for the purpose of a case.
type setting int

const (
	plain setting = iota
	trusted
	refused
)

func allowed(file string, c *pathCase) setting {
	purpose := "any"
	if len(c.EKU) > 0 {
		purpose = c.EKU[0]
	}
	fits := func(p string) bool { return p == purpose || p == "anyEKU" || p == "any" || purpose == "any" }
	if _, p, ok := strings.Cut(file, "+"); ok {
		if fits(p) {
			return trusted
		}
		return refused
	}
	i := strings.LastIndex(file, "-")
	switch p := file[i+1:]; {
	case p == "any": // a name of the suite: trusted for any purpose
		return trusted
	case p != "serverAuth" && p != "clientAuth" && p != "anyEKU":
		return plain
	case fits(p):
		return refused
	}
	return plain
}

func sameCA(a, b *cert.Cert) bool {
	return bytes.Equal(a.RawSubjectPublicKeyInfo, b.RawSubjectPublicKeyInfo) && ber.SameName(a.RawSubject, b.RawSubject)
}
