package cases

import (
	"encoding/pem"
	"fmt"
	"time"

	"qwac/internal/cases/kit"
)

// Command is a case as a user types it: the arguments of check, and the files that they name.
type Command struct {
	Args  []string
	Files []Input
}

// CommandOf makes the command of a case; false: files and flags do not say it all.
func CommandOf(c Case) (Command, bool) {
	o := c.Options
	if o.Requested != nil || o.RedirectURIs != nil || o.Revocation != nil || o.Key != nil || o.Pool != nil || o.Sent {
		return Command{}, false
	}
	at := o.At
	if at.IsZero() {
		at = kit.At()
	}
	m := Command{Args: []string{"--at", at.Format(time.RFC3339)}}
	m.flag("--password-file", "password", []byte(Password))
	if o.Lists == nil {
		m.Args = append(m.Args, "--no-trusted-lists")
	} else if index, err := o.Lists.MarshalBinary(); err != nil {
		return Command{}, false
	} else {
		m.flag("--trusted-lists", "lists.index", index)
	}
	if o.Profile != nil {
		m.Args = append(m.Args, "--profile", o.Profile.Name)
	}
	if o.Sandbox {
		m.Args = append(m.Args, "--env", "sandbox")
	}
	for _, r := range o.Roles {
		m.Args = append(m.Args, "--roles", string(r))
	}
	for i, a := range o.Anchors {
		m.flag("--trust", fmt.Sprintf("anchor%d.pem", i), encoded(a.Raw))
	}
	if o.Previous != nil {
		m.flag("--previous", "previous.pem", encoded(o.Previous.Raw))
	}
	if o.Seal != nil {
		m.flag("--qsealc", "seal.pem", encoded(o.Seal.Raw))
	}
	if o.ExpiresWithin != 0 {
		m.Args = append(m.Args, "--expires-within", o.ExpiresWithin.String())
	}
	for _, in := range c.Inputs() {
		m.Args, m.Files = append(m.Args, in.Name), append(m.Files, in)
	}
	return m, true
}

// flag adds a flag that names a file.
func (m *Command) flag(name, file string, data []byte) {
	m.Args, m.Files = append(m.Args, name, file), append(m.Files, Input{Name: file, Data: data})
}

func encoded(der []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
}
