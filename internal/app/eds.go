package app

import (
	"fmt"

	"qwac/pkg/eds"
	"qwac/pkg/ident"
)

// directory reads the local file of the EPC Directory Service and the BIC to look up in it. Nil: neither is given.
func (e *env) directory(file, bic string) (*eds.Directory, string, error) {
	switch {
	case file == "" && bic == "":
		return nil, "", nil
	case file == "":
		return nil, "", usagef("--bic goes with --eds: name the local file of the EPC Directory Service")
	case bic == "":
		return nil, "", usagef("--eds goes with --bic: give the BIC of the participant, e.g. ABCDDKKKXXX")
	}
	whole, err := eds.CheckBIC(bic, ident.IsCountry)
	if err != nil {
		return nil, "", usagef("--bic: %v", err)
	}
	data, err := e.read(file, eds.MaxSize)
	if err != nil {
		return nil, "", err
	}
	d, err := eds.Read(data)
	if err != nil {
		return nil, "", fmt.Errorf("--eds: %s cannot be used%s: %w: want the local file as the scheme gives it", file,
			kindOf(data), err)
	}
	return d, whole, nil
}
