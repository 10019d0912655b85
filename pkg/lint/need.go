package lint

// Need is what a next step needs that each program has its own way for: evidence that it is given, such as a revocation
// list, or what it makes, such as a payload. A hint says it in terms of the field. The program adds how it is done
// there: by a flag, a command, a field of a form.
type Need struct {
	What What   `json:"what"`
	With string `json:"with,omitempty"` // the file that has it, or the command that writes it; empty: not known
}

// What names what is needed.
type What string

// What next steps need. Reports have the names; they stay as they are.
const (
	NeedChain        What = "chain"                 // the certificates to judge, as a command writes them
	NeedTime         What = "time"                  // as of which to judge
	NeedRoles        What = "roles"                 // that are registered for the client
	NeedAnchors      What = "anchors"               // the certificates that the bank trusts
	NeedLists        What = "trusted-lists"         // as they are published
	NeedListsKept    What = "trusted-lists-kept"    // what the program has of them
	NeedListsOnDisk  What = "trusted-lists-on-disk" // that the user has already
	NeedIssuers      What = "issuers"               // the CAs that are listed for website certificates
	NeedOCSP         What = "ocsp"                  // an OCSP response
	NeedCRL          What = "crl"                   // a revocation list
	NeedRegister     What = "register"              // of the EBA
	NeedRegisterFile What = "register-file"         // the same, to be kept
	NeedEntry        What = "register-entry"        // what the register has of an institution
	NeedDirectory    What = "directory"             // of the European Payments Council
	NeedBIC          What = "bic"                   // of the holder
	NeedPrevious     What = "previous"              // the certificate that this one replaces
	NeedKey          What = "key"                   // the private key of the leaf
	NeedPayload      What = "payload"               // of the chain that is named
	NeedBaseline     What = "baseline"              // written anew
)

// Whats are all that a next step may need: a program has a way for each.
func Whats() []What {
	return []What{
		NeedChain, NeedTime, NeedRoles, NeedAnchors, NeedLists, NeedListsKept, NeedListsOnDisk, NeedIssuers, NeedOCSP,
		NeedCRL, NeedRegister, NeedRegisterFile, NeedEntry, NeedDirectory, NeedBIC, NeedPrevious,
		NeedKey, NeedPayload, NeedBaseline,
	}
}
