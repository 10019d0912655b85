package config

// Keys are those of a file, in the order of the documentation.
func Keys() []Key[Config] {
	return []Key[Config]{
		{"profile", "profile", "bank profile, by its name or a file with one", "etsi", false, text(), readProfile},
		{"env", "env", "environment of the bank: production or sandbox", "production", false, oneOf(environments()),
			readText(environments)},
		{"roles", "roles", "roles that the client is registered for", "[PSP_AI, PSP_PI]", false, roles(), readRoles},
		{"trust", "trust", "files or folders with the certificates that the bank trusts", "[anchors]", true,
			texts(), readTexts},
		{"pool", "pool", "files or folders with CA certificates that complete a chain", "[ca]", true, texts(),
			readTexts},
		{"lists", "trusted-lists", "folder or file with EU trusted lists, or a store of qwac trust", "lists", true,
			text(), readText(nil)},
		{"register", "register", "file with the EBA's register of payment institutions, or its index", "register.zip",
			true, text(), readText(nil)},
		{"expires-within", "expires-within", "say so when a certificate ends within this time", "30d", false,
			age(), readAge},
		{"max-evidence-age", "", "how old a revocation list or response may be; what the bank allows is the most",
			"7d", false, age(), readMaxAge},
		{"severity", "", "severities of rules: how they are shown, and what fail-on counts",
			"{policy-qncp-w-gen: warning}", false, severities(), readSeverities},
		{"fail-on", "fail-on", "exit with 1 at findings of this level or graver", "block", false,
			oneOf(levels()), readText(levels)},
		{"formats", "format", "report formats: NAME, or NAME=FILE for a file in this folder",
			"[text, sarif=qwac.sarif]", false, reports(), readFormats},
		{"require", "require", "checks that must have been asked and have passed", "[trusted-list, revocation]", false,
			listOf(oneOf(facts())), readRequire},
		{"baseline", "baseline", "file of qwac baseline: the findings in it do not block", ".qwac-baseline.json", true,
			text(), readText(nil)},
		{"paths", "", "what is otherwise for some targets; of several that match, the last one counts",
			"\n  - match: \"prod/**\"\n    env: production\n    roles: [PSP_AI]", false, mappings(PathKeys()),
			readPaths},
		{"ignore", "", "findings that do not count here, and why",
			"\n  - rule: policy-qncp-w-gen\n    path: \"prod/**\"\n    reason: the bank takes it, ticket 4711\n" +
				"    expires: 2027-06-30", false, mappings(IgnoreKeys()), readIgnores},
	}
}
