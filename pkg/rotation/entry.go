package rotation

import "qwac/pkg/compare"

// Entry is one bank of a plan.
type Entry struct {
	Order    int           `json:"order"` // from 1
	Action   Action        `json:"action"`
	First    string        `json:"first_day"` // of the time for it; empty: no day is safe, or nothing is to be done
	Last     string        `json:"last_day"`
	State    compare.State `json:"state"`
	Says     string        `json:"says"` // of the days, in words
	Consents Consents      `json:"consents"`
	Breaks   []string      `json:"breaks"` // what does not go on
	Steps    []string      `json:"steps"`  // in this order
	Bank     Bank          `json:"facts"`
}

// Action is what is to be done at a bank.
type Action string

// The actions, those that need most of others first: that is the order in which banks with the same last day come.
const (
	Register Action = "register" // a client anew
	Ask      Action = "ask"      // how the bank takes the certificate is not known
	ByTicket Action = "ticket"
	ByEMail  Action = "e-mail"
	ByPortal Action = "portal"
	ByAPI    Action = "api"
	Use      Action = "use"       // nothing is to be done but to use the new certificate
	NoMatter Action = "no-matter" // the bank does not go by a certificate of this kind
)

func actions() []Action {
	return []Action{Register, Ask, ByTicket, ByEMail, ByPortal, ByAPI, Use, NoMatter}
}

func actionOf(h How) Action {
	switch h {
	case Nothing:
		return Use
	case API:
		return ByAPI
	case Portal:
		return ByPortal
	case EMail:
		return ByEMail
	case Ticket:
		return ByTicket
	}
	return Ask
}

// maybe notes what may break: it is to be asked, and consents may be lost.
func (e *Entry) maybe(why string) {
	if e.Action == Register {
		return
	}
	e.Action = Ask
	if e.Consents != Lost {
		e.Consents = MayGo
	}
	e.Breaks = append(e.Breaks, why)
}
