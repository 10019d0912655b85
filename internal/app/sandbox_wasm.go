package app

import "github.com/urfave/cli/v2"

// sandboxCommand stands in for the bank on the desk, which listens on a socket: WebAssembly has none. Nor does bbolt,
// where the sandbox keeps its clients, build for it.
func (e *env) sandboxCommand() *cli.Command {
	return &cli.Command{
		Usage:           "not in this build: it would listen on a socket, which WebAssembly does not have",
		ArgsUsage:       " ",
		SkipFlagParsing: true,
		Action: func(*cli.Context) error {
			return usagef("this build has no sandbox: WebAssembly has no socket to listen on; run qwac sandbox in a " +
				"native build")
		},
	}
}
