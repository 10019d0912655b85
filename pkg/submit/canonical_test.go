package submit_test

import (
	"strings"
	"testing"

	banks "qwac/pkg/bank"
	"qwac/pkg/submit"
)

// However an address and a client id are spelled, they are one address, one journal entry, one lock; or the spelling is
// refused.
func TestAttackSpellings(t *testing.T) {
	const id = "11111111-2222-4333-8444-aaaaaaaaaaaa"
	url := func(base, id string) string {
		target := submit.Target{Environment: banks.Environment{TokenURL: "https://bank.example/token", BaseURL: base}}
		if err := target.Validate(); err != nil {
			return "refused"
		}
		r, err := target.ClientRequest(id)
		if err != nil {
			t.Fatal(err)
		}
		if got := target.Canonical(); got != got.Canonical() || !strings.HasPrefix(r.URL, got.BaseURL+"/tpp/") {
			t.Errorf("%s: canonical %s, and again %s; requests go to %s", base, got.BaseURL, got.Canonical().BaseURL,
				r.URL)
		}
		return r.URL
	}
	for want, spellings := range map[string][]string{
		"https://bank.example/api": {
			"https://BANK.example/api", "HTTPS://bank.Example:443/api/", "https://bank.example.:0443/api",
			"https://bank.example:/api", "https://bank.example/api#",
		},
		"https://bank.example":        {"https://bank.example/", "https://bank.example:443"},
		"https://bank.example:8443":   {"https://Bank.example:08443/"},
		"https://[2001:db8::1]:8443":  {"https://[2001:DB8:0:0::1]:8443"},
		"https://127.0.0.1:8443":      {"https://[::ffff:127.0.0.1]:8443/"},
		"https://bank.example/%C3%A5": {"https://BANK.example/%C3%A5/"},
		"refused": {
			"https://bank.example//", "https://bank.example/api//", "https://bank.example/.",
			"https://bank.example/x/..", "https://bank.example//api",
			"https://bank.example/./api", "https://bank.example/%61pi", "https://bank.example/%2e",
			"https://bank.example/%c3%a5", "https://bank.example/a%2Fb",
			"https://127.1", "https://2130706433", "https://0x7f.1", "https://0x7f000001", "https://b\u00e4nk.example",
			"https://bank\u3002example", "https://b%C3%A4nk.example",
		},
	} {
		for _, base := range append(spellings, want) {
			if want == "refused" {
				if got := url(base, id); base != want && got != want {
					t.Errorf("%s: got %s, want it refused", base, got)
				}
				continue
			}
			for _, id := range []string{id, strings.ToUpper(id)} {
				if got := url(base, id); got != want+"/tpp/"+strings.ToLower(id) {
					t.Errorf("%s, %s: got %s, want %s", base, id, got, want)
				}
			}
		}
	}
	if got := url("https://bank.example", "A-b"); got != "https://bank.example/tpp/A-b" {
		t.Errorf("an id that is no UUID: got %s", got)
	}
}
