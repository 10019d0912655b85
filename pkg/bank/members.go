package bank

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
)

// Member is a member of the JSON bodies that a bank calls otherwise than this program does.
type Member struct{ Ours, Theirs string }

// Theirs returns what the bank calls a member.
func (a *API) Theirs(ours string) string {
	if i := slices.IndexFunc(a.Members, func(m Member) bool { return m.Ours == ours }); i >= 0 {
		return a.Members[i].Theirs
	}
	return ours
}

// Ours returns what this program calls a member. Like encoding/json, it does not heed the case.
func (a *API) Ours(theirs string) string {
	if i := slices.IndexFunc(a.Members, func(m Member) bool { return strings.EqualFold(m.Theirs, theirs) }); i >= 0 {
		return a.Members[i].Ours
	}
	return theirs
}

// ToBank returns a JSON body with the bank's names of its members, at every level. What is no JSON comes back as it is,
// and so does everything where the bank has no names of its own.
func (a *API) ToBank(body []byte) []byte { return a.renamed(body, a.Theirs) }

// FromBank is the other way round.
func (a *API) FromBank(body []byte) []byte { return a.renamed(body, a.Ours) }

// renamed rewrites a body. That it is valid bounds its depth: encoding/json takes 10000 levels.
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

// scalar writes a value as the bodies of this program have it: without escapes that only HTML needs.
func scalar(out *bytes.Buffer, v any) {
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	enc.Encode(v)
	out.Truncate(out.Len() - 1) // the line feed
}
