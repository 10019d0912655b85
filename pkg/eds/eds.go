// Package eds reads the local file of the EPC Directory Service, which names the participants of the scheme
// Verification of Payee, and answers whether a BIC and a national authorisation number (NAN) stand in it together. Most
// people want [Read] and [Directory.Ask].
//
// The European Payments Council says what the file contains (FAQ, node/26861): of each participant its BIC, the BICs of
// accounts, its NANs, the schemes with roles and the day from which it is ready, and addresses. It is made daily as
// XML, JSON and CSV. How its fields are called is in a document that is not public, so the names here are assumed: a
// field is known by words in its name, see fields.go, and what is not understood is refused, not passed over.
package eds

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Participant is one participant of the scheme. Values are as the file has them.
type Participant struct {
	BIC      string   // of the participant
	Accounts []string // BICs of accounts
	NANs     []string
	Roles    []string // as the file writes them
	Scheme   string   // empty: the file does not say
	Ready    time.Time
	// ReadyOdd is what stands as the day of readiness and is none.
	ReadyOdd string
}

// Directory is the file.
type Directory struct {
	Form         string // "XML", "JSON" or "CSV"
	Participants []Participant
	Unused       []string // names of fields that were not understood, sorted; at most maxUnused
}

// Requester reports whether a participant has the role of a requester, and whether the file says anything of roles.
func (p *Participant) Requester() (is, known bool) {
	for _, r := range p.Roles {
		switch words := fold(r); {
		case strings.Contains(words, "REQUEST"), strings.Contains(words, "ORIGINAT"), words == "BOTH", words == "RQ":
			is, known = true, true
		case strings.Contains(words, "RESPOND"), words == "RP":
			known = true
		}
	}
	return is, known
}

// How says how a pair stands in the file.
type How string

// The ways.
const (
	Found      How = "found"       // letter by letter
	Spelled    How = "spelled"     // with the number in another spelling
	NoNumber   How = "no-number"   // the BIC is there, the number is not with it
	OtherBIC   How = "other-bic"   // the number is there, with another BIC
	AccountBIC How = "account-bic" // the number is there, and the BIC is one of accounts, not of the participant
	Missing    How = "missing"     // neither
)

// Answer is what the file says of a pair.
type Answer struct {
	BIC, NAN    string // as asked
	How         How
	Participant *Participant // the best; nil: there is none
	As          string       // the number as the file has it
	NoRoles     bool         // the file says nothing of roles, of nobody
}

// Ask looks for a pair of BIC and number. The number is that of organizationIdentifier, "12345" of "PSDDK-DFSA-12345";
// whether the directory has the one or the other is not documented, so both do. A BIC of eight characters is that of
// the head office: XXX is added.
func (d *Directory) Ask(bic, orgID, reference string) Answer {
	best := Answer{BIC: bic, NAN: orgID, How: Missing, NoRoles: true}
	order := []How{Missing, NoNumber, OtherBIC, AccountBIC, Spelled, Found}
	for i := range d.Participants {
		p := &d.Participants[i]
		best.NoRoles = best.NoRoles && len(p.Roles) == 0
		how, as := p.compare(bic, orgID, reference)
		if slices.Index(order, how) > slices.Index(order, best.How) {
			best.How, best.As, best.Participant = how, as, p
		}
	}
	return best
}

// compare says how a pair stands with one participant.
func (p *Participant) compare(bic, orgID, reference string) (How, string) {
	own := BIC11(p.BIC) == BIC11(bic)
	account := slices.ContainsFunc(p.Accounts, func(b string) bool { return BIC11(b) == BIC11(bic) })
	as, same := "", false
	for _, n := range p.NANs {
		if n == orgID || n == reference {
			as, same = n, true
			break
		}
		if Alike(n, orgID) || Alike(n, reference) {
			as = n
		}
	}
	switch {
	case own && same:
		return Found, as
	case own && as != "":
		return Spelled, as
	case own:
		return NoNumber, ""
	case as != "" && account:
		return AccountBIC, as
	case as != "":
		return OtherBIC, as
	}
	return Missing, ""
}

// Alike reports whether two numbers are the same but for spelling: blanks, hyphens, punctuation and case, and the
// PSD prefix with country and authority, which one may lack.
func Alike(a, b string) bool {
	x, y := fold(a), fold(b)
	if x == y {
		return x != ""
	}
	long, short := a, y
	if len(x) < len(y) {
		long, short = b, x
	}
	rest := long
	if strings.HasPrefix(strings.ToUpper(strings.TrimSpace(long)), "PSD") {
		if parts := strings.SplitN(strings.TrimSpace(long), "-", 3); len(parts) == 3 {
			rest = parts[2]
		}
	}
	return rest != long && fold(rest) == short || strings.TrimLeft(x, "0") == strings.TrimLeft(y, "0")
}

// fold keeps letters and digits, in capitals.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z':
			return r - 'a' + 'A'
		case r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r > 0x7f && r != '\u00a0' && (r < 0x2000 || r > 0x206f):
			return r
		}
		return -1
	}, s)
}

// BIC11 is a BIC with the branch, XXX where it has none, in capitals without blanks.
func BIC11(bic string) string {
	b := strings.ToUpper(strings.TrimSpace(bic))
	if len(b) == 8 {
		b += "XXX"
	}
	return b
}

// CheckBIC reads a BIC (ISO 9362): four letters or digits of the party, two letters of a country, two characters of the
// location, and three of the branch or none. It returns it with the branch.
func CheckBIC(text string, isCountry func(string) bool) (string, error) {
	b := BIC11(text)
	switch {
	case len(b) != 11:
		return "", fmt.Errorf("%q has %d characters, want a BIC of 8 or 11", text, len(strings.TrimSpace(text)))
	case strings.IndexFunc(b, func(r rune) bool { return (r < '0' || r > '9') && (r < 'A' || r > 'Z') }) >= 0:
		return "", fmt.Errorf("%q has more than letters and digits, want a BIC such as ABCDDKKKXXX", text)
	case strings.ContainsAny(b[4:6], "0123456789"):
		return "", fmt.Errorf("%q has no country at its fifth character, want a BIC such as ABCDDKKKXXX", text)
	case !isCountry(b[4:6]) && b[4:6] != "XK": // Kosovo, by use
		return "", fmt.Errorf("%q: %s is no country of ISO 3166-1", text, b[4:6])
	}
	return b, nil
}
