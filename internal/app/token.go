package app

import (
	"encoding/json"
	"slices"
	"time"

	"github.com/urfave/cli/v2"

	"qwac/pkg/report"
)

func (e *env) tokenCommand() *cli.Command {
	return &cli.Command{
		Usage:       "write an access token to standard output, for scripts",
		ArgsUsage:   " ",
		Description: "This is the one command that prints a secret. Keep it out of logs: TOKEN=$(qwac token ...).",
		Flags:       slices.Concat(e.bankFlags(), clientFlags(), []cli.Flag{formatFlag()}),
		Action:      e.token,
	}
}

func (e *env) token(c *cli.Context) error {
	b, err := e.reader(c)
	if err != nil {
		return err
	}
	ctx, stop := interruptible(c)
	defer stop()
	t, err := b.client.Token(ctx)
	if err != nil {
		return e.refusal(b, err, nil)
	}
	text := t.Value.Reveal()
	if c.String("format") == "json" {
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
