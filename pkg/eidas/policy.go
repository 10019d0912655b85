package eidas

import (
	"encoding/asn1"

	"golang.org/x/crypto/cryptobyte"
	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"

	"qwac/pkg/ber"
)

// qualifier is a PolicyQualifierInfo ::= SEQUENCE { policyQualifierId, qualifier ANY } of RFC 5280, 4.2.1.4.
type qualifier struct {
	policy asn1.ObjectIdentifier // nil: it could not be read
	Id     asn1.ObjectIdentifier // nil: it is large
	large  string                // identifier with a number of 2^31 or more, as text
	Value  cryptobyte.String
}

// ReadQualifiers reads the qualifiers of certificatePolicies as far as they can be read.
func ReadQualifiers(value []byte) []qualifier {
	s := cryptobyte.String(value)
	var policies, policy, list, info cryptobyte.String
	var all []qualifier
	s.ReadASN1(&policies, cbasn1.SEQUENCE)
	for policies.ReadASN1(&policy, cbasn1.SEQUENCE) {
		id, _, ok := ber.ReadOID(&policy)
		if !ok || !policy.ReadASN1(&list, cbasn1.SEQUENCE) {
			continue
		}
		for list.ReadASN1(&info, cbasn1.SEQUENCE) && len(all) < MaxEntries {
			q := qualifier{policy: id}
			if q.Id, q.large, ok = ber.ReadOID(&info); ok {
				q.Value = info
				all = append(all, q)
			}
		}
	}
	return all
}

// Notices are the texts of a user notice.
func (q qualifier) Notices() []string {
	var texts []string
	var notice, value cryptobyte.String
	var tag cbasn1.Tag
	rest := q.Value
	if !q.Id.Equal(oidUserNotice) || !rest.ReadASN1(&notice, cbasn1.SEQUENCE) {
		return nil
	}
	for notice.ReadAnyASN1(&value, &tag) {
		if text, ok := StringValue(tag, value); ok { // a noticeRef is no string
			texts = append(texts, text)
		}
	}
	return texts
}
