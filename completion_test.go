package main

import (
	"os/exec"
	"strings"
	"testing"
)

// TestCompletion completes in the shells that are installed: commands, commands under commands, flags, and values.
func TestCompletion(t *testing.T) {
	for _, s := range completions() {
		t.Run(s.shell, func(t *testing.T) {
			if _, err := exec.LookPath(s.shell); err != nil {
				t.Skipf("%s is not installed", s.shell)
			}
			d := newDesk(t)
			d.write("my chain.pem", nil)
			script, status := d.program("completion", s.script)
			if status != 0 {
				t.Fatal(script)
			}
			d.write("script", []byte(script))
			for _, tt := range []struct{ line, want, not string }{
				{"qwac che", "check", "inspect"},
				{"qwac client red", "redirect-uris", "show"},
				{"qwac check --fail", "--fail-on", "--env"},
				{"qwac check --env ", "sandbox", "--fail-on"},
				{"qwac check --format sar", "sarif", "json"},
				{"qwac check x.pem --profile ", "lunar", "--env"},
				{"qwac explain psd2-roles-fl", "psd2-roles-flattened", "key-dsa"},
				{"qwac testpki --fault key-d", "key-dsa", "psd2"},
				{"qwac completion ", "powershell", "--env"},
				{"qwac check my", "my chain.pem", "--env"},
			} {
				out, _ := d.paste(shell{s.shell, append([]string{s.shell}, s.flags...)},
					strings.ReplaceAll(s.ask, "LINE", tt.line))
				if !strings.Contains(out, tt.want) || strings.Contains(out, tt.not) {
					t.Errorf("%q gives %q, want %s without %s", tt.line, out, tt.want, tt.not)
				}
			}
		})
	}
}

// completionShell is a shell and how it is asked what it would complete LINE to.
type completionShell struct {
	shell, script string
	flags         []string
	ask           string
}

func completions() []completionShell {
	return []completionShell{
		{"bash", "bash", []string{"--norc", "-c"}, `. ./script; line='LINE'; COMP_WORDS=($line)
case $line in *" ") COMP_WORDS+=("") ;; esac
COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _qwac qwac; printf '%s\n' "${COMPREPLY[@]}"`},
		// the functions of its completion system, which wants a terminal, are replaced
		{"zsh", "zsh", []string{"-f", "-c"}, `compdef() { }
_describe() { print -rl -- "${(@P)3}" }; _files() { print -rl -- * }
source ./script; words=(${(s: :)${:-LINE}}); [[ 'LINE' == *' ' ]] && words+=(""); CURRENT=$#words; _qwac`},
		{"fish", "fish", []string{"--no-config", "-c"}, `source ./script; complete -C 'LINE'`},
		{"pwsh", "powershell", []string{"-NoProfile", "-Command"}, `. { Invoke-Expression (Get-Content -Raw ./script) }
[System.Management.Automation.CommandCompletion]::CompleteInput('LINE', 'LINE'.Length, $null).CompletionMatches |
ForEach-Object CompletionText`},
	}
}

// program runs qwac itself.
func (d *desk) program(args ...string) (string, int) {
	c := exec.Command(d.dir+"/qwac", args...)
	c.Dir, c.Env = d.dir, d.env
	out, _ := c.CombinedOutput()
	return string(out), c.ProcessState.ExitCode()
}
