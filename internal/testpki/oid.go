package testpki

import "encoding/asn1"

// Attribute types of names (X.520, EN 319 412-1, CABF EV guidelines).
var (
	OIDCommonName             = asn1.ObjectIdentifier{2, 5, 4, 3}
	OIDSurname                = asn1.ObjectIdentifier{2, 5, 4, 4}
	OIDSerialNumber           = asn1.ObjectIdentifier{2, 5, 4, 5}
	OIDCountry                = asn1.ObjectIdentifier{2, 5, 4, 6}
	OIDLocality               = asn1.ObjectIdentifier{2, 5, 4, 7}
	OIDOrganization           = asn1.ObjectIdentifier{2, 5, 4, 10}
	OIDOrganizationalUnit     = asn1.ObjectIdentifier{2, 5, 4, 11}
	OIDEmailAddress           = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 1}
	OIDBusinessCategory       = asn1.ObjectIdentifier{2, 5, 4, 15}
	OIDGivenName              = asn1.ObjectIdentifier{2, 5, 4, 42}
	OIDOrganizationIdentifier = asn1.ObjectIdentifier{2, 5, 4, 97}
	OIDJurisdictionCountry    = asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 311, 60, 2, 1, 3}
)

// Extensions.
var (
	OIDSubjectKeyID               = asn1.ObjectIdentifier{2, 5, 29, 14}
	OIDKeyUsage                   = asn1.ObjectIdentifier{2, 5, 29, 15}
	OIDSubjectAltName             = asn1.ObjectIdentifier{2, 5, 29, 17}
	OIDBasicConstraints           = asn1.ObjectIdentifier{2, 5, 29, 19}
	OIDNameConstraints            = asn1.ObjectIdentifier{2, 5, 29, 30}
	OIDCRLDistributionPoints      = asn1.ObjectIdentifier{2, 5, 29, 31}
	OIDCertificatePolicies        = asn1.ObjectIdentifier{2, 5, 29, 32}
	OIDPolicyMappings             = asn1.ObjectIdentifier{2, 5, 29, 33}
	OIDAuthorityKeyID             = asn1.ObjectIdentifier{2, 5, 29, 35}
	OIDPolicyConstraints          = asn1.ObjectIdentifier{2, 5, 29, 36}
	OIDExtKeyUsage                = asn1.ObjectIdentifier{2, 5, 29, 37}
	OIDInhibitAnyPolicy           = asn1.ObjectIdentifier{2, 5, 29, 54}
	OIDNoRevAvail                 = asn1.ObjectIdentifier{2, 5, 29, 56}
	OIDAuthorityInfoAccess        = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 1, 1}
	OIDQcStatements               = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 1, 3}
	OIDSCTList                    = asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 11129, 2, 4, 2}
	OIDCTPoison                   = asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 11129, 2, 4, 3}
	OIDCABFOrganizationIdentifier = asn1.ObjectIdentifier{2, 23, 140, 3, 1}
	OIDValidityAssured            = asn1.ObjectIdentifier{0, 4, 0, 194121, 2, 1}
)

// Extended key usages.
var (
	OIDAnyExtKeyUsage  = asn1.ObjectIdentifier{2, 5, 29, 37, 0}
	OIDServerAuth      = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 3, 1}
	OIDClientAuth      = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 3, 2}
	OIDCodeSigning     = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 3, 3}
	OIDEmailProtection = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 3, 4}
	OIDTimeStamping    = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 3, 8}
	OIDOCSPSigning     = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 3, 9}
	OIDTLSBinding      = asn1.ObjectIdentifier{0, 4, 0, 194115, 1, 0} // TS 119 411-5 Annex A
	OIDTSLSigning      = asn1.ObjectIdentifier{0, 4, 0, 2231, 3, 0}
)

// Certificate policies (EN 319 411-1, EN 319 411-2, TS 119 495, CABF).
var (
	OIDAnyPolicy   = asn1.ObjectIdentifier{2, 5, 29, 32, 0}
	OIDQCPn        = asn1.ObjectIdentifier{0, 4, 0, 194112, 1, 0}
	OIDQCPl        = asn1.ObjectIdentifier{0, 4, 0, 194112, 1, 1}
	OIDQCPnQSCD    = asn1.ObjectIdentifier{0, 4, 0, 194112, 1, 2}
	OIDQCPlQSCD    = asn1.ObjectIdentifier{0, 4, 0, 194112, 1, 3}
	OIDQEVCPw      = asn1.ObjectIdentifier{0, 4, 0, 194112, 1, 4}
	OIDQNCPw       = asn1.ObjectIdentifier{0, 4, 0, 194112, 1, 5}
	OIDQNCPwGen    = asn1.ObjectIdentifier{0, 4, 0, 194112, 1, 6}
	OIDPSD2Policy  = asn1.ObjectIdentifier{0, 4, 0, 19495, 3, 1}
	OIDCABFEV      = asn1.ObjectIdentifier{2, 23, 140, 1, 1}
	OIDCABFDV      = asn1.ObjectIdentifier{2, 23, 140, 1, 2, 1}
	OIDCABFOV      = asn1.ObjectIdentifier{2, 23, 140, 1, 2, 2}
	OIDCABFIV      = asn1.ObjectIdentifier{2, 23, 140, 1, 2, 3}
	OIDOwnPolicyID = asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 32473, 1, 1} // under the documentation arc of RFC 5612
)

// Statements of qcStatements and their values (RFC 3739, EN 319 412-1, EN 319 412-5, TS 119 495).
var (
	OIDQcSyntaxV1        = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 11, 1}
	OIDQcSyntaxV2        = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 11, 2}
	OIDSemanticsNatural  = asn1.ObjectIdentifier{0, 4, 0, 194121, 1, 1}
	OIDSemanticsLegal    = asn1.ObjectIdentifier{0, 4, 0, 194121, 1, 2}
	OIDSemanticsEIDASLeg = asn1.ObjectIdentifier{0, 4, 0, 194121, 1, 4}
	OIDQcCompliance      = asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 1}
	OIDQcLimitValue      = asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 2}
	OIDQcRetention       = asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 3}
	OIDQcSSCD            = asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 4}
	OIDQcPDS             = asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 5}
	OIDQcType            = asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 6}
	OIDQcTypeESign       = asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 6, 1}
	OIDQcTypeESeal       = asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 6, 2}
	OIDQcTypeWeb         = asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 6, 3}
	OIDQcCClegislation   = asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 7}
	OIDQcIdentMethod     = asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 8}
	OIDQcQSCDlegislation = asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 9}
	OIDPSD2              = asn1.ObjectIdentifier{0, 4, 0, 19495, 2}
)

// Keys and signatures.
var (
	oidRSA       = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 1}
	oidMGF1      = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 8}
	oidRSAPSS    = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 10}
	oidDSA       = asn1.ObjectIdentifier{1, 2, 840, 10040, 4, 1}
	oidEC        = asn1.ObjectIdentifier{1, 2, 840, 10045, 2, 1}
	oidPrime     = asn1.ObjectIdentifier{1, 2, 840, 10045, 1, 1}
	oidEd25519   = asn1.ObjectIdentifier{1, 3, 101, 112}
	oidBrainpool = asn1.ObjectIdentifier{1, 3, 36, 3, 3, 2, 8, 1, 1, 7}
)
