package psd2

import "encoding/asn1"

// Statements, attributes and policies that only the rules here ask about.
var (
	oidQcIdentMethod       = asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 8}
	oidQcQSCDlegislation   = asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 9}
	oidSemanticsEIDASLegal = asn1.ObjectIdentifier{0, 4, 0, 194121, 1, 4}      // EN 319 412-1 5.1.6
	oidQcArc               = asn1.ObjectIdentifier{0, 4, 0, 1862, 1}           // EN 319 412-5
	oidQcSyntaxV1          = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 11, 1} // RFC 3039
	oidQcSyntaxV2          = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 11, 2} // RFC 3739
	oidSemanticsLegal      = asn1.ObjectIdentifier{0, 4, 0, 194121, 1, 2}      // EN 319 412-1 5.1.4
	oidSemantics           = asn1.ObjectIdentifier{0, 4, 0, 194121, 1}         // EN 319 412-1 5.1
	oidSerialNumber        = asn1.ObjectIdentifier{2, 5, 4, 5}
	oidCABFOrgID           = asn1.ObjectIdentifier{2, 23, 140, 3, 1}
)
