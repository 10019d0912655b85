// Package sandbox is the bank on the desk: its token endpoint and client management API as far as they are known, with
// [check.Run] as the judge. A registration and a rotation can be rehearsed against it without a network. It is not the
// bank; docs/sandbox.md says what is known and what is assumed. Most people want [New] and [Server.HTTP].
package sandbox

import (
	"cmp"
	"errors"
	"fmt"

	"qwac/pkg/bank"
)

// New makes a sandbox, and in an empty database the state of one without clients.
func New(o Options) (*Server, error) {
	if o.DB == nil || o.Now == nil || len(o.Roots) == 0 {
		return nil, errors.New("sandbox: Options need DB, Now and Roots")
	}
	if o.Bank = cmp.Or(o.Bank, bank.Default()); !o.Bank.Predicts() {
		return nil, fmt.Errorf("sandbox: the profile %s is no bank's: it gives no answer", o.Bank.Name)
	}
	o.Limits = o.Limits.withDefaults()
	key, err := prepare(o.DB, o.Now())
	if err != nil {
		return nil, fmt.Errorf("sandbox: preparing the state: %w", err)
	}
	tokens, err := newSealer(key)
	if err != nil {
		return nil, err
	}
	return &Server{options: o, faults: newStriker(o.Faults), tokens: tokens}, nil
}
