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

// Deviation is where a rule differs from its row in the catalogue.
type Deviation struct{ Code, Catalogue, Here, Clause string }

// Deviations lists them, in the order of the catalogue.
func Deviations() []Deviation {
	return []Deviation{
		{"X10", "does not block", "blocks",
			"RFC 5280, 4.1.2.5: OpenSSL refuses a time without seconds or with an offset"},
		{"C09", "a warning", "a notice where the copies stand in different files",
			"what is uploaded has one of them, and such folders are usual"},
		{"C34", "neither the beginning nor the end may be outside of the issuer's", "the end alone",
			"RFC 5280, 6.1.3 asks for neither; a CA that is renewed begins after its leaves"},
		{"C42", "warning, does not block", "error, blocks, where a path needs a policy and none is left",
			"RFC 5280, 6.1.5 (g): such a path is not valid"},
		{"C53", "the root is on a list of browsers' roots", "the leaf has timestamps of logs",
			"RFC 6962, 3.3; such lists age faster than a program"},
		{"L12", "notice beside any RSA key", "notice beside that of a website certificate",
			"RFC 8446, 4.2.3 is about TLS; other certificates may be made to encipher"},
		{"L15", "told whatever else is", "not told where policy-psd2-without-base is",
			"TS 119 495, OVR-6.1-3: one cause"},
		{"K04", "keys of Debian's faulty generator too", "without those",
			"CABF Baseline Requirements, 6.1.1.3: they are told by lists of tens of megabytes, and are of 2008"},
		{"Q27", "a state or province is an error", "a notice in NTR of an EV certificate",
			"CABF EV Guidelines, 9.2.8 have it for registers of states"},
		{"Q27", "XG with LEI alone",
			"with VAT and NTR too in an EV certificate: a notice where it is qualified, else nothing",
			"CABF EV Guidelines, 7.1.4.2.8 have XG for every scheme of the whole world"},
		{"S25", "warning", "notice where the certificate is older than the list",
			"TS 119 495, Annex D: the code was the right one"},
		{"S37", "the country of the subject is that of the authority", "a territory counts as its state",
			"Regulation (EU) 2018/389, Article 34(2): Åland, the outermost regions of France, Svalbard"},
		{"S38b", "XXXX, 123456, TEST", "also zeros alone, N/A, DEMO, DUMMY, SAMPLE and EXAMPLE",
			"Regulation (EU) 2018/389, Article 34(2): the number of the register"},
		{"S40", "notice, or warning where the type is neither of two", "warning where it is neither, else nothing",
			"CABF EV Guidelines, 7.1.4.2: the two are right"},
		{"S42", "the countries are equal", "EL and GR are", "CABF EV Guidelines, 9.2.8; VAT numbers of Greece have EL"},
		{"V02", "also told of QNCP-w-gen and of any root that is none of a browser",
			"told where QCP-w-psd2 excuses a life above the cap",
			"TS 119 495, OVR-6.1-3; QNCP-w-gen has policy-qncp-w-gen"},
		{"U04", "does not block", "blocks", "RFC 6749, 3.1.2: a server must not send anybody to such an address"},
	}
}
