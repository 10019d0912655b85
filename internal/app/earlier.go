package app

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	banks "qwac/pkg/bank"
	"strings"

	"qwac/pkg/submit"
)

// earlier looks into the journal before a change is asked for. It gives up what --give-up names, and returns the request that
// did, or may have done, the same; nil: there is none, it is this very request that is open, or --again is given.
func (b *bank) earlier(ctx context.Context, r submit.Request) (*submit.EarlierError, error) {
	found, err := b.client.Earlier(ctx, r)
	id := b.flags.giveUp
	if err != nil || id == "" {
		return found, err
	}
	open, err := b.client.Prepare(ctx, r)
	if err != nil {
		return nil, err
	}
	if open.ID != id && (found == nil || found.Status != 0 || found.Entry.ID != id) {
		return nil, usagef("--give-up %s: no open request of the journal for the same has this id; nothing was sent", id)
	}
	if err := b.client.GiveUp(ctx, id); err != nil {
		return nil, err
	}
	return b.client.Earlier(ctx, r)
}

// mayBeDone says what to do about an open request for the same that has other bytes.
func mayBeDone(earlier *submit.EarlierError) error {
	return usagef("%v: nothing was sent; run that command again to learn what became of it, or give --give-up %s when the client details "+
		"(qwac client show) show that it was not done", earlier, earlier.Entry.ID)
}

// unknownOutcome adds what to do when the bank refuses now what an attempt before may have done.
func unknownOutcome(u *submit.UnknownOutcomeError) error {
	var refused *submit.ResponseError
	if !errors.As(u.Err, &refused) || refused.Temporary() || refused.StatusCode < http.StatusBadRequest {
		return u
	}
	lines := []string{
		"sent at " + utc(refused.At),
		"an attempt before this answer may have been done: the answer does not tell, so the request stays open",
		"next: look with qwac client show whether it is there; if not, mend what the answer says and run the same command again",
	}
	if u.Call == banks.CallRegister {
		lines[2] = "next: mend what the answer says and run the same command again; the bank's support can tell by the request id whether there is a client"
	}
	lines = append(lines, fmt.Sprintf("when it is sure that it was not done: --give-up %s begins it anew", u.RequestID))
	return explained{u, strings.Join(lines, "\n")}
}
