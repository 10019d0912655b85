package lines

import "strings"

// Unique returns the shortest end of a file's name that no other of the files has too. Names are cut between folders,
// and that of an archive stays: what is in it is nowhere else.
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
		folder, end, ok := "", name, true
		for ok && bearers[end] == 1 && !strings.HasSuffix(strings.ToLower(folder), ".zip") {
			if end != "" {
				short[name] = end
			}
			folder, end, ok = strings.Cut(end, "/")
		}
	}
	return func(name string) string {
		if s, ok := short[name]; ok {
			return s
		}
		return name
	}
}
