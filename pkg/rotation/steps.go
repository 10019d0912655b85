package rotation

import "qwac/pkg/compare"

// steps are what is to be done, in order; over: the old certificate has ended when the new one can be used.
func (e *Entry) steps(over bool) {
	switch e.State {
	case compare.Exchanged, compare.Unrenewed:
		e.add("make sure which of the two is the new one, and plan again")
		return
	case compare.Ended:
		e.add("have a new certificate issued, and plan again")
		return
	}
	switch e.Action {
	case Register:
		e.add(registering(e.Bank.Onboarding))
		e.add("have the customers give their consents to the new client")
		if !over {
			e.add("keep the old pair for the old client until the old certificate ends")
		}
		return
	case Ask:
		e.asking(over)
	case ByTicket:
		e.add("open a ticket for the exchange of the certificate, and agree on a time")
	case ByEMail:
		e.add("send the new certificate by e-mail, without the key, and wait until they say that it is in")
	case ByPortal:
		e.add("put the new certificate into the portal of the bank")
	case ByAPI:
		e.add("make the new certificate known by the bank's API")
	}
	e.once()
	e.exchange(over)
}

func (e *Entry) add(step string) { e.Steps = append(e.Steps, step) }

func registering(h How) string {
	switch h {
	case None:
		return "call with the new certificate: the bank has no registration, and takes it for another client"
	case API:
		return "register a client anew by the bank's API, with the new certificate"
	case Portal, Manual:
		return "register a client anew in the portal of the bank or with its support, with the new certificate"
	case EMail:
		return "ask by e-mail for a client with the new certificate"
	case Ticket:
		return "open a ticket for a client with the new certificate"
	}
	return "ask the bank how a client is registered anew"
}

func (e *Entry) asking(over bool) {
	if len(e.Breaks) > 0 {
		e.add("ask the bank whether the client and its consents stay; show it both certificates, never a key")
		return
	}
	if over {
		e.add("ask the bank how it takes a new certificate, and how long that takes")
		return
	}
	e.add("ask the bank how it takes a new certificate, how long that takes, and whether both are good at once")
}

// once warns of a request that must not be made twice.
func (e *Entry) once() {
	if e.Action != Use && e.Bank.Idempotent != nil && !*e.Bank.Idempotent {
		e.add("do it once, and keep the answer: a second time with the same certificate fails")
	}
}

// exchange is how one's own side goes over to the new certificate.
func (e *Entry) exchange(over bool) {
	switch {
	case e.Action == Use:
		e.add("go over to the new pair on your side: there is nothing to do at the bank")
	case over:
		e.add("go over to the new pair on your side as soon as it is in: the old one is good no more by then")
	case e.Bank.Slots == OneSlot:
		e.add("the old certificate is good no more from that moment: go over to the new pair at the same time")
	case e.Bank.Slots == SeveralSlots:
		e.add("then go over to the new pair on your side: both are good until the old one ends")
	default:
		e.add("it is not known whether the old certificate stays good: have the new pair ready before, and try it at " +
			"once")
	}
	switch d := e.Bank.Downtime; d {
	case "", "none":
	default:
		e.add("calls fail for " + d + ": choose a quiet hour, and tell who waits for them")
	}
}
