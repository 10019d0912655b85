package app

import (
	"net/http"
	"os"
	"strings"
	"testing"
)

const attackURI = "https://psd2.fixture-payments.example/a"

// register runs it with a name and a redirect URI.
func (d *attackDesk) register(status int, name, out string, more ...string) string {
	d.Helper()
	return d.run(status, "client register",
		append([]string{"--name", name, "--redirect-uri", attackURI, "--secret-out", d.file(out)}, more...))
}

// While a registration is open, what is mended is another one: it is not sent unless the first is given up.
func TestAttackOpenRegistration(t *testing.T) {
	roles, other := []string{"--roles", "PSP_AI"}, []string{"--roles", "PSP_AI,PSP_PI"}
	certificate := func(d *attackDesk) []string {
		return []string{"--cert", d.file("next/chain.pem"), "--key", d.file("next/key.pem")}
	}
	for name, mended := range map[string]func(d *attackDesk) (string, []string){
		"name":  func(*attackDesk) (string, []string) { return "b", roles },
		"roles": func(*attackDesk) (string, []string) { return "a", other },
		"redirect URIs": func(*attackDesk) (string, []string) {
			return "a", append([]string{"--redirect-uri", attackURI + "b"}, roles...)
		},
		"certificate": func(d *attackDesk) (string, []string) { return "a", append(certificate(d), roles...) },
		"certificate and case": func(d *attackDesk) (string, []string) {
			return " A", append(certificate(d), roles...)
		},
		"name and roles": func(*attackDesk) (string, []string) { return "b", other },
	} {
		t.Run(name, func(t *testing.T) {
			d := newAttackDesk(t, 0, 400)
			text := d.register(statusUnknown, "a", "one", roles...)
			if strings.Contains(text, "mend what the answer says and run") ||
				!strings.Contains(text, "close this one first with --give-up "+d.ids[0]) {
				t.Errorf("got %s", text)
			}
			as, args := mended(d)
			if text := d.register(statusUsage, as, "two", args...); !strings.Contains(text, "--again") ||
				!strings.Contains(text, "--give-up "+d.ids[0]) {
				t.Errorf("got %s", text)
			}
			d.sent(1)
			if err := os.WriteFile(d.file("there"), nil, 0o600); err != nil {
				t.Fatal(err)
			}
			id := d.ids[0]
			// ends before it is closed
			d.register(statusInput, as, "there", append([]string{"--give-up", id}, args...)...)
			d.register(statusUsage, as, "two", args...)
			d.register(statusOK, as, "two", append([]string{"--give-up", id}, args...)...)
			d.sent(2)
		})
	}
	d := newAttackDesk(t, 0, 400)
	d.register(statusUnknown, "a", "one", roles...)
	if text := d.register(statusOK, "a", "one", roles...); !strings.Contains(text,
		"repeated with the same request id") {
		t.Errorf("got %s", text)
	}
	d.sent(1)
}

// Whatever leaves the outcome unknown, there is a next step, and only what was is told of an attempt before.
func TestAttackNextStep(t *testing.T) {
	for _, status := range []int{302, 307, 402, 406, 418, 499, http.StatusNetworkAuthenticationRequired} {
		for command, args := range map[string]func(*attackDesk) []string{
			"submit": func(d *attackDesk) []string { return []string{d.file("next/chain.pem")} },
			"client register": func(d *attackDesk) []string {
				return []string{"--name", "a", "--roles", "PSP_AI", "--redirect-uri", attackURI, "--secret-out",
					d.file("s")}
			},
			"client redirect-uris set": func(*attackDesk) []string { return []string{attackURI} },
		} {
			if status >= 500 && command != "client register" { // is repeated until the time is up
				continue
			}
			d := newAttackDesk(t)
			d.always, d.timeout = status, "3s"
			for i := range 2 {
				text := d.run(statusUnknown, command, args(d), "\nnext: wait a little", "the bank's support",
					"run the same command again")
				if !strings.Contains(text, "--give-up "+d.ids0()) {
					t.Errorf("%s, run %d, %d: got %s", command, i+1, status, text)
				}
				told := strings.Contains(text, "an attempt before this")
				if i > 0 && !told || i == 0 && status < 500 && told { // of 511 the first run may repeat
					t.Errorf("%s, run %d, %d: got %s", command, i+1, status, text)
				}
				if strings.Contains(text, "mended chain") != (command == "submit" && status >= 400 && status < 500) {
					t.Errorf("%s, %d: got %s", command, status, text)
				}
			}
			d.sent(1)
		}
	}
}

// ids0 is the first request id; none: what is part of every text.
func (d *attackDesk) ids0() string {
	if len(d.ids) == 0 {
		return ""
	}
	return d.ids[0]
}

// The bank keeps an order of its own: the same set is there already.
func TestAttackRedirectOrder(t *testing.T) {
	d := newAttackDesk(t)
	d.uris = `["https://a.example/cb","https://b.example/cb"]`
	d.run(statusOK, "client redirect-uris set", []string{"https://b.example/cb", "https://a.example/cb"}, "so already")
	d.sent(0)
}
