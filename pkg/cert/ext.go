package cert

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"math"
	"math/big"

	"golang.org/x/crypto/cryptobyte"
	casn1 "golang.org/x/crypto/cryptobyte/asn1"

	"qwac/pkg/ber"
	"qwac/pkg/form"
)

// walkExtensions reads the extensions, and of the first of each kind the value, as far as it has the form of RFC 5280.
// What has not x509-extension-malformed tells.
func walkExtensions(s *cryptobyte.String, c *x509.Certificate, known []pkix.Extension) error {
	var seen uint64 // of walkedExtensions
	keep := known == nil
	if keep && !s.Empty() {
		c.Extensions = make([]pkix.Extension, 0, usualExtensions)
	}
	for n := 0; !s.Empty(); n++ {
		var e pkix.Extension
		if n < len(known) {
			e.Id = known[n].Id
		}
		ok := walkExtension(s, &e)
		if !ok {
			return broken(fmt.Sprintf("extensions[%d]", n), "no extension (identifier, critical, value) in DER")
		}
		if keep {
			c.Extensions = append(c.Extensions, e)
		}
		i := walkedExtensions.IndexOf(e.Id)
		if i < 0 || seen>>i&1 == 1 {
			continue
		}
		seen |= 1 << i
		if !walkedExtensions[i].Value(cryptobyte.String(e.Value), c, keep) && !form.Malformed(e) {
			return broken("extensions."+form.Field(walkedExtensions[i].Key),
				"the value does not have the form of RFC 5280")
		}
	}
	return nil
}

// usualExtensions is how many extensions certificates have, or nearly.
const usualExtensions = 12

// walkExtension reads an extension; its identifier may be known.
func walkExtension(s *cryptobyte.String, e *pkix.Extension) (ok bool) {
	var seq, value cryptobyte.String
	if !s.ReadASN1(&seq, casn1.SEQUENCE) {
		return false
	}
	if e.Id != nil {
		ok = ber.SkipOID(&seq)
	} else {
		e.Id, _, ok = ber.ReadOID(&seq)
	}
	if !ok || seq.PeekASN1Tag(casn1.BOOLEAN) && !ber.ReadBool(&seq, &e.Critical) {
		return false
	}
	if !seq.ReadASN1(&value, casn1.OCTET_STRING) || !seq.Empty() {
		return false
	}
	e.Value = value
	return true
}

// walkedExtensions are the extensions whose values are read (RFC 5280, section 4.2.1). Unless they keep what they read
// they only look at the form of lists.
var walkedExtensions = ber.Table[func(s cryptobyte.String, c *x509.Certificate, keep bool) bool]{
	{"2.5.29.14", walkSubjectKeyID},
	{"2.5.29.15", walkKeyUsage},
	{"2.5.29.17", walkAltNames},
	{"2.5.29.19", walkBasicConstraints},
	{"2.5.29.32", walkPolicies},
	{"2.5.29.35", walkAuthorityKeyID},
	{"2.5.29.37", walkExtKeyUsage},
}

func walkSubjectKeyID(s cryptobyte.String, c *x509.Certificate, _ bool) bool {
	var id cryptobyte.String
	ok := s.ReadASN1(&id, casn1.OCTET_STRING) && s.Empty()
	c.SubjectKeyId = id
	return ok
}

func walkKeyUsage(s cryptobyte.String, c *x509.Certificate, _ bool) bool { return WalkKeyUsage(s, c) }

func walkAuthorityKeyID(s cryptobyte.String, c *x509.Certificate, _ bool) bool {
	var seq, id cryptobyte.String
	var present bool
	ok := s.ReadASN1(&seq, casn1.SEQUENCE) && s.Empty() &&
		seq.ReadOptionalASN1(&id, &present, casn1.Tag(0).ContextSpecific())
	if present {
		c.AuthorityKeyId = id
	}
	return ok
}

func walkBasicConstraints(s cryptobyte.String, c *x509.Certificate, _ bool) bool {
	var seq cryptobyte.String
	if !s.ReadASN1(&seq, casn1.SEQUENCE) || !s.Empty() {
		return false
	}
	if seq.PeekASN1Tag(casn1.BOOLEAN) && !ber.ReadBool(&seq, &c.IsCA) {
		return false
	}
	c.MaxPathLen, c.BasicConstraintsValid = -1, true
	var limit big.Int
	switch {
	case !seq.PeekASN1Tag(casn1.INTEGER):
		return seq.Empty()
	case !seq.ReadASN1Integer(&limit) || limit.Sign() < 0:
		return false
	case limit.IsInt64():
		c.MaxPathLen = int(limit.Int64())
	default:
		c.MaxPathLen = math.MaxInt
	}
	c.MaxPathLenZero = c.MaxPathLen == 0
	return seq.Empty()
}

func walkPolicies(s cryptobyte.String, c *x509.Certificate, keep bool) bool {
	var seq cryptobyte.String
	if !s.ReadASN1(&seq, casn1.SEQUENCE) || !s.Empty() {
		return false
	}
	for !seq.Empty() {
		var policy cryptobyte.String
		if !seq.ReadASN1(&policy, casn1.SEQUENCE) {
			return false
		}
		if !keep {
			if !ber.SkipOID(&policy) {
				return false
			}
			continue
		}
		body, rest := cryptobyte.String(nil), policy
		id, _, ok := ber.ReadOID(&policy)
		if !ok {
			return false
		}
		if id != nil {
			c.PolicyIdentifiers = append(c.PolicyIdentifiers, id)
		}
		var oid x509.OID
		if rest.ReadASN1(&body, casn1.OBJECT_IDENTIFIER) && len(body) <= ber.MaxOID &&
			oid.UnmarshalBinary(body) == nil {
			c.Policies = append(c.Policies, oid)
		}
	}
	return true
}

func walkExtKeyUsage(s cryptobyte.String, c *x509.Certificate, keep bool) bool {
	var seq cryptobyte.String
	if !s.ReadASN1(&seq, casn1.SEQUENCE) || !s.Empty() {
		return false
	}
	for !seq.Empty() {
		if !keep {
			if !ber.SkipOID(&seq) {
				return false
			}
			continue
		}
		id, _, ok := ber.ReadOID(&seq)
		i := extKeyUsages.IndexOf(id)
		switch {
		case !ok:
			return false
		case i >= 0:
			c.ExtKeyUsage = append(c.ExtKeyUsage, extKeyUsages[i].Value)
		case id != nil:
			c.UnknownExtKeyUsage = append(c.UnknownExtKeyUsage, id)
		}
	}
	return true
}

// extKeyUsages are the purposes of RFC 5280, section 4.2.1.12, as crypto/x509 names them.
var extKeyUsages = ber.Table[x509.ExtKeyUsage]{
	{"2.5.29.37.0", x509.ExtKeyUsageAny},
	{"1.3.6.1.5.5.7.3.1", x509.ExtKeyUsageServerAuth},
	{"1.3.6.1.5.5.7.3.2", x509.ExtKeyUsageClientAuth},
	{"1.3.6.1.5.5.7.3.3", x509.ExtKeyUsageCodeSigning},
	{"1.3.6.1.5.5.7.3.4", x509.ExtKeyUsageEmailProtection},
	{"1.3.6.1.5.5.7.3.8", x509.ExtKeyUsageTimeStamping},
	{"1.3.6.1.5.5.7.3.9", x509.ExtKeyUsageOCSPSigning},
}

// walkAltNames reads the GeneralNames; DNS names, mail addresses and IP addresses are kept as they stand.
func walkAltNames(s cryptobyte.String, c *x509.Certificate, keep bool) bool {
	var seq cryptobyte.String
	if !s.ReadASN1(&seq, casn1.SEQUENCE) || !s.Empty() {
		return false
	}
	for !seq.Empty() {
		var name cryptobyte.String
		var tag casn1.Tag
		if !seq.ReadAnyASN1(&name, &tag) || tag&0xc0 != 0x80 {
			return false
		}
		switch kind := tag &^ 0x20; {
		case kind == 0x87 && len(name) != 4 && len(name) != 16:
			return false
		case !keep:
		case kind == 0x81:
			c.EmailAddresses = append(c.EmailAddresses, string(name))
		case kind == 0x82:
			c.DNSNames = append(c.DNSNames, string(name))
		case kind == 0x87:
			c.IPAddresses = append(c.IPAddresses, []byte(name))
		}
	}
	return true
}
