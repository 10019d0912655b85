package app

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	banks "qwac/pkg/bank"
	"qwac/pkg/submit"
)

// earlier looks into the journal before a change is asked for. It sees that what --give-up names can be given up, and
// returns the request that did, or may have done, the same; nil: there is none, it is this very request that is open,
// or --again is given.
func (b *bank) earlier(ctx context.Context, r submit.Request) (*submit.EarlierError, error) {
	id := b.flags.giveUp
	if id == "" {
		return b.client.Earlier(ctx, r)
	}
	open, err := b.client.Prepare(ctx, r)
	if err != nil || open.ID == id {
		return nil, err
	}
	r.ID = id
	found, err := b.client.Earlier(ctx, r)
	if err == nil && (found == nil || found.Status != 0 || found.Entry.ID != id) {
		err = usagef("--give-up %s: no open request of the journal for the same has this id; nothing was sent", id)
	}
	return nil, err
}

// giveUp closes what --give-up names, after the last question. It returns what else is in the way.
func (b *bank) giveUp(ctx context.Context, r submit.Request) (*submit.EarlierError, error) {
	if b.flags.giveUp == "" {
		return nil, nil
	}
	if err := b.client.GiveUp(ctx, b.flags.giveUp); err != nil {
		return nil, err
	}
	return b.client.Earlier(ctx, r)
}

// mayBeDone says what to do about an open request for the same that has other bytes.
func mayBeDone(earlier *submit.EarlierError) error {
	return usagef("%v: nothing was sent; run that command again to learn what became of it, or give --give-up %s when "+
		"the client details "+
		"(qwac client show) show that it was not done", earlier, earlier.Entry.ID)
}

// unknownOutcome adds what to do when nobody says whether a change was done.
func unknownOutcome(u *submit.UnknownOutcomeError, interrupted bool) error {
	lines := []string{fmt.Sprintf("%s: the outcome is unknown; run again: the same request is repeated with the same "+
		"request id %s", u.Call, u.RequestID)}
	if interrupted {
		lines[0] = "interrupted; " + lines[0]
	}
	var refused *submit.ResponseError
	switch {
	case errors.As(u.Err, &refused):
		lines = append(lines, said(refused)...)
	case errors.Is(u.Err, context.Canceled):
		lines = append(lines, "no answer had come yet")
	default:
		lines = append(lines, "last: "+briefly(u.Err))
	}
	if u.Before {
		lines = append(lines,
			"an attempt before this one may have been done, and nothing since tells: the request stays open")
	} else {
		lines = append(lines, "it may have been done all the same: the request stays open")
	}
	switch u.Call {
	case banks.CallRegister:
		lines = append(lines,
			"next: wait a little and run the same command again: if there is a client, the bank gives the same one")
	case banks.CallRedirectURIs:
		lines = append(lines, "next: wait a little and run the same command again, it looks first; qwac client "+
			"redirect-uris list shows what the bank has")
	default:
		lines = append(lines, "next: wait a little and run the same command again, it looks first; qwac client show "+
			"tells whether the certificate is there")
	}
	// a PUT replaces
	if refused != nil && refused.StatusCode >= http.StatusBadRequest && !refused.Temporary() &&
		u.Call != banks.CallRedirectURIs {
		what := "what you mend makes another request"
		if u.Call == banks.CallCertificate {
			what += ", and so does a mended chain"
		}
		lines = append(lines, fmt.Sprintf("%s: close this one first with --give-up %s", what, u.RequestID))
	}
	lines = append(lines, fmt.Sprintf("if it stays so: ask the bank's support by the request id; only when it is sure "+
		"that it was not done, --give-up %s begins it anew",
		u.RequestID))
	return explained{u, lines}
}
