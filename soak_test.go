package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// soakRounds is how many certificates TestKilledAnywhere adds: QWAC_KILLS, or enough to see that it works. make soak
// wants 200.
func soakRounds(t *testing.T) int {
	if n, err := strconv.Atoi(os.Getenv("QWAC_KILLS")); err == nil {
		return n
	}
	if testing.Short() {
		t.Skip("starts and kills processes")
	}
	return 3
}

// TestKilledAnywhere kills client or bank at a random moment of each upload, and runs submit again until it says that
// the certificate is there. In the end each certificate is there exactly once.
func TestKilledAnywhere(t *testing.T) {
	rounds := soakRounds(t)
	seed := uint64(time.Now().UnixNano())
	s := &soak{t: t, dir: t.TempDir(), moments: rand.New(rand.NewPCG(seed, 0)), bank: &sandboxProcess{}}
	defer s.bank.stop()
	var err error
	if s.qwac, err = exec.LookPath("qwac"); err != nil {
		t.Fatal(err)
	}
	s.addr = freeAddress(t)
	s.start()
	s.pki("pki")
	s.register()
	want := []string{s.serial("pki")}
	for i := range rounds {
		next := fmt.Sprintf("pki%d", i)
		s.pki(next)
		if err := s.add(next); err != nil {
			t.Fatalf("seed %d, round %d: %v", seed, i, err)
		}
		want = append(want, s.serial(next))
		if len(want) == 90 { // a client has no more than 100
			s.compare(seed, want)
			s.register()
			want = []string{s.serial("pki")}
		}
	}
	s.compare(seed, want)
}

type soak struct {
	t          *testing.T
	dir, qwac  string
	addr, id   string
	registered int
	moments    *rand.Rand
	bank       *sandboxProcess
}

func freeAddress(t *testing.T) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func (s *soak) command(args ...string) *exec.Cmd {
	cmd := exec.Command(s.qwac, args...)
	cmd.Dir = s.dir
	cmd.Env = append(os.Environ(), "no_proxy=*")
	return cmd
}

// run runs a command to its end.
func (s *soak) run(args ...string) []byte {
	s.t.Helper()
	var stderr bytes.Buffer
	cmd := s.command(args...)
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		s.t.Fatalf("%v: %v\n%s", args, err, &stderr)
	}
	return out
}

// start starts the bank in place of the one that runs, and waits for its line.
func (s *soak) start() {
	s.t.Helper()
	s.bank.stop()
	cmd := s.command("sandbox", "--state", "bank.db", "--addr", s.addr)
	out, err := cmd.StdoutPipe()
	if err != nil {
		s.t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	s.bank.cmd = cmd
	if _, err := out.Read(make([]byte, 1)); err != nil {
		s.t.Fatalf("the sandbox does not start: %v", err)
	}
}

func (s *soak) pki(name string) { s.run("testpki", "--output", name) }

func (s *soak) secret() string { return fmt.Sprintf("secret%d.txt", s.registered) }

// atBank are the flags of every call.
func (s *soak) atBank(command ...string) []string {
	return append(command, "--base-url", "https://"+s.addr, "--token-url", "https://"+s.addr+"/oauth2/token",
		"--server-ca", "bank.db.ca.pem",
		"--cert", "pki/chain.pem", "--key", "pki/key.pem")
}

func (s *soak) register() {
	s.t.Helper()
	s.registered++
	s.id = string(bytes.TrimSpace(s.run(s.atBank("client", "register", "--state-dir", "state", "--name", "mycompany",
		"--roles", "PSP_AI,PSP_PI",
		"--redirect-uri", "https://psd2.fixture-payments.example/", "--secret-out", s.secret())...)))
}

// longestRun bounds the random moment: a run takes about 50 ms.
const longestRun = 80 * time.Millisecond

// add runs submit until it goes well. The first run meets a kill, of itself or of the bank.
func (s *soak) add(pki string) error {
	args := append(s.atBank("submit", "--state-dir", "state", "--timeout", "1s"), "--client-id", s.id,
		"--client-secret-file", s.secret(), pki+"/chain.pem")
	first := s.command(args...)
	if err := first.Start(); err != nil {
		return err
	}
	time.Sleep(time.Duration(s.moments.Int64N(int64(longestRun))))
	victim := first.Process
	if s.moments.IntN(2) == 0 {
		victim = s.bank.cmd.Process
	}
	victim.Kill()
	first.Wait()
	s.start()
	out, err := s.command(args...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("after the kill: %w\n%s", err, out)
	}
	return nil
}

// serials are those of the leaves that the bank lists, or of a chain.
func (s *soak) serials() []string {
	s.t.Helper()
	var details struct {
		Chains []struct {
			Certificates []struct {
				Serial string `json:"serial_number"`
			}
		}
	}
	out := s.run(append(s.atBank("client", "show", "--format", "json"), "--client-id", s.id, "--client-secret-file",
		s.secret())...)
	if err := json.Unmarshal(out, &details); err != nil {
		s.t.Fatal(err)
	}
	var list []string
	for _, c := range details.Chains {
		list = append(list, c.Certificates[0].Serial)
	}
	return list
}

func (s *soak) serial(pki string) string {
	s.t.Helper()
	var r struct {
		Results []struct {
			Certificate struct {
				Serial string `json:"serial_number"`
			}
		}
	}
	out := s.run("check", "--env", "sandbox", "--format", "json", filepath.Join(pki, "chain.pem"))
	if err := json.Unmarshal(out, &r); err != nil {
		s.t.Fatal(err)
	}
	return r.Results[0].Certificate.Serial
}

func (s *soak) compare(seed uint64, want []string) {
	s.t.Helper()
	got := s.serials()
	slices.Sort(got)
	if diff := cmp.Diff(slices.Sorted(slices.Values(want)), got); diff != "" {
		s.t.Fatalf("seed %d: chains (-want +got):\n%s", seed, diff)
	}
}
