package form

import (
	"crypto/x509/pkix"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"qwac/pkg/ber"
)

func formDistributionPoints(f *form, e pkix.Extension, value cryptobyte.String) {
	f.distributionPoints(value, true)
}

// formFreshest is formDistributionPoints for an extension that crypto/x509 does not look into.
func formFreshest(f *form, e pkix.Extension, value cryptobyte.String) {
	f.distributionPoints(value, false)
}

func (f *form) distributionPoints(value cryptobyte.String, read bool) {
	f.entries(value, "the value", "distribution point", func(point cryptobyte.String) {
		var name cryptobyte.String
		var present bool
		if point.ReadOptionalASN1(&name, &present, asn1.Tag(0).ContextSpecific().Constructed()) && present {
			f.pointName(name, read)
		}
		reasons, issuer := asn1.Tag(1).ContextSpecific(), asn1.Tag(2).ContextSpecific().Constructed()
		var names cryptobyte.String
		var issued bool
		if !point.SkipOptionalASN1(reasons) || !point.ReadOptionalASN1(&names, &issued, issuer) {
			f.wrong("a distribution point has %s, want the name, reasons and cRLIssuer alone", ber.Describe(point))
			return
		}
		f.nothingBehind(point, "a distribution point")
		switch {
		case issued:
			f.nameList(names, "cRLIssuer", nil)
		case !present && point.Empty():
			f.wrong("a distribution point has neither a name nor cRLIssuer, want one of them")
		}
	})
}

func (f *form) pointName(name cryptobyte.String, read bool) {
	full, relative := asn1.Tag(0).ContextSpecific().Constructed(), asn1.Tag(1).ContextSpecific().Constructed()
	var names cryptobyte.String
	found := name
	switch {
	case name.PeekASN1Tag(full) && name.ReadASN1(&names, full):
		f.nameList(names, "fullName", f.address)
		f.nothingBehind(name, "the name of a distribution point")
	case name.PeekASN1Tag(relative) && name.ReadASN1(&names, relative):
		f.nothingBehind(name, "the name of a distribution point")
		if names.Empty() || !attributes(names) {
			f.wrong("nameRelativeToCRLIssuer is no SET of attributes")
		}
		if read {
			f.beyondGo("a distribution point is named relative to the issuer of the list (nameRelativeToCRLIssuer), " +
				"a lawful form (RFC 5280, 4.2.1.13) that Go does not read")
		}
	default:
		f.wrong("the name of a distribution point is %s, want fullName or nameRelativeToCRLIssuer",
			ber.Describe(found))
	}
}

func formPolicies(f *form, _ pkix.Extension, value cryptobyte.String) {
	f.entries(value, "the value", "policy", func(policy cryptobyte.String) {
		found := policy
		if !ber.SkipOID(&policy) {
			f.wrong("the identifier of a policy is %s, want an OBJECT IDENTIFIER", ber.Describe(found))
			return
		}
		if policy.Empty() {
			return
		}
		var qualifiers cryptobyte.String
		if rest := policy; rest.ReadASN1Element(&qualifiers, asn1.SEQUENCE) {
			f.nothingBehind(rest, "a policy")
			policy = qualifiers
		}
		f.entries(policy, "the list of qualifiers", "qualifier", func(qualifier cryptobyte.String) {
			found, id := qualifier, qualifier
			if !ber.SkipOID(&qualifier) {
				f.wrong("the identifier of a qualifier is %s, want an OBJECT IDENTIFIER", ber.Describe(found))
				return
			}
			id = id[:len(id)-len(qualifier)]
			var value cryptobyte.String
			var tag asn1.Tag
			if found = qualifier; !qualifier.ReadAnyASN1Element(&value, &tag) {
				f.wrong("a qualifier has %s, want a value", ber.Describe(found))
				return
			}
			f.qualifier(id, value)
			f.nothingBehind(qualifier, "a qualifier")
		})
	})
}

func formPolicyMappings(f *form, _ pkix.Extension, value cryptobyte.String) {
	f.entries(value, "the value", "mapping", func(mapping cryptobyte.String) {
		for range 2 {
			found := mapping
			if !ber.SkipOID(&mapping) {
				f.wrong("a policy of a mapping is %s, want an OBJECT IDENTIFIER", ber.Describe(found))
				return
			}
		}
		f.nothingBehind(mapping, "a mapping")
	})
}

func formAuthorityKeyID(f *form, e pkix.Extension, value cryptobyte.String) {
	f.notCritical(e, "4.2.1.1")
	seq, ok := f.sequence(value, "the value")
	if !ok {
		return
	}
	issuer := asn1.Tag(1).ContextSpecific().Constructed()
	var names cryptobyte.String
	var present bool
	if !seq.SkipOptionalASN1(asn1.Tag(0).ContextSpecific()) || !seq.ReadOptionalASN1(&names, &present, issuer) {
		f.wrong("the SEQUENCE has %s", ber.Describe(seq))
		return
	}
	if present {
		f.nameList(names, "authorityCertIssuer", nil)
	}
	if serial := asn1.Tag(2).ContextSpecific(); seq.PeekASN1Tag(serial) {
		var number cryptobyte.String
		if !seq.ReadASN1(&number, serial) || !isNumber(number) {
			f.wrong("authorityCertSerialNumber is no INTEGER")
			return
		}
	}
	f.nothingBehind(seq, "the SEQUENCE of keyIdentifier [0], authorityCertIssuer [1] and authorityCertSerialNumber [2]")
}

func formAuthorityInfoAccess(f *form, e pkix.Extension, value cryptobyte.String) {
	f.notCritical(e, "4.2.2.1")
	f.descriptions(value, true)
}

// formSubjectInfoAccess is formAuthorityInfoAccess for an extension that crypto/x509 does not look into.
func formSubjectInfoAccess(f *form, e pkix.Extension, value cryptobyte.String) {
	f.descriptions(value, false)
}

func (f *form) descriptions(value cryptobyte.String, read bool) {
	f.entries(value, "the value", "description", func(description cryptobyte.String) {
		found := description
		large, ok := ber.PassOID(&description)
		if !ok {
			f.wrong("accessMethod is %s, want an OBJECT IDENTIFIER", ber.Describe(found))
			return
		}
		if large && read {
			f.beyondGo("accessMethod %s", greatNumber)
		}
		if kind, location, ok := f.generalName(&description, "accessLocation"); ok {
			f.address(kind, string(location))
			f.nothingBehind(description, "a description")
		}
	})
}
