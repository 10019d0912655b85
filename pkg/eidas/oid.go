package eidas

import "encoding/asn1"

// OID is an object identifier.
type OID = asn1.ObjectIdentifier

// Extensions, attributes, policies and statements that are read here, and those that rules of more than one room ask
// about.
var (
	OIDQcStatements    = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 1, 3} // RFC 3739
	OIDPolicies        = asn1.ObjectIdentifier{2, 5, 29, 32}
	OIDSubjectAltName  = asn1.ObjectIdentifier{2, 5, 29, 17}
	OIDExtKeyUsage     = asn1.ObjectIdentifier{2, 5, 29, 37}
	oidQcSyntaxV1      = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 11, 1}       // RFC 3039
	oidQcSyntaxV2      = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 11, 2}       // RFC 3739
	oidCTPoison        = asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 11129, 2, 4, 3} // RFC 6962 3.1
	OIDPolicyNCP       = asn1.ObjectIdentifier{0, 4, 0, 2042, 1, 1}              // EN 319 411-1
	OIDPolicyNCPPlus   = asn1.ObjectIdentifier{0, 4, 0, 2042, 1, 2}
	oidPolicyEVCP      = asn1.ObjectIdentifier{0, 4, 0, 2042, 1, 4}
	OIDPolicyCABFEV    = asn1.ObjectIdentifier{2, 23, 140, 1, 1}
	OIDOrgID           = asn1.ObjectIdentifier{2, 5, 4, 97}
	OIDCountryName     = asn1.ObjectIdentifier{2, 5, 4, 6}
	OIDOrganization    = asn1.ObjectIdentifier{2, 5, 4, 10}
	OIDCommonName      = asn1.ObjectIdentifier{2, 5, 4, 3}
	OIDUnit            = asn1.ObjectIdentifier{2, 5, 4, 11}
	OIDLocality        = asn1.ObjectIdentifier{2, 5, 4, 7}
	OIDState           = asn1.ObjectIdentifier{2, 5, 4, 8}
	OIDSurname         = asn1.ObjectIdentifier{2, 5, 4, 4}
	oidGivenName       = asn1.ObjectIdentifier{2, 5, 4, 42}
	oidPseudonym       = asn1.ObjectIdentifier{2, 5, 4, 65}
	oidUserNotice      = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 2, 2}
	OIDEKUServerAuth   = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 3, 1}
	OIDEKUClientAuth   = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 3, 2}
	OIDEKUTLSBinding   = asn1.ObjectIdentifier{0, 4, 0, 194115, 1, 0} // TS 119 411-5, Annex A
	OIDPSD2Statement   = asn1.ObjectIdentifier{0, 4, 0, 19495, 2}     // TS 119 495, Annex A
	OIDPolicyPSD2      = asn1.ObjectIdentifier{0, 4, 0, 19495, 3, 1}
	OIDPolicyPSD2Arc   = asn1.ObjectIdentifier{0, 4, 0, 19495, 3}
	OIDCABF            = asn1.ObjectIdentifier{2, 23, 140, 1}
	OIDPolicyEIDASArc  = asn1.ObjectIdentifier{0, 4, 0, 194112, 1} // EN 319 411-2
	OIDPolicyQCPn      = asn1.ObjectIdentifier{0, 4, 0, 194112, 1, 0}
	OIDPolicyQCPl      = asn1.ObjectIdentifier{0, 4, 0, 194112, 1, 1}
	oidPolicyQCPnQSCD  = asn1.ObjectIdentifier{0, 4, 0, 194112, 1, 2}
	oidPolicyQCPlQSCD  = asn1.ObjectIdentifier{0, 4, 0, 194112, 1, 3}
	OIDPolicyQEVCPw    = asn1.ObjectIdentifier{0, 4, 0, 194112, 1, 4}
	OIDPolicyQNCPw     = asn1.ObjectIdentifier{0, 4, 0, 194112, 1, 5}
	OIDPolicyQNCPwGen  = asn1.ObjectIdentifier{0, 4, 0, 194112, 1, 6}
	OIDQcCompliance    = asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 1}
	oidQcLimitValue    = asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 2}
	oidQcRetention     = asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 3}
	oidQcSSCD          = asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 4}
	OIDQcPDS           = asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 5}
	OIDQcType          = asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 6}
	OIDQcCClegislation = asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 7}
	OIDWalletArc       = asn1.ObjectIdentifier{0, 4, 0, 19475}     // TS 119 475
	oidWalletPolicies  = asn1.ObjectIdentifier{0, 4, 0, 194118, 1} // TS 119 411-8
	OIDQctESign        = asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 6, 1}
	OIDQctESeal        = asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 6, 2}
	OIDQctWeb          = asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 6, 3}
)

// Name returns the name of an object identifier that occurs in eIDAS and PSD2 certificates: extensions, statements,
// types, roles, policies, extended key usages and attributes. It is empty for others.
func Name(oid asn1.ObjectIdentifier) string { return oidNames.Of(oid) }

// TypeName returns the short name of a value of QcType, "web", "eseal" or "esign", or for others the object identifier
// itself.
func TypeName(oid asn1.ObjectIdentifier) string {
	switch {
	case oid.Equal(OIDQctWeb):
		return "web"
	case oid.Equal(OIDQctESeal):
		return "eseal"
	case oid.Equal(OIDQctESign):
		return "esign"
	}
	return oid.String()
}

// Label gives an object identifier with its name where it has one, for messages.
func Label(oid asn1.ObjectIdentifier) string {
	if n := Name(oid); n != "" {
		return oid.String() + " (" + n + ")"
	}
	return oid.String()
}

func Under(oid, arc asn1.ObjectIdentifier) bool {
	return len(oid) > len(arc) && oid[:len(arc)].Equal(arc)
}

func UnderCABF(id OID) bool { return Under(id, OIDCABF) }
