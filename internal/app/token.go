package app

import (
	"encoding/json"
	"time"

	"github.com/urfave/cli/v2"

	"qwac/pkg/report"
)

func (e *env) tokenCommand() *cli.Command {
	o := new(readerOptions)
	o.judge.banks = e.banks
	return &cli.Command{
		Usage:       "write an access token to standard output, for scripts",
		ArgsUsage:   " ",
		Description: "This is the one command that prints a secret. Keep it out of logs: TOKEN=$(qwac token ...).",
		Flags:       o.flags(),
		Action:      with(e.token, o),
	}
}

func (e *env) token(c *cli.Context, o *readerOptions) error {
	b, err := e.reader(c, o)
	if err != nil {
		return err
	}
	ctx, stop := e.interruptible(c)
	defer stop()
	t, err := b.client.Token(ctx)
	if err != nil {
		return e.refusal(b, err, nil)
	}
	text := t.Value.Reveal()
	if o.format == "json" {
		data, err := json.Marshal(struct {
			AccessToken string    `json:"access_token"`
			TokenType   string    `json:"token_type"`
			Expires     time.Time `json:"expires,omitzero"`
		}{text, "Bearer", t.Expires.Truncate(time.Second)})
		if err != nil {
			return err
		}
		text = string(report.CleanLines(data))
	}
	return e.write("", []byte(text+"\n"), e.stdout)
}
