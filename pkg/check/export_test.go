package check

import "qwac/pkg/lint"

// RedirectRules are the rules on redirect URIs, for tests that change rules.
func RedirectRules() []*lint.Rule[redirects] { return redirectRules }

// RequiredRules are the rules on what was required, likewise.
func RequiredRules() []*lint.Rule[required] { return requiredRules }
