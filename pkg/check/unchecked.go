package check

// UncheckedRule is a rule of the catalogue that no run reports.
type UncheckedRule struct{ Code, ID, Reason string }

// Unchecked lists the rules that cannot be decided offline, or that another rule decides. Their codes are not used for
// anything else.
func Unchecked() []UncheckedRule {
	return []UncheckedRule{
		{"L24", "policy-psd2-absent", "the standard says may (TS 119 495, OVR-6.1-3): its absence means nothing"},
		{"L35", "san-does-not-cover-host", "the host of the client is not an input, and no bank looks at it"},
		{"S15", "psd2-role-not-psd2-service", "the same test as J11, which reports it"},
		{"S45", "psd2-language", "which language is customary in international finance cannot be told from a name; " +
			"S19 tells the alphabet, S20 the name"},
		{"R12", "role-not-effective", "which call a role opens is the bank's, not the certificate's"},
		{"K12", "sig-sha1-md5", "the same test as C35, which reports it"},
		{"A13", "aia-caissuers-host-differs", "which hosts are the issuer's cannot be told offline"},
	}
}
