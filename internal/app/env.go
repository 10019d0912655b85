package app

import (
	"context"
	"io"
	"time"

	"qwac/internal/files"
	banks "qwac/pkg/bank"
)

// env is the outside of one call.
type env struct {
	stdin          io.Reader
	stdout, stderr io.Writer // a terminal each: see there
	now            func() time.Time
	banks          []*banks.Bank // the default first; nil: banks.All
	passwordFile   string        // of --password-file
	passwordFlag   string        // of the command that has begun, for the password of PKCS#12
	command        string        // that has begun: qwac client show
	acting         bool          // a command has begun; errors before that are of the command line
	stdinRead      bool          // standard input was an input already
	settings       settings      // of the command that has begun
	running        context.Context
}

// read reads a file, or standard input for "-", up to one byte more than limit, as files.Read does.
func (e *env) read(name string, limit int) ([]byte, error) {
	if name != "-" {
		return files.Read(name, limit)
	}
	if e.stdinRead {
		return nil, usagef("standard input (-) is named twice: it can be read once")
	}
	e.stdinRead = true
	return files.ReadFrom(e.stdin, "standard input", limit)
}

// secretLimit is the most that a file with a key or a password may hold.
const secretLimit = 1 << 20
