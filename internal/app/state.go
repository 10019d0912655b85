package app

import (
	"os"
	"path/filepath"
	"runtime"
)

// stateDir is where the program keeps what must outlive a run: the directory that is named, or the one that the XDG
// Base Directory Specification or the system has for it.
func stateDir(named string) (string, error) {
	if named != "" {
		return named, nil
	}
	if d := os.Getenv("XDG_STATE_HOME"); filepath.IsAbs(d) { // relative ones are to be ignored
		return filepath.Join(d, "qwac"), nil
	}
	base, rest := os.UserHomeDir, filepath.Join(".local", "state", "qwac")
	switch runtime.GOOS {
	case "windows":
		base, rest = os.UserCacheDir, "qwac" // %LocalAppData%
	case "darwin":
		base, rest = os.UserConfigDir, "qwac" // ~/Library/Application Support
	}
	d, err := base()
	if err != nil {
		return "", usagef("no state directory: %v: name one by --state-dir", err)
	}
	return filepath.Join(d, rest), nil
}

// writableByOthers reports whether group or others may rename what is in the directory. In one like /tmp they may not.
func writableByOthers(dir string) bool {
	info, err := os.Stat(dir)
	return err == nil && runtime.GOOS != "windows" && info.Mode().Perm()&0o022 != 0 && info.Mode()&os.ModeSticky == 0
}

// journalDir is where the state directory has the journal.
func journalDir(state string) string { return filepath.Join(state, "journal") }
