package app

import (
	"slices"

	"github.com/urfave/cli/v2"

	"qwac/pkg/submit"
)

// readerOptions are the flags of commands that only read at the bank.
type readerOptions struct {
	bankOptions
	format string
}

func (o *readerOptions) flags() []cli.Flag {
	return slices.Concat(o.bankFlags(), o.clientFlags(), []cli.Flag{formatFlag(&o.format)})
}

// reader opens the bank for a command that only reads, takes no argument, and writes text or JSON.
func (e *env) reader(c *cli.Context, o *readerOptions) (*bank, error) {
	if err := noArguments(c); err != nil {
		return nil, err
	}
	if err := textOrJSON(o.format); err != nil {
		return nil, err
	}
	return e.bank(&o.bankOptions, use{client: true, secret: true})
}

// details reads the client details for such a command.
func (e *env) details(c *cli.Context, o *readerOptions) (*bank, *submit.ClientDetails, error) {
	b, err := e.reader(c, o)
	if err != nil {
		return nil, nil, err
	}
	ctx, stop := e.interruptible(c)
	defer stop()
	details, _, err := b.client.Client(ctx)
	if err != nil {
		return nil, nil, e.refusal(b, err, nil)
	}
	return b, details, nil
}
