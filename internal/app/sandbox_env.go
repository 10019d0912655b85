//go:build !wasm

package app

import (
	"fmt"
	"path/filepath"
	"strings"

	"qwac/pkg/submit"
	"qwac/pkg/submit/sandbox"
)

// writeSettings writes, beside the state, files that a shell reads so that the commands find the sandbox: NAME.env for
// sh, bash, zsh and fish, which all know export, and NAME.ps1 for PowerShell. No secret is in them. Without a state
// nothing is written: it would be in a folder that is gone at the end.
func (e *env) writeSettings(state *sandboxState, base string) error {
	if state.dir != "" {
		return nil
	}
	ca, err := filepath.Abs(state.caFile)
	if err != nil {
		return err
	}
	var sh, ps strings.Builder
	for _, v := range [][2]string{
		{variable("base-url"), base}, {variable("token-url"), base + sandbox.TokenPath}, {variable("server-ca"), ca},
	} {
		fmt.Fprintf(&sh, "export %s=%s\n", v[0], submit.ShellQuote(v[1]))
		fmt.Fprintf(&ps, "$env:%s = '%s'\n", v[0], strings.ReplaceAll(v[1], "'", "''"))
	}
	name := strings.TrimSuffix(strings.TrimSuffix(state.caFile, ".ca.pem"), ".db")
	if err := e.write(name+".env", []byte(sh.String()), nil); err != nil {
		return err
	}
	if err := e.write(name+".ps1", []byte(ps.String()), nil); err != nil {
		return err
	}
	fmt.Fprintf(e.stderr, "qwac sandbox: in another terminal: . %s, in PowerShell . %s; then no command needs to be "+
		"told where it is\n", commandOn("FILE", fromDot(name+".env")), commandOn("FILE", fromDot(name+".ps1")))
	return nil
}

// fromDot is a file as a shell wants it that would else look for it in PATH.
func fromDot(name string) string {
	if strings.ContainsAny(name, `/\\`) {
		return name
	}
	return "./" + name
}
