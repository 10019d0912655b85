package check

import (
	"cmp"
	"crypto"
	"crypto/x509"
	"time"

	"qwac/pkg/bank"
	"qwac/pkg/cert"
	"qwac/pkg/chain"
	"qwac/pkg/eds"
	"qwac/pkg/eidas"
	"qwac/pkg/ident"
	"qwac/pkg/lint"
	"qwac/pkg/memo"
	"qwac/pkg/path"
	"qwac/pkg/register"
	"qwac/pkg/revocation"
	"qwac/pkg/trustlist"
	"qwac/pkg/verifiers"
)

// Options say what is judged and by whom. The zero value judges for production at the first bank, at no particular
// time.
type Options struct {
	Profile       *bank.Bank             // nil: the first of bank.All
	At            time.Time              // zero: validity is not judged
	Sandbox       bool                   // the upload is for the bank's sandbox, where test certificates are welcome
	Roles         []ident.Role           // roles registered for the client; nil: not known
	Requested     []string               // roles that a registration asks for, as written; nil: none is under way
	RedirectURIs  []string               // redirect URIs that a registration asks for; nil: none is under way
	Anchors       []*x509.Certificate    // roots and issuing CAs that the bank trusts; nil: not known
	Lists         *trustlist.Index       // EU trusted lists; nil: not given
	Register      *register.Index        // EBA's register of payment institutions; nil: not given
	Directory     *eds.Directory         // local file of the EPC Directory Service; nil: not given
	BIC           string                 // of the holder, eleven characters; goes with Directory
	Revocation    []*revocation.Evidence // revocation lists and OCSP responses; nil: not given
	Key           crypto.PublicKey       // key that the leaf must carry; nil: not compared
	Previous      *cert.Cert             // leaf that this one replaces; nil: not known
	Seal          *cert.Cert             // QSealC that goes with the QWAC; nil: not given
	ExpiresWithin time.Duration          // zero: 30 days
	// Leaf is the leaf, a certificate of the bundle, where several are judged one by one. Nil: it is found.
	Leaf *cert.Cert
	// Pool are certificates beside the bundle that may complete the path; with Whole they only say where what is
	// missing could be had. See [chain.Options].
	Pool  []*cert.Cert
	Whole bool
	// Many says that the chain is one of many: Revocation may be about others.
	Many bool
	Memo *memo.Memo // what was found about CAs in this run; nil: nothing is remembered
	// CryptoRSA has crypto/rsa alone verify signatures with large RSA keys: see [chain.Options].
	CryptoRSA bool
	// Sent judges the chain that would be sent (Chain.PEM) instead of the inputs as they stand: fixable findings do not
	// block.
	Sent bool
	// AsItIs judges what is sent as what it is, as the profile does with what is not: for platforms that take seals.
	AsItIs bool
	// Require names the facts ([Facts]) that must be asked for and pass; nil: a fact that is not asked for does not
	// count.
	Require []string
	// Verifiers asks which verifiers take the chain, AllPaths which paths there are.
	Verifiers, AllPaths bool
}

// Verdict is what the bank would make of the request.
type Verdict string

// The two verdicts.
const (
	Accept Verdict = "accept"
	Refuse Verdict = "refuse"
)

// Result is the outcome of one run.
type Result struct {
	Request    bank.Request
	Profile    *bank.Bank
	At         time.Time
	Verdict    Verdict
	Status     int        // predicted HTTP status of a refusal; 0: accepted, or a profile without a bank
	Basis      bank.Basis // what the prediction rests on; empty when Status is 0
	Checks     []Check    // the facts that the verdict rests on; with Accept each is passed or not asked
	Findings   []Finding
	Registered []ident.Role // as in Options
	Chain      *chain.Chain
	Info       *eidas.Info // of the leaf; nil: no leaf
	Type       eidas.Type  // of the leaf
	Trust      Trust
	Revocation []revocation.Status // of the certificates with usable evidence, from the leaf
	Verifiers  []verifiers.Row     // nil: Options did not ask, or there is no leaf
	Paths      *path.Paths         // nil: likewise
}

// Finding is a finding of a rule and what the bank makes of it.
type Finding struct {
	lint.Finding
	Blocks bool
	Status int         // predicted HTTP status when it blocks; 0 otherwise
	Basis  bank.Basis  // what Status rests on
	Source lint.Clause // what the rule rests on at this bank
}

func (o Options) profile() *bank.Bank { return cmp.Or(o.Profile, bank.Default()) }

func (o Options) request() bank.Request {
	if o.Requested != nil || o.RedirectURIs != nil {
		return bank.Registration
	}
	return bank.Upload
}
