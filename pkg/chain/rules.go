package chain

import "qwac/pkg/lint"

// Rules returns the rules on the path, in the order in which they run.
func Rules() []*lint.Rule[*Chain] { return chainRules }

// TextRules returns the rules on text, in the order in which they run.
func TextRules() []*lint.Rule[*Bundle] { return pemRules }

// CertRules returns the rules on each certificate, in the order in which they run.
func CertRules() [][]*lint.Rule[*Subject] { return certRules }

var certRules = [][]*lint.Rule[*Subject]{x509Rules, keyRules}
