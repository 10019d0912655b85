package app

import (
	"errors"
	"fmt"
	"strings"

	"qwac/pkg/report"
	"qwac/pkg/submit"
)

// Exit statuses. docs/usage.md has the same table for users.
const (
	statusOK       = 0 // nothing at or above --fail-on
	statusFindings = 1 // findings at or above --fail-on
	statusUsage    = 2 // wrong flags or configuration
	// an input could not be read, an output could not be written, no answer or none but later, or an internal error
	statusInput   = 3
	statusRefused = 4 // the bank refused
	statusUnknown = 5 // whether the bank did it is not known: run again
)

// usageError is a mistake on the command line that only the command itself could see.
type usageError struct{ msg string }

func (u usageError) Error() string { return u.msg }

func usagef(format string, args ...any) error { return usageError{fmt.Sprintf(format, args...)} }

// errFindings ends a command whose report is already written.
var errFindings = errors.New("findings")

// explained is a refusal of the bank with what is known of its cause.
type explained struct {
	error
	text string
}

func (e explained) Error() string { return report.Clean(e.error.Error()) + "\n" + e.text }

func (e explained) Unwrap() error { return e.error }

// message is an error on one line: what stands in it must not look like lines of ours. An explained one has lines of
// its own.
func message(err error) string {
	text := strings.TrimSpace(err.Error())
	if lines := (explained{}); errors.As(err, &lines) {
		return text
	}
	return report.Clean(text)
}

// status writes the error, if it is one to show, and returns the exit status.
func (e *env) status(err error) int {
	switch {
	case err == nil:
		return statusOK
	case errors.Is(err, errFindings):
		return statusFindings
	}
	fmt.Fprintln(e.stderr, lines("qwac: "+message(err), e.columns()))
	var usage usageError
	var unknown *submit.UnknownOutcomeError // first: it wraps what happened last
	var refused *submit.ResponseError
	switch {
	case !e.acting || errors.As(err, &usage):
		return statusUsage
	case errors.As(err, &unknown):
		return statusUnknown
	case errors.As(err, &refused) && !refused.Temporary():
		return statusRefused
	}
	return statusInput
}
