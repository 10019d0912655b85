package eidas

import (
	"encoding/asn1"
)

// Extensions and attributes that are read here.
var (
	oidQcStatements        = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 1, 3} // RFC 3739
	oidPolicies            = asn1.ObjectIdentifier{2, 5, 29, 32}
	oidKeyUsage            = asn1.ObjectIdentifier{2, 5, 29, 15}
	oidSubjectAltName      = asn1.ObjectIdentifier{2, 5, 29, 17}
	oidExtKeyUsage         = asn1.ObjectIdentifier{2, 5, 29, 37}
	oidCTPoison            = asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 11129, 2, 4, 3} // RFC 6962 3.1
	oidSubjectKeyID        = asn1.ObjectIdentifier{2, 5, 29, 14}
	oidBasicConstraints    = asn1.ObjectIdentifier{2, 5, 29, 19}
	oidNameConstraints     = asn1.ObjectIdentifier{2, 5, 29, 30}
	oidDistributionPoints  = asn1.ObjectIdentifier{2, 5, 29, 31}
	oidPolicyMappings      = asn1.ObjectIdentifier{2, 5, 29, 33}
	oidAuthorityKeyID      = asn1.ObjectIdentifier{2, 5, 29, 35}
	oidPolicyConstraints   = asn1.ObjectIdentifier{2, 5, 29, 36}
	oidInhibitAnyPolicy    = asn1.ObjectIdentifier{2, 5, 29, 54}
	oidNoRevAvail          = asn1.ObjectIdentifier{2, 5, 29, 56} // RFC 9608
	oidAccess              = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 1, 1}
	oidAccessOCSP          = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 48, 1}
	oidAccessIssuers       = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 48, 2}
	oidValidityAssured     = asn1.ObjectIdentifier{0, 4, 0, 194121, 2, 1}            // EN 319 412-1 5.2
	oidOCSPNoCheck         = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 48, 1, 5}    // RFC 6960 4.2.2.2.1
	oidSCTList             = asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 11129, 2, 4, 2} // RFC 6962 3.3
	oidCABFOrgID           = asn1.ObjectIdentifier{2, 23, 140, 3, 1}
	oidSerialNumber        = asn1.ObjectIdentifier{2, 5, 4, 5}
	oidBusinessCategory    = asn1.ObjectIdentifier{2, 5, 4, 15}
	oidJurisdictionArc     = asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 311, 60, 2, 1}
	oidJurisdictionCountry = asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 311, 60, 2, 1, 3}
	oidCPS                 = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 2, 1}
	oidEKUCodeSigning      = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 3, 3}
	oidEKUEmail            = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 3, 4}
	oidEKUTimeStamping     = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 3, 8}
	oidEKUOCSPSigning      = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 3, 9}
	oidEKUTSLSigning       = asn1.ObjectIdentifier{0, 4, 0, 2231, 3, 0}
	oidAnyPolicy           = asn1.ObjectIdentifier{2, 5, 29, 32, 0}
	oidETSI                = asn1.ObjectIdentifier{0, 4, 0}
	oidPolicyNCP           = asn1.ObjectIdentifier{0, 4, 0, 2042, 1, 1} // EN 319 411-1
	oidPolicyNCPPlus       = asn1.ObjectIdentifier{0, 4, 0, 2042, 1, 2}
	oidPolicyEVCP          = asn1.ObjectIdentifier{0, 4, 0, 2042, 1, 4}
	oidPolicyCABFEV        = asn1.ObjectIdentifier{2, 23, 140, 1, 1}
	oidPolicyCABFDV        = asn1.ObjectIdentifier{2, 23, 140, 1, 2, 1}
	oidPolicyCABFOV        = asn1.ObjectIdentifier{2, 23, 140, 1, 2, 2}
	oidPolicyCABFIV        = asn1.ObjectIdentifier{2, 23, 140, 1, 2, 3}
	oidQcIdentMethod       = asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 8}
	oidQcQSCDlegislation   = asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 9}
	oidSemanticsEIDASLegal = asn1.ObjectIdentifier{0, 4, 0, 194121, 1, 4} // EN 319 412-1 5.1.6
	oidRSASSAPSS           = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 10}
	oidUniqueIdentifier    = asn1.ObjectIdentifier{2, 5, 4, 45}
	oidOrgID               = asn1.ObjectIdentifier{2, 5, 4, 97}
	oidCountryName         = asn1.ObjectIdentifier{2, 5, 4, 6}
	oidOrganization        = asn1.ObjectIdentifier{2, 5, 4, 10}
	oidCommonName          = asn1.ObjectIdentifier{2, 5, 4, 3}
	oidLocality            = asn1.ObjectIdentifier{2, 5, 4, 7}
	oidUnit                = asn1.ObjectIdentifier{2, 5, 4, 11}
	oidSurname             = asn1.ObjectIdentifier{2, 5, 4, 4}
	oidGivenName           = asn1.ObjectIdentifier{2, 5, 4, 42}
	oidPseudonym           = asn1.ObjectIdentifier{2, 5, 4, 65}
	oidUserNotice          = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 2, 2}
	oidEKUAny              = asn1.ObjectIdentifier{2, 5, 29, 37, 0}
	oidEKUServerAuth       = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 3, 1}
	oidEKUClientAuth       = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 3, 2}
	oidEKUTLSBinding       = asn1.ObjectIdentifier{0, 4, 0, 194115, 1, 0} // TS 119 411-5, Annex A
	oidPSD2Arc             = asn1.ObjectIdentifier{0, 4, 0, 19495}
	oidPSD2Statement       = asn1.ObjectIdentifier{0, 4, 0, 19495, 2} // TS 119 495, Annex A
	oidPolicyPSD2          = asn1.ObjectIdentifier{0, 4, 0, 19495, 3, 1}
	oidPolicyPSD2Arc       = asn1.ObjectIdentifier{0, 4, 0, 19495, 3}
	oidCABF                = asn1.ObjectIdentifier{2, 23, 140, 1}
	oidPolicyEIDASArc      = asn1.ObjectIdentifier{0, 4, 0, 194112, 1} // EN 319 411-2
	oidPolicyQCPn          = asn1.ObjectIdentifier{0, 4, 0, 194112, 1, 0}
	oidPolicyQCPl          = asn1.ObjectIdentifier{0, 4, 0, 194112, 1, 1}
	oidPolicyQCPnQSCD      = asn1.ObjectIdentifier{0, 4, 0, 194112, 1, 2}
	oidPolicyQCPlQSCD      = asn1.ObjectIdentifier{0, 4, 0, 194112, 1, 3}
	oidPolicyQEVCPw        = asn1.ObjectIdentifier{0, 4, 0, 194112, 1, 4}
	oidPolicyQNCPw         = asn1.ObjectIdentifier{0, 4, 0, 194112, 1, 5}
	oidPolicyQNCPwGen      = asn1.ObjectIdentifier{0, 4, 0, 194112, 1, 6}
	oidQcArc               = asn1.ObjectIdentifier{0, 4, 0, 1862, 1} // EN 319 412-5
	oidQcCompliance        = asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 1}
	oidQcLimitValue        = asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 2}
	oidQcRetention         = asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 3}
	oidQcSSCD              = asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 4}
	oidQcPDS               = asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 5}
	oidQcType              = asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 6}
	oidQcCClegislation     = asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 7}
	oidQcSyntaxV1          = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 11, 1} // RFC 3039
	oidQcSyntaxV2          = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 11, 2} // RFC 3739
	oidSemanticsLegal      = asn1.ObjectIdentifier{0, 4, 0, 194121, 1, 2}      // EN 319 412-1 5.1.4
	oidWalletArc           = asn1.ObjectIdentifier{0, 4, 0, 19475}             // TS 119 475
	oidWalletPolicies      = asn1.ObjectIdentifier{0, 4, 0, 194118, 1}         // TS 119 411-8
	oidQctESign            = asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 6, 1}
	oidQctESeal            = asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 6, 2}
	oidQctWeb              = asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 6, 3}
)

// Name returns the name of an object identifier that occurs in eIDAS and PSD2 certificates: extensions, statements,
// types, roles, policies, extended key usages and attributes. It is empty for others.
func Name(oid asn1.ObjectIdentifier) string { return oidNames.Of(oid) }

// TypeName returns the short name of a value of QcType, "web", "eseal" or "esign", or for others the object identifier
// itself.
func TypeName(oid asn1.ObjectIdentifier) string {
	switch {
	case oid.Equal(oidQctWeb):
		return "web"
	case oid.Equal(oidQctESeal):
		return "eseal"
	case oid.Equal(oidQctESign):
		return "esign"
	}
	return oid.String()
}

// label gives an object identifier with its name where it has one, for messages.
func label(oid asn1.ObjectIdentifier) string {
	if n := Name(oid); n != "" {
		return oid.String() + " (" + n + ")"
	}
	return oid.String()
}

func under(oid, arc asn1.ObjectIdentifier) bool {
	return len(oid) > len(arc) && oid[:len(arc)].Equal(arc)
}
