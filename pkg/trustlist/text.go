package trustlist

import (
	"strings"
	"time"
)

func date(t time.Time) string { return t.UTC().Format(time.DateOnly) }

// Short is the last part of one of the addresses that lists use as words: "granted", "ForeSeals", "CA/QC".
func Short(uri string) string {
	for _, prefix := range []string{typePrefix, statusPrefix, infoPrefix} {
		if rest, ok := strings.CutPrefix(uri, prefix); ok && rest != "" {
			return rest
		}
	}
	return uri
}

func shorts(uris []string) string {
	out := make([]string, len(uris))
	for i, uri := range uris {
		out[i] = Short(uri)
	}
	return strings.Join(out, ", ")
}
