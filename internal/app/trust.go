package app

import "github.com/urfave/cli/v2"

func (e *env) trustCommand() *cli.Command {
	return &cli.Command{
		Usage: "keep the EU trusted lists, which say who may issue QWACs; check asks them",
		Description: "Lists are proven with their signatures from the Official Journal of the European Union down. " +
			"All but update works without a\n" +
			"network.",
		Subcommands: []*cli.Command{
			e.trustAddCommand(), e.trustUpdateCommand(), e.trustListCommand(), e.trustShowCommand(),
			e.trustVerifyCommand(),
			e.trustDiffCommand(), e.trustExportCommand(),
		},
	}
}
