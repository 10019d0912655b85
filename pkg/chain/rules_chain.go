package chain

import (
	"qwac/pkg/lint"
)

// chainRules are the rules of group C on the path, in the order in which they run. Left out: rules on what every CA
// certificate should have besides (C19, C20, C22, C27, C38, C40, C41) and on the validity of one certificate within another
// (C34), since no bank is known to refuse for them; and C45 to C49 and C57, which need trusted lists and stand in package
// eidas.
var chainRules = []*lint.Rule[*Chain]{
	&chainNoLeaf,
	&chainMultipleLeaves,
	&chainLeafNotFirst,
	&chainWrongOrder,
	&chainReversed,
	&chainIntermediateMissing,
	&chainRootMissing,
	&chainIncompleteSingle,
	&chainDuplicateCertificate,
	&chainExtraCertificate,
	&chainIssuerNameMismatch,
	&chainNameEncodingDiffers,
	&chainSignatureInvalid,
	&chainSignatureUnverifiable,
	&chainAKISKIMismatch,
	&chainAKIIssuerSerialMismatch,
	&chainAKIMissing,
	&chainCABasicConstraintsMissing,
	&leafIsCA,
	&chainCAPathLenExceeded,
	&chainPathLenOnNonCA,
	&chainCAKeyUsageMissingKeyCertSign,
	&leafKeyCertSign,
	&chainRootNotSelfSigned,
	&leafSelfSigned,
	&validityExpired,
	&validityNotYetValid,
	&validityExpiringSoon,
	&chainNameConstraints,
	&chainPolicyTree,
	&chainEKUNestingClientAuth,
	&chainSameKeyTwice,
	&keyCertificateMismatch,
	&chainAnchorNotTrusted,
	&chainVerifyRefused,
}
