// Package profile reads profiles from files: a known profile and what a bank does otherwise. Most people want [Parse].
package profile

import (
	"qwac/pkg/bank"
	"qwac/pkg/yamlfile"
)

// Parse reads a profile: YAML of plain data, with the keys base, title, block, unblock, severity, offers, root-required
// and max-evidence-age. The name is that of the file. It becomes the name of the profile, whose value is new and shares
// nothing that changes. An error of type [*yamlfile.Error] says where the file is wrong.
//
// A profile with a title of its own is another bank: what the base documents is only assumed of it, and it has neither
// the sources nor the addresses of the base.
func Parse(name string, data []byte, known Known) (*bank.Bank, error) {
	r := &reader{yamlfile.Reader{
		Name: name, Data: data, Kind: "profile", Holds: "rules, and little else", MaxSize: MaxSize,
	}, known}
	f, err := r.read()
	if err != nil {
		return nil, err
	}
	return r.derive(f)
}
