package chain

import (
	"slices"

	"qwac/pkg/cert"
	"qwac/pkg/lint"
)

// Rules returns the rules on the path, in the order in which they run.
func Rules() []*lint.Rule[*Chain] { return chainRules }

// chainRules are the rules of group C on the path, in the order in which they run. Left out: rules on what every CA
// certificate should have besides (C19, C20, C22, C27, C38, C40, C41) and on the validity of one certificate within
// another (C34), since no bank is known to refuse for them; and C45 to C49 and C57, which need trusted lists and stand
// in package eidas.
var chainRules = []*lint.Rule[*Chain]{
	{
		Meta: &chainNoLeaf,
		// That all are marked as CAs is told by type-ca.
		Applies: func(c *Chain) bool {
			return !hasPath(c) && !c.Unread() && slices.ContainsFunc(c.Bundle.Certs, func(cert *cert.Cert) bool {
				return !cert.IsCA
			})
		},
		Check: checkChainNoLeaf,
	},
	{
		Meta:    &chainMultipleLeaves,
		Applies: func(c *Chain) bool { return len(c.Leaves) > 1 },
		Check:   checkChainMultipleLeaves,
	},
	{
		Meta:    &chainLeafNotFirst,
		Applies: hasPath,
		Check:   checkChainLeafNotFirst,
	},
	{
		Meta:    &chainWrongOrder,
		Applies: hasPath,
		Check:   checkChainWrongOrder,
	},
	{
		Meta:    &chainReversed,
		Applies: hasPath,
		Check:   checkChainReversed,
	},
	{
		Meta:    &IntermediateMissing,
		Applies: func(c *Chain) bool { return c.gapIs(gapIntermediate) && !c.Unread() },
		Check:   checkChainIntermediateMissing,
	},
	{
		Meta:    &RootMissing,
		Applies: func(c *Chain) bool { return c.gapIs(gapRoot) && !c.Unread() },
		Check:   checkChainRootMissing,
	},
	{
		Meta:    &IncompleteSingle,
		Applies: func(c *Chain) bool { return c.gapIs(gapSingle) && !c.Unread() },
		Check:   checkChainIncompleteSingle,
	},
	{Meta: &chainDuplicateCertificate, Check: checkChainDuplicateCertificate},
	{
		Meta: &chainExtraCertificate,
		// While something is missing, nobody knows what the rest is good for.
		Applies: func(c *Chain) bool { return hasPath(c) && (c.Gap == nil || c.Anchor != nil) && !selfIssuedLeaf(c) },
		Check:   checkChainExtraCertificate,
	},
	{Meta: &chainCrossCertificate, Check: checkChainCrossCertificate},
	{Meta: &IssuerNameMismatch, Check: checkChainIssuerNameMismatch},
	{Meta: &chainNameEncodingDiffers, Check: checkChainNameEncodingDiffers},
	{
		Meta:    &SignatureInvalid,
		Applies: func(c *Chain) bool { return c.gapIs(gapSignature) },
		Check:   checkChainSignatureInvalid,
	},
	{Meta: &SignatureUnverifiable, Check: checkChainSignatureUnverifiable},
	{Meta: &chainAKISKIMismatch, Check: checkChainAKISKIMismatch},
	{Meta: &chainAKIIssuerSerialMismatch, Check: checkChainAKIIssuerSerialMismatch},
	{Meta: &chainAKIMissing, Check: checkChainAKIMissing},
	{Meta: &CABasicConstraintsMissing, Check: checkChainCABasicConstraintsMissing},
	{
		Meta:    &LeafIsCA,
		Applies: leafClaimsCA,
		Check:   checkLeafIsCA,
	},
	{Meta: &PathLenExceeded, Check: checkChainCAPathLenExceeded},
	{Meta: &chainPathLenOnNonCA, Check: checkChainPathLenOnNonCA},
	{Meta: &CAKeyCertSignMissing, Check: checkChainCAKeyUsageMissingKeyCertSign},
	{
		Meta:    &LeafKeyCertSign,
		Applies: hasPath,
		Check:   checkLeafKeyCertSign,
	},
	{
		Meta:    &chainRootNotSelfSigned,
		Applies: func(c *Chain) bool { return c.gapIs(gapRootNotSelfSigned) },
		Check:   checkChainRootNotSelfSigned,
	},
	{
		Meta:    &leafSelfSigned,
		Applies: func(c *Chain) bool { return hasPath(c) && cert.IsSelfIssued(c.Path[0]) },
		Check:   checkLeafSelfSigned,
	},
	{
		Meta:    &ValidityExpired,
		Applies: judgedAtATime,
		Check:   checkValidityExpired,
	},
	{
		Meta:    &ValidityNotYetValid,
		Applies: judgedAtATime,
		Check:   checkValidityNotYetValid,
	},
	{
		Meta:    &validityExpiringSoon,
		Applies: judgedAtATime,
		Check:   checkValidityExpiringSoon,
	},
	{Meta: &NameConstraints, Check: checkChainNameConstraints},
	{Meta: &PolicyTree, Check: checkChainPolicyTree},
	{Meta: &EKUNestingClientAuth, Check: checkChainEKUNestingClientAuth},
	{Meta: &chainSameKeyTwice, Check: checkChainSameKeyTwice},
	{
		Meta:    &KeyCertificateMismatch,
		Applies: func(c *Chain) bool { return c.Options.Key != nil && hasPath(c) },
		Check:   checkKeyCertificateMismatch,
	},
	{
		Meta:    &AnchorNotTrusted,
		Applies: func(c *Chain) bool { return len(c.Options.Anchors) > 0 && hasPath(c) },
		Check:   checkChainAnchorNotTrusted,
	},
	{Meta: &chainVerifyRefused, Check: checkChainVerifyRefused},
}
