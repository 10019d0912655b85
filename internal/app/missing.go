package app

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/google/uuid"

	"qwac/pkg/bundle"
)

// errNoBank is that of targetOf where no flag names a bank.
var errNoBank = usageError{"which bank? give --env sandbox or --env production, or --base-url and --token-url"}

// lacks names everything that a call still needs, at once and with an example; nil: nothing, or one thing alone, which
// whoever looks for it says better. more are further things that are missing. What is given and wrong comes first.
func (e *env) lacks(o *bankOptions, need use, more ...string) error {
	var missing []string
	if err := e.idFromSecret(o); err != nil {
		return err
	}
	profile, err := o.judge.bank()
	if err != nil {
		return err
	}
	switch target, err := targetOf(o, profile); {
	case errors.Is(err, errNoBank):
		missing = append(missing, "--env ENV (or --base-url and --token-url)")
	case err != nil && o.env != "" && e.settings.origin["base-url"] == variable("base-url"):
		return usagef("%v; %s is set in the environment: unset it to call the bank itself", err, variable("base-url"))
	case err != nil:
		return err
	case o.clientID != "" && need.client:
		if _, err := target.ClientRequest(o.clientID); err != nil {
			return nil
		}
	}
	if o.timeout <= 0 {
		return nil
	}
	if need.client && o.clientID == "" {
		missing = append(missing, "--client-id ID")
	}
	switch {
	case o.cert == "" && o.key == "":
		missing = append(missing, "--cert FILE and --key FILE (one file may hold both)")
	case o.cert == "":
		missing = append(missing, "--cert FILE")
	}
	if need.secret && o.clientSecretFile == "" && os.Getenv(clientSecretVariable) == "" && e.terminal() == nil {
		missing = append(missing, "--client-secret-file FILE")
	}
	missing = append(missing, more...)
	if len(missing) < 2 {
		return nil
	}
	fault := usageError{strings.TrimPrefix(e.command, "qwac ") + ": still to name:"}
	lines := []string{fault.Error()}
	for _, m := range missing {
		lines = append(lines, "  "+m)
	}
	lines = append(lines, "for example:")
	for _, x := range examplesOf(e.command) {
		lines = append(lines, "  "+x)
	}
	return explained{fault, lines}
}

// idFromSecret takes the client id from the second line of the file with the secret, where qwac client register puts
// it, unless --client-id is given.
func (e *env) idFromSecret(o *bankOptions) error {
	if o.clientID != "" || o.clientSecretFile == "" || o.clientSecretFile == "-" {
		return nil
	}
	data, err := e.read(o.clientSecretFile, secretLimit)
	if err != nil {
		return fmt.Errorf("--client-secret-file: %w", err)
	}
	if _, err := firstLine(o.clientSecretFile, data); err != nil { // else the id alone would be asked for
		return flagged("--client-secret-file", err)
	}
	lines := strings.Split(string(bundle.UTF8(data)), "\n")
	if len(lines) < 2 {
		return nil
	}
	if id := strings.TrimSpace(lines[1]); uuid.Validate(id) == nil {
		o.clientID = id
	}
	return nil
}
