package lines

import "strings"

// Unique returns the shortest end of a file's name that no other of the files has too. Names are cut between folders.
func Unique(files []string) func(string) string {
	short := map[string]string{}
	for _, name := range files {
		short[name] = name
	}
	bearers := map[string]int{} // of an end of a name
	for name := range short {
		for end, ok := name, true; ok; _, end, ok = strings.Cut(end, "/") {
			bearers[end]++
		}
	}
	for name := range short {
		for end, ok := name, true; ok && bearers[end] == 1; _, end, ok = strings.Cut(end, "/") {
			if end != "" {
				short[name] = end
			}
		}
	}
	return func(name string) string {
		if s, ok := short[name]; ok {
			return s
		}
		return name
	}
}
