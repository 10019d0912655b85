package path

import (
	"crypto/x509"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/crypto/cryptobyte"
	casn1 "golang.org/x/crypto/cryptobyte/asn1"

	"qwac/pkg/ber"
	"qwac/pkg/cert"
	"qwac/pkg/key"
)

// Facts is what section 6 asks of one certificate, decoded once. What crypto/x509 reads or refuses plays no part.
type Facts struct {
	Cert            *x509.Certificate
	subject, issuer string // folded names
	selfIssued      bool
	key             key.Info
	own             []Failure // that are the same on every path
	odd             []Failure // that count unless Terms.OddNames is set
	empty           []Failure // that count unless Terms.EmptyTrees is set
	strict          []Failure // that count where Terms.Strict is set
	profile         []Failure // that count where Terms.Profile is set
	pending         []Failure // of the extension that is read, should it be critical
	weak            string    // what is weak in its signature; empty: nothing

	basic, ca bool // basicConstraints is there; cA
	pathLen   int  // -1: none

	keyUsage  bool // the extension is there
	keyUsages x509.KeyUsage

	hasUsages bool // extKeyUsage is there
	usages    []string

	Names     []generalName // of the subject, the SAN first
	permitted [nameKinds][]generalName
	excluded  [nameKinds][]generalName
	limits    []byte // nameConstraints as it stands; nil: none
	indexing  sync.Once
	index     *nameIndex // of the constraints

	policies        []string // nil: the extension is not there
	maps            []mapping
	mapsAny         bool
	requireExplicit int // -1: none
	inhibitMapping  int // -1: none
	inhibitAny      int // -1: none
}

// mapping is one pair of policyMappings.
type mapping struct{ issuer, subject string }

// selfSigned reports whether the certificate says that it is by its own key.
func (f *Facts) selfSigned() bool {
	return f.selfIssued && cert.KeyIDFit(f.Cert, f.Cert) != key.Contradicts
}

func (f *Facts) fault(rule Rule, clause, field, format string, args ...any) {
	f.own = append(f.own,
		Failure{Rule: rule, Clause: clause, By: -1, Field: field, Detail: fmt.Sprintf(format, args...)})
}

// ifStrict is fault for what RFC 5280 forbids those who issue, though section 6 does not ask verifiers to look.
func (f *Facts) ifStrict(rule Rule, clause, field, format string, args ...any) {
	f.strict = append(f.strict,
		Failure{Rule: rule, Clause: clause, By: -1, Field: field, Detail: fmt.Sprintf(format, args...)})
}

// ifProfile is fault for what no CA that conforms to RFC 5280 issues, and many take.
func (f *Facts) ifProfile(clause, field, detail string) {
	f.profile = append(f.profile, Failure{Rule: RuleMalformed, Clause: clause, By: -1, Field: field, Detail: detail})
}

// ifCritical is fault for what is wrong only in a critical extension: nobody has to know it in another.
func (f *Facts) ifCritical(rule Rule, clause, field, format string, args ...any) {
	f.pending = append(f.pending,
		Failure{Rule: rule, Clause: clause, By: -1, Field: field, Detail: fmt.Sprintf(format, args...)})
}

func (f *Facts) readOctets(s cryptobyte.String) bool {
	return s.SkipASN1(casn1.OCTET_STRING) && s.Empty()
}

func (f *Facts) readNull(s cryptobyte.String) bool { return s.SkipASN1(casn1.NULL) && s.Empty() }

func (f *Facts) readSequence(s cryptobyte.String) bool {
	return s.SkipASN1(casn1.SEQUENCE) && s.Empty()
}

// readSequences takes a SEQUENCE OF SEQUENCE that is not empty.
func (f *Facts) readSequences(s cryptobyte.String) bool {
	return ber.EachSequence(s, func(cryptobyte.String) bool { return true })
}

func (f *Facts) readAccess(s cryptobyte.String) bool {
	return ber.EachSequence(s, func(one cryptobyte.String) bool {
		ok := ber.SkipOID(&one)
		var name cryptobyte.String
		var tag casn1.Tag
		return ok && one.ReadAnyASN1(&name, &tag) && one.Empty() && tag&0xc0 == 0x80 &&
			(tag != ber.ContextTag(6) || ber.ASCII(name))
	})
}

func (f *Facts) readKeyUsage(s cryptobyte.String) bool {
	c := &x509.Certificate{}
	f.keyUsage = true
	ok := cert.WalkKeyUsage(s, c)
	if f.keyUsages = c.KeyUsage; c.KeyUsage == 0 {
		f.ifStrict(RuleMalformed, "4.2.1.3", "keyUsage", "keyUsage allows nothing, want one bit at least")
	}
	return ok
}

func (f *Facts) readBasic(s cryptobyte.String) bool {
	var seq cryptobyte.String
	f.basic = true
	if !s.ReadASN1(&seq, casn1.SEQUENCE) || !s.Empty() ||
		seq.PeekASN1Tag(casn1.BOOLEAN) && !ber.ReadBool(&seq, &f.ca) {
		return false
	}
	if seq.PeekASN1Tag(casn1.INTEGER) {
		n, ok := ber.ReadCount(&seq, casn1.INTEGER)
		if !ok {
			return false
		}
		f.pathLen = n
	}
	return seq.Empty()
}

func (f *Facts) readUsages(s cryptobyte.String) bool {
	var seq cryptobyte.String
	f.hasUsages = true
	if !s.ReadASN1(&seq, casn1.SEQUENCE) || !s.Empty() || seq.Empty() {
		return false
	}
	for !seq.Empty() {
		id, ok := ber.ReadOIDText(&seq)
		if !ok {
			return false
		}
		f.usages = append(f.usages, id)
	}
	return true
}

// Qualifiers of policies that RFC 5280, 4.2.1.4 defines.
const (
	oidAnyPolicy = "2.5.29.32.0"
	oidCPS       = "1.3.6.1.5.5.7.2.1"
	oidNotice    = "1.3.6.1.5.5.7.2.2"
)

func (f *Facts) readPolicies(s cryptobyte.String) bool {
	f.policies = []string{}
	return ber.EachSequence(s, func(one cryptobyte.String) bool {
		id, ok := ber.ReadOIDText(&one)
		if !ok {
			return false
		}
		if slices.Contains(f.policies, id) {
			f.ifStrict(RuleDuplicate, "4.2.1.4", "certificatePolicies", "policy %s occurs twice", id)
		}
		f.policies = append(f.policies, id)
		return one.Empty() || ber.EachSequence(one, func(q cryptobyte.String) bool {
			kind, ok := ber.ReadOIDText(&q)
			if ok && kind != oidCPS && kind != oidNotice {
				f.ifCritical(RuleQualifier, "4.2.1.4", "certificatePolicies",
					"policy %s has a qualifier that is not known, %s", id, kind)
			}
			return ok
		})
	})
}

func (f *Facts) readMappings(s cryptobyte.String) bool {
	return ber.EachSequence(s, func(one cryptobyte.String) bool {
		issuer, ok := ber.ReadOIDText(&one)
		subject, ok2 := ber.ReadOIDText(&one)
		if !ok || !ok2 || !one.Empty() {
			return false
		}
		if issuer == oidAnyPolicy || subject == oidAnyPolicy {
			f.mapsAny = true
			return true
		}
		f.maps = append(f.maps, mapping{issuer, subject})
		return true
	})
}

func (f *Facts) readPolicyConstraints(s cryptobyte.String) bool {
	var seq cryptobyte.String
	if !s.ReadASN1(&seq, casn1.SEQUENCE) || !s.Empty() || seq.Empty() {
		return false
	}
	for i, n := range []*int{&f.requireExplicit, &f.inhibitMapping} {
		tag := ber.ContextTag(i)
		if !seq.PeekASN1Tag(tag) {
			continue
		}
		var ok bool
		if *n, ok = ber.ReadCount(&seq, tag); !ok {
			return false
		}
	}
	return seq.Empty()
}

func (f *Facts) readInhibitAny(s cryptobyte.String) bool {
	n, ok := ber.ReadCount(&s, casn1.INTEGER)
	if ok {
		f.inhibitAny = n
	}
	return ok && s.Empty()
}

// bears reports whether the certificate is for a name. The common name does not count (RFC 6125, 6.4.4, and every
// browser).
func (f *Facts) bears(n Name) bool {
	return slices.ContainsFunc(f.Names, func(g generalName) bool {
		return g.valid && g.field == "subjectAltName" && kindTable[g.kind].bears(g, n)
	})
}

// namesText lists a few names of the SAN for a message.
func (f *Facts) namesText() string {
	const few = 5
	var texts []string
	for _, g := range f.Names {
		if g.field == "subjectAltName" {
			texts = append(texts, ber.Quote(g.shown()))
		}
	}
	switch {
	case len(texts) == 0:
		return "none"
	case len(texts) > few:
		return strings.Join(texts[:few], ", ") + " and " + strconv.Itoa(len(texts)-few) + " more"
	}
	return strings.Join(texts, ", ")
}
