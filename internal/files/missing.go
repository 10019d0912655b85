package files

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"qwac/pkg/lint"
	"qwac/pkg/near"
)

// missing says what to do about a name of which there is no file.
func missing(name string) string {
	if path, ok := strings.CutPrefix(name, "file://"); ok {
		return "give the path alone, " + path
	}
	if strings.Contains(name, "://") {
		return "it is an address, and nothing is fetched: download it, and give the file: curl -fL -o chain.pem " +
			lint.ShellFile(name)
	}
	if isServer(name) {
		return "it is a server, and none is asked: keep what it shows, and give the file: openssl s_client -connect " +
			name + " -showcerts </dev/null >chain.pem"
	}
	if name == "help" {
		return "--help behind the command shows its help"
	}
	if several(name) {
		return "these are several names: put a blank between them"
	}
	if meant := meantFile(name); meant != "" {
		return fmt.Sprintf("did you mean %s?", meant)
	}
	return "check the path"
}

// isServer reports whether a name is a host with a port. A file with its line, as in a report, is none. (Regular
// expressions are too large for the core of the page.)
func isServer(name string) bool {
	const digits, letters = "0123456789", "abcdefghijklmnopqrstuvwxyz"
	host, port, _ := strings.Cut(name, ":")
	isPort := port != "" && len(port) <= 5 && strings.Trim(port, digits) == ""
	isHost := strings.Contains(host, ".") && strings.Trim(strings.ToLower(host), digits+letters+"-.") == ""
	return isPort && isHost && !exists(host)
}

// several reports whether a name is those of files with signs between them.
func several(name string) bool {
	for _, sign := range []string{",", ";", " "} {
		parts := strings.Split(name, sign)
		for i, part := range parts {
			if part = strings.TrimSpace(part); part == "" || !exists(part) {
				break
			}
			if i == len(parts)-1 && i > 0 {
				return true
			}
		}
	}
	return false
}

// meantFile is the name that was meant: without what a shell takes away or puts in, or one like it in the same folder.
func meantFile(name string) string {
	bare := strings.Trim(strings.TrimSpace(name), `"'`+"`")
	file, _, _ := strings.Cut(bare, ":")
	tries := []string{bare, file, strings.TrimSuffix(bare, ","), strings.ReplaceAll(bare, `\ `, " "),
		strings.ReplaceAll(bare, `\`, "/")}
	if rest, ok := strings.CutPrefix(bare, "~"); ok {
		if home, err := os.UserHomeDir(); err == nil {
			tries = append(tries, home+rest)
		}
	}
	for _, try := range tries {
		if try != name && try != "" && exists(try) {
			return try
		}
	}
	return neighbour(bare)
}

// mostNeighbours bounds how many names of a folder are compared.
const mostNeighbours = 1000

// neighbour is a file in the same folder, or in one like it, whose name differs by its capitals, its extension, or a
// slip; empty: none does.
func neighbour(name string) string {
	dir, base := filepath.Split(name)
	folder, err := os.Open(filepath.Clean("./" + dir))
	if filepath.IsAbs(dir) {
		folder, err = os.Open(dir)
	}
	if base == "" {
		return ""
	}
	if err != nil {
		return inNeighbour(dir, base)
	}
	defer folder.Close()
	names, _ := folder.Readdirnames(mostNeighbours)
	stem := func(s string) string { return strings.ToLower(strings.TrimSuffix(s, filepath.Ext(s))) }
	for _, n := range names {
		if strings.EqualFold(n, base) || len(stem(base)) > 1 && stem(n) == stem(base) && filepath.Ext(n) != "" {
			return dir + n
		}
	}
	if s := near.Word(base, names); len(stem(base)) > 3 && s != "" && s[0] == base[0] {
		return dir + s
	}
	return ""
}

// inNeighbour is a file in a folder that is named like one that is not there.
func inNeighbour(dir, base string) string {
	meant := filepath.Clean(dir)
	if exists(meant) { // it cannot be read
		return ""
	}
	if meant = neighbour(meant); meant == "" {
		return ""
	}
	if file := filepath.Join(meant, base); exists(file) {
		return file
	}
	return neighbour(filepath.Join(meant, base))
}

func exists(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}
