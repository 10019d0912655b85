// Package browsers has the rules about what the browsers' world asks for beyond the standards: public logs of
// certificates (Certificate Transparency, RFC 6962), hierarchies for websites alone, and their profile of a
// certificate. Most people want [Rules].
package browsers

import (
	"encoding/asn1"
	"fmt"
	"slices"
	"time"

	"golang.org/x/crypto/cryptobyte"
	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"

	"qwac/pkg/eidas"
	"qwac/pkg/life"
	"qwac/pkg/lint"
)

// oidList is the extension with the timestamps of logs (RFC 6962, 3.3).
var oidList = asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 11129, 2, 4, 2}

// Rules returns the rules (groups L, V and C), in run order.
func Rules() [][]*lint.Rule[*eidas.Subject] { return lists }

var lists = [][]*lint.Rule[*eidas.Subject]{rules, policyRules, subjectRules, addressRules}

var rules = []*lint.Rule[*eidas.Subject]{
	{
		Meta: &lint.Meta{
			ID: "leaf-sct-missing", Code: "L42", Severity: lint.Notice,
			Source: lint.Clause{Document: "RFC 6962", Section: "3.3"},
			Title:  "no timestamps of logs",
			Means: "Certificate Transparency means that issuers show their certificates to public logs. Each " +
				"log answers with a timestamp (SCT), which stands in the certificate. This one has none.",
			Why: "Browsers require the timestamps, banks do not. Issuers that make certificates for PSD2 alone " +
				"do not use the logs.",
			Right: "CT Precertificate SCTs: Signed Certificate Timestamp",
			Fix:   "Nothing to do, unless browsers are to accept the certificate too.",
			See:   "openssl x509 -in chain.pem -noout -ext ct_precert_scts",
		},
		// Logs sign a precertificate before there can be a timestamp in it.
		Applies: func(s *eidas.Subject) bool {
			cabf := s.Browser() && slices.ContainsFunc(s.Info.Policies, eidas.UnderCABF)
			return cabf && s.Info.Policy(eidas.OIDPolicyQEVCPw, eidas.OIDPolicyQNCPw) != nil &&
				!eidas.Precertificate(s.Leaf.Certificate)
		},
		Check: func(p *lint.Pass, s *eidas.Subject) {
			if eidas.Extension(s.Leaf.Certificate, oidList) == nil {
				p.Reportf(s.Where(""), "there is no %s", eidas.Label(oidList))
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "leaf-sct-malformed", Code: "L43", Severity: lint.Warning,
			Source: lint.Clause{Document: "RFC 6962", Section: "3.3"},
			Title:  "timestamps of logs that cannot be read",
			Means: "Certificate Transparency means that issuers show their certificates to public logs. Each " +
				"log answers with a timestamp (SCT), which stands in the certificate. The list of timestamps in " +
				"this one is empty or cannot be read.",
			Why:   "To browsers, and to other software that looks, the certificate was not shown to any log.",
			Wrong: "an empty list",
			Right: "a list of one timestamp or more",
			Fix:   "Ask the issuer (QTSP) for a re-issue with the timestamps of the logs.",
			Ask: "The list of timestamps (1.3.6.1.4.1.11129.2.4.2) in our certificate is empty or cannot be " +
				"decoded. Please re-issue the certificate (RFC 6962, section 3.3).",
			See: "openssl x509 -in chain.pem -noout -ext ct_precert_scts",
		},
		Applies: func(s *eidas.Subject) bool {
			return s.Leaf != nil && eidas.Extension(s.Leaf.Certificate, oidList) != nil
		},
		Check: func(p *lint.Pass, s *eidas.Subject) {
			if _, fault := stamps(s); fault != "" {
				p.Reportf(s.Where("signedCertificateTimestampList"), "the list of timestamps %s", fault)
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "validity-backdated", Code: "V05", Severity: lint.Notice,
			Source: lint.Clause{Document: "CABF Baseline Requirements", Section: "7.1.2.7"},
			Title:  "the certificate was made long after it begins",
			Means: "Public logs (Certificate Transparency) record when they first saw a certificate. They saw " +
				"this one more than 48 hours after the first day that it names. So it was dated back.",
			Why: "The browsers' rules do not let issuers date certificates back so far. It does not stop an " +
				"upload.",
			Wrong: "notBefore 2026-06-15, first seen by a log on 2026-06-18",
			Right: "notBefore 2026-06-18, first seen by a log on 2026-06-18",
			Fix:   "Nothing to do; the QTSP can say why.",
			See:   "openssl x509 -in chain.pem -noout -startdate -ext ct_precert_scts",
		},
		Applies: func(s *eidas.Subject) bool {
			return s.Leaf != nil && eidas.Extension(s.Leaf.Certificate, oidList) != nil
		},
		Check: func(p *lint.Pass, s *eidas.Subject) {
			times, _ := stamps(s)
			if len(times) == 0 {
				return
			}
			first := slices.MinFunc(times, time.Time.Compare)
			if first.Sub(s.Leaf.NotBefore) > 48*time.Hour {
				p.Reportf(s.Where("validity.notBefore"),
					"the certificate begins on %s, the first log saw it on %s", eidas.Day(s.Leaf.NotBefore),
					eidas.Day(first))
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "chain-public-webpki-root", Code: "C53", Severity: lint.Notice,
			Source: lint.Clause{Document: "Chrome Root Program Policy", Version: "1.8"},
			Title:  "clientAuth in a hierarchy for browsers",
			Means: "clientAuth in a certificate allows you to connect to a bank as a client. This certificate " +
				"is in the public logs that browsers require (Certificate Transparency), so its CA is probably one " +
				"that browsers trust. Browsers do not want clientAuth in new certificates of such CAs from " +
				"2027-03-15 on.",
			Why: "Issuers stop making such certificates. Your renewal may come without clientAuth, and then no " +
				"bank connection works.",
			Wrong: "QNCP-w with clientAuth, from a CA for browsers",
			Right: "QNCP-w-gen with clientAuth, from a CA for PSD2 alone",
			Fix:   "Ask the QTSP for its plans; a policy outside of the browsers' world is QNCP-w-gen.",
			See:   lint.SeeUsage,
		},
		// Which roots browsers have ages faster than this program. Timestamps of logs show that the leaf was made for
		// browsers.
		Applies: func(s *eidas.Subject) bool {
			logged := s.Pure() && s.Browser() && eidas.Extension(s.Leaf.Certificate, oidList) != nil
			return logged && eidas.HasUsage(s.Leaf.Certificate, eidas.OIDEKUClientAuth) &&
				eidas.HasUsage(s.Leaf.Certificate, eidas.OIDEKUServerAuth)
		},
		Check: func(p *lint.Pass, s *eidas.Subject) {
			message := "the certificate is logged for browsers and has clientAuth, which CAs for browsers do not " +
				"issue from 2027-03-15 on"
			if !s.Leaf.NotBefore.Before(life.ClientAuthEnd()) {
				message = fmt.Sprintf("the certificate is logged for browsers and has clientAuth, though it was "+
					"issued on %s: browsers do not want both in certificates issued since 2027-03-15",
					eidas.Day(s.Leaf.NotBefore))
			}
			p.Reportf(s.Where("extKeyUsage"), "%s", message)
		},
	},
}

// stamps reads the times of the signed certificate timestamps: an OCTET STRING with a list of entries (RFC 6962, 3.2
// and 3.3).
func stamps(s *eidas.Subject) (times []time.Time, fault string) {
	value := cryptobyte.String(eidas.Extension(s.Leaf.Certificate, oidList).Value)
	var list, entry, rest cryptobyte.String
	value.ReadASN1(&list, cbasn1.OCTET_STRING)
	if !list.ReadUint16LengthPrefixed(&rest) || !list.Empty() || !value.Empty() {
		return nil, "has another length than it says"
	}
	if rest.Empty() {
		return nil, "is empty, want one timestamp or more"
	}
	for !rest.Empty() && len(times) < eidas.MaxEntries {
		var version uint8
		var millis uint64
		if !rest.ReadUint16LengthPrefixed(&entry) || !entry.ReadUint8(&version) || !entry.Skip(32) ||
			!entry.ReadUint64(&millis) {
			return times, fmt.Sprintf("breaks off in entry %d", len(times)+1)
		}
		if version != 0 {
			return times, fmt.Sprintf("has version %d in entry %d, want v1", version+1, len(times)+1)
		}
		times = append(times, time.UnixMilli(int64(millis&(1<<62-1))))
	}
	return times, ""
}
