package leaf

import "qwac/pkg/lint"

var ruleCASKIMissing = lint.Meta{
	ID: "chain-ca-ski-missing", Code: "C19", Severity: lint.Error,
	Source: lint.Clause{Document: "RFC 5280", Section: "4.2.1.2"},
	Title:  "a CA without subjectKeyIdentifier",
	Means: "A CA certificate has an identifier of its key, the field subjectKeyIdentifier. The " +
		"certificates below refer to it. A CA in this chain does not have the field.",
	Why:   "Where two CAs have the same name, software finds the right one by this identifier.",
	Right: "subjectKeyIdentifier 97:CD:77:DB:EA:D2:C2:54",
	Fix:   "Ask the QTSP whether there is a newer certificate of this CA, which has the field.",
	See:   lint.SeeEveryKeyIDs,
}

var ruleKeyIDCritical = lint.Meta{
	ID: "chain-aki-ski-critical", Code: "C20", Severity: lint.Error,
	Source: lint.Clause{Document: "RFC 5280", Section: "4.2.1.1, 4.2.1.2"},
	Title:  "a key identifier is critical",
	Means: "Key identifiers help software to find the certificate of the issuer. A field that is marked " +
		"as critical has to be understood by all software. These fields must not have this mark.",
	Why: "Software that does not know these fields would have to refuse the certificate for a mere " +
		"hint.",
	Wrong: "X509v3 Subject Key Identifier: critical",
	Right: "X509v3 Subject Key Identifier:",
	Fix:   "Ask the QTSP for a certificate with key identifiers that are not critical.",
	Ask: "A key identifier in our certificate or in that of its CA is critical. Please re-issue it with " +
		"subjectKeyIdentifier and authorityKeyIdentifier not critical (RFC 5280, sections 4.2.1.1 and " +
		"4.2.1.2).",
	See: lint.SeeEveryKeyIDs,
}

var ruleCABasicNotCritical = lint.Meta{
	ID: "chain-ca-basic-constraints-not-critical", Code: "C22", Severity: lint.Warning,
	Source: lint.Clause{Document: "RFC 5280", Section: "4.2.1.9"},
	Title:  "basicConstraints of a CA is not critical",
	Means: "The field basicConstraints says that a certificate is one of a CA. It has to be marked as " +
		"critical, so that no software overlooks it. Here the mark is missing. Some older CAs are like " +
		"this.",
	Why:   "RFC 5280 requires the mark, but few verifiers mind.",
	Wrong: "X509v3 Basic Constraints: CA:TRUE",
	Right: "X509v3 Basic Constraints: critical CA:TRUE",
	Fix:   "Ask the QTSP whether there is a newer certificate of this CA.",
	See:   lint.SeeEveryCA,
}

var ruleCAConstraintsNotCritical = lint.Meta{
	ID: "chain-ca-constraints-not-critical", Code: "C58", Severity: lint.Error,
	Source: lint.Clause{Document: "RFC 5280", Section: "4.2.1.10, 4.2.1.11 and 4.2.1.14"},
	Title:  "a limit of a CA is not critical",
	Means: "The certificate of a CA may say for which names or under which policies the CA may issue. An issuer " +
		"can mark a field of a certificate as critical: software that does not know the field must then refuse the " +
		"certificate. Such limits need this mark. Here it is missing.",
	Why: "Software that does not know the field passes over the limit, so that two banks may judge the chain " +
		"differently.",
	Wrong: "X509v3 Policy Constraints:",
	Right: "X509v3 Policy Constraints: critical",
	Fix:   "Nothing to do in your chain. Tell the QTSP, whose CA certificate it is.",
	Ask: "A constraint in a CA certificate of our chain (nameConstraints, policyConstraints or inhibitAnyPolicy) is " +
		"not " +
		"critical. Please mark it as critical in the next CA certificate (RFC 5280, sections 4.2.1.10, 4.2.1.11 and " +
		"4.2.1.14).",
	See: lint.SeeEvery + " | grep -A 1 -e Constraints -e 'Inhibit Any'",
}

var ruleCAKUAbsent = lint.Meta{
	ID: "chain-ca-keyusage-absent", Code: "C27", Severity: lint.Warning,
	Source: lint.Clause{Document: "RFC 5280", Section: "4.2.1.3"},
	Title:  "key usage of a CA is absent or not critical",
	Means: "The field keyUsage says what a key may be used for. The certificate of a CA must have it, " +
		"and should mark it as critical, so that no software overlooks it. Here the field or the mark is " +
		"missing.",
	Why:   "Strict software may refuse the CA. Some older CAs are like this, and most banks take them.",
	Right: "X509v3 Key Usage: critical, Certificate Sign, CRL Sign",
	Fix:   "Ask the QTSP whether there is a newer certificate of this CA.",
	See:   lint.SeeEveryUsage,
}

var ruleRootEKU = lint.Meta{
	ID: "chain-root-has-eku", Code: "C41", Severity: lint.Notice,
	Source: lint.Clause{Document: "CABF Baseline Requirements", Section: "7.1.2.1.2"},
	Title:  "extended key usage in a root",
	Means: "Extended key usage says for what a certificate may be used, such as for TLS servers. A " +
		"root, the last certificate of a chain, has no such list by the browsers' rules. This one has.",
	Why: "Some software takes the list as a limit for all certificates below the root, and some does " +
		"not.",
	Wrong: "X509v3 Extended Key Usage: TLS Web Server Authentication",
	Right: "no Extended Key Usage",
	Fix:   "Nothing to do unless the bank refuses the chain: then ask the QTSP for another root.",
	See:   lint.SeeEveryPurpose,
}
