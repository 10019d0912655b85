package bank

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
)

// Member is a member of the JSON bodies for which the bank uses another name than this program.
type Member struct{ Ours, Theirs string }

// Theirs returns the bank's name of a member.
func (a *API) Theirs(ours string) string {
	if i := slices.IndexFunc(a.Members, func(m Member) bool { return m.Ours == ours }); i >= 0 {
		return a.Members[i].Theirs
	}
	return ours
}

// Ours returns this program's name of a member. Like encoding/json, it ignores case.
func (a *API) Ours(theirs string) string {
	if i := slices.IndexFunc(a.Members, func(m Member) bool { return strings.EqualFold(m.Theirs, theirs) }); i >= 0 {
		return a.Members[i].Ours
	}
	return theirs
}

// ToBank renames the members of a JSON body to the bank's names, at every level. It returns the body unchanged if it is
// not JSON, or if the bank has no names of its own.
func (a *API) ToBank(body []byte) []byte { return a.renamed(body, a.Theirs) }

// FromBank is the inverse of ToBank.
func (a *API) FromBank(body []byte) []byte { return a.renamed(body, a.Ours) }

// renamed rewrites a body. It must be valid JSON, which bounds its depth: encoding/json accepts 10000 levels.
func (a *API) renamed(body []byte, name func(string) string) []byte {
	if len(a.Members) == 0 || !json.Valid(body) {
		return body
	}
	var out bytes.Buffer
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.UseNumber()
	rename(&out, dec, name)
	return out.Bytes()
}

// rename copies one value. The decoder has no errors: the text is valid.
func rename(out *bytes.Buffer, dec *json.Decoder, name func(string) string) {
	t, _ := dec.Token()
	open, ok := t.(json.Delim)
	if !ok {
		scalar(out, t)
		return
	}
	out.WriteString(open.String())
	for i := 0; dec.More(); i++ {
		if i > 0 {
			out.WriteByte(',')
		}
		if open == '{' {
			key, _ := dec.Token()
			scalar(out, name(key.(string)))
			out.WriteByte(':')
		}
		rename(out, dec, name)
	}
	end, _ := dec.Token()
	out.WriteString(end.(json.Delim).String())
}

// scalar writes a value without the escapes that only HTML needs, as all bodies of this program.
func scalar(out *bytes.Buffer, v any) {
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	enc.Encode(v)
	out.Truncate(out.Len() - 1) // the line feed
}
