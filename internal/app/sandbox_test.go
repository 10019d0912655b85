package app

import (
	"net"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"qwac/pkg/submit/sandbox"
)

func TestReachable(t *testing.T) {
	for _, tt := range []struct {
		addr  string
		ip    net.IP
		want  string
		hosts []string // of the certificate, beside those of this machine
	}{
		{"127.0.0.1:0", net.IPv4(127, 0, 0, 1), "127.0.0.1:7", nil},
		{"127.0.0.2:0", net.IPv4(127, 0, 0, 2), "127.0.0.2:7", []string{"127.0.0.2"}},
		{"[::1]:0", net.IPv6loopback, "[::1]:7", nil},
		{"localhost:0", net.IPv4(127, 0, 0, 1), "localhost:7", nil},
		{":0", net.IPv6unspecified, "127.0.0.1:7", nil},
		{"0.0.0.0:0", net.IPv6unspecified, "127.0.0.1:7", nil},
		{"[::]:0", net.IPv6unspecified, "127.0.0.1:7", nil},
		{"192.0.2.1:0", net.IPv4(192, 0, 2, 1), "192.0.2.1:7", []string{"192.0.2.1"}},
		{"desk.example:0", net.IPv4(192, 0, 2, 1), "desk.example:7", []string{"desk.example"}},
	} {
		host, _, err := net.SplitHostPort(tt.addr)
		if err != nil {
			t.Fatal(err)
		}
		if got := reachable(tt.addr, &net.TCPAddr{IP: tt.ip, Port: 7}); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.addr, got, tt.want)
		}
		if diff := cmp.Diff(append([]string{"localhost", "127.0.0.1", "::1"}, tt.hosts...), hostsOf(host)); diff != "" {
			t.Errorf("%s: hosts (-want +got):\n%s", tt.addr, diff)
		}
	}
}

func TestLogLine(t *testing.T) {
	at := time.Date(2026, 11, 23, 1, 2, 3, 0, time.FixedZone("", 3600))
	for want, r := range map[string]sandbox.Record{
		`00:02:03 GET "/tpp/\x1b[2J" 404`: {At: at, Method: "GET", Path: "/tpp/\x1b[2J", Status: 404},
		`00:02:03 POST "/tpp" 400 a b "id\n"`: {At: at, Method: "POST", Path: "/tpp", Status: 400,
			Rules: []string{"a", "b"}, RequestID: "id\n"},
		`00:02:03 POST "/tpp" dropped (the answer of the first request with this id) (made by --faults: drop-after)`: {
			At: at, Method: "POST", Path: "/tpp", Replayed: true, Fault: sandbox.DropAfter},
	} {
		if got := logLine(r); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}
