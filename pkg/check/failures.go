package check

import (
	"qwac/pkg/bundle"
	"qwac/pkg/cert"
	"qwac/pkg/chain"
	"qwac/pkg/leaf"
	"qwac/pkg/lint"
	"qwac/pkg/path"
)

// failureRules are the rules that report the failures of a validation. That a host is not among the names of the leaf
// is asked for by no run.
var failureRules = []struct {
	broken path.Rule
	rule   *lint.Meta
}{
	{path.RuleExpired, &chain.ValidityExpired},
	{path.RuleNotYetValid, &chain.ValidityNotYetValid},
	{path.RuleInverted, &cert.X509ValidityInverted},
	{path.RuleVersion, &cert.X509VersionNot3},
	{path.RuleAlgorithms, &cert.X509AlgorithmsDiffer},
	{path.RuleTwice, &cert.X509DuplicateExtension},
	{path.RuleMalformed, &cert.X509ExtensionMalformed},
	{path.RuleCritical, &cert.X509UnknownCritical},
	{path.RulePrecert, &cert.X509Precertificate},
	{path.RuleTimes, &cert.X509TimeEncoding},
	{path.RuleDER, &bundle.X509DERNotCanonical},
	{path.RuleNotCA, &chain.CABasicConstraintsMissing},
	{path.RulePathLen, &chain.PathLenExceeded},
	{path.RuleKeyUsage, &chain.CAKeyCertSignMissing},
	{path.RuleClientNest, &chain.EKUNestingClientAuth},
	{path.RuleServerNest, &leaf.RuleNestingServerAuth},
	{path.RuleClientLeaf, &leaf.RuleClientAuthMissing},
	{path.RuleServerLeaf, &leaf.RuleServerAuthMissing},
	{path.RuleForbidden, &leaf.RuleForbiddenPurpose},
	{path.RuleLeafCA, &chain.LeafIsCA},
	{path.RuleNames, &chain.NameConstraints},
	{path.RulePolicy, &chain.PolicyTree},
	{path.RuleQualifier, &cert.PolicyQualifierUnknown},
	{path.RuleDuplicate, &cert.PolicyDuplicate},
	{path.RuleNameMismatch, &chain.IssuerNameMismatch},
	{path.RuleSignature, &chain.SignatureInvalid},
	{path.RuleUnverified, &chain.SignatureUnverifiable},
	{path.RuleWeakHash, &cert.WeakHash},
	{path.RuleSmallKey, &cert.KeyRSATooSmall},
	{path.RuleExplicit, &cert.KeyECExplicit},
	{path.RuleTooLong, &leaf.RuleTooLong},
	{path.RuleRootMissing, &chain.RootMissing},
	{path.RuleGap, &chain.IntermediateMissing},
	{path.RuleUntrusted, &chain.AnchorNotTrusted},
}

// RuleOf is the rule that reports a failure of a path. Nil: none does.
func RuleOf(f path.Failure) *lint.Meta {
	for _, r := range failureRules {
		if r.broken == f.Rule {
			return r.rule
		}
	}
	return nil
}
