// Package sandbox is the bank on the desk: the token endpoint and the client management API of Lunar as far as they are
// known, with [check.Run] as the judge. A registration and a rotation can be rehearsed against it without a network. It is
// not the bank; docs/sandbox.md says what is known and what is assumed. Most people want [New] and [Server.HTTP].
package sandbox

import (
	"errors"
	"fmt"
)

// New makes a sandbox, and in an empty database the state of one without clients.
func New(o Options) (*Server, error) {
	if o.DB == nil || o.Now == nil || len(o.Roots) == 0 {
		return nil, errors.New("sandbox: Options need DB, Now and Roots")
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
