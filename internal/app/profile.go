package app

import (
	"path/filepath"
	"strings"

	"qwac/internal/files"
	banks "qwac/pkg/bank"
	"qwac/pkg/check"
	"qwac/pkg/near"
	"qwac/pkg/profile"
)

// bank returns the profile of --profile.
func (o *judgeOptions) bank() (*banks.Bank, error) { return profileNamed(o.profile, o.known()) }

// profileNamed returns a known profile, or reads one from a file.
func profileNamed(name string, known []*banks.Bank) (*banks.Bank, error) {
	for _, b := range known {
		if b.Name == name {
			return b, nil
		}
	}
	if isProfileFile(name) {
		return readProfile(name, known)
	}
	var names []string
	for _, b := range known {
		names = append(names, b.Name)
	}
	hint := ""
	if s := near.Word(strings.ToLower(name), names); s != "" {
		hint = ": did you mean " + s + "?"
	}
	return nil, usagef("--profile %q: want one of %s, or a FILE.yaml%s", name, strings.Join(names, ", "), hint)
}

// isProfileFile reports whether the value of --profile names a file. Others are never opened: they may be keys.
func isProfileFile(name string) bool {
	ext := strings.ToLower(filepath.Ext(name))
	return ext == ".yaml" || ext == ".yml"
}

func readProfile(name string, known []*banks.Bank) (*banks.Bank, error) {
	data, err := files.Read(name, profile.MaxSize)
	if err != nil {
		return nil, usageError{"--profile: " + err.Error()}
	}
	b, err := profile.Parse(name, data, profile.Known{Banks: known, Rules: check.Rules()})
	if err != nil {
		return nil, faultOf("--profile", err)
	}
	return b, nil
}
