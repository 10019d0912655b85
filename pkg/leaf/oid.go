package leaf

import "encoding/asn1"

// Extensions, attributes, policies and usages that only the rules here ask about.
var (
	oidKeyUsage            = asn1.ObjectIdentifier{2, 5, 29, 15}
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
	oidValidityAssured     = asn1.ObjectIdentifier{0, 4, 0, 194121, 2, 1}         // EN 319 412-1 5.2
	oidOCSPNoCheck         = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 48, 1, 5} // RFC 6960 4.2.2.2.1
	oidSerialNumber        = asn1.ObjectIdentifier{2, 5, 4, 5}
	oidBusinessCategory    = asn1.ObjectIdentifier{2, 5, 4, 15}
	oidJurisdictionArc     = asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 311, 60, 2, 1}
	oidJurisdictionPlace   = asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 311, 60, 2, 1, 1}
	oidJurisdictionState   = asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 311, 60, 2, 1, 2}
	oidJurisdictionCountry = asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 311, 60, 2, 1, 3}
	oidCPS                 = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 2, 1}
	oidEKUCodeSigning      = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 3, 3}
	oidEKUEmail            = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 3, 4}
	oidEKUTimeStamping     = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 3, 8}
	oidEKUOCSPSigning      = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 3, 9}
	oidEKUPrecertificates  = asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 11129, 2, 4, 4} // RFC 6962 3.1
	oidEKUTSLSigning       = asn1.ObjectIdentifier{0, 4, 0, 2231, 3, 0}
	oidAnyPolicy           = asn1.ObjectIdentifier{2, 5, 29, 32, 0}
	oidETSI                = asn1.ObjectIdentifier{0, 4, 0}
	oidPolicyCABFDV        = asn1.ObjectIdentifier{2, 23, 140, 1, 2, 1}
	oidPolicyCABFOV        = asn1.ObjectIdentifier{2, 23, 140, 1, 2, 2}
	oidPolicyCABFIV        = asn1.ObjectIdentifier{2, 23, 140, 1, 2, 3}
	oidRSASSAPSS           = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 10}
	oidUniqueIdentifier    = asn1.ObjectIdentifier{2, 5, 4, 45}
	oidEKUAny              = asn1.ObjectIdentifier{2, 5, 29, 37, 0}
)
