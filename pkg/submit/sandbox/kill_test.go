package sandbox_test

import (
	"bufio"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"go.etcd.io/bbolt"

	"qwac/internal/testpki"
	"qwac/pkg/submit/sandbox"
)

// childState names the state file in the environment of a process that is to be a sandbox.
const childState = "QWAC_TEST_SANDBOX_STATE"

func TestMain(m *testing.M) {
	if file := os.Getenv(childState); file != "" {
		fmt.Fprintln(os.Stderr, serveChild(file))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// childURL is the line that the process prints when it listens.
type childURL struct {
	URL string
	CA  []byte
}

func serveChild(file string) error {
	db, err := bbolt.Open(file, 0o600, &bbolt.Options{Timeout: 10 * time.Second})
	if err != nil {
		return err
	}
	s, err := sandbox.New(sandbox.Options{DB: db, Now: testpki.At,
		Roots: []*x509.Certificate{testpki.Clean().Root.X509()}})
	if err != nil {
		return err
	}
	id, err := s.Identity([]string{"127.0.0.1"}, time.Now())
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	if err := json.NewEncoder(os.Stdout).Encode(childURL{"https://" + l.Addr().String(), id.CA}); err != nil {
		return err
	}
	return s.HTTP(id.Certificate).ServeTLS(l, "", "")
}

// kills is the number of kills: 5, or QWAC_KILLS.
func kills(t *testing.T) int {
	if n, err := strconv.Atoi(os.Getenv("QWAC_KILLS")); err == nil {
		return n
	}
	if testing.Short() {
		t.Skip("starts processes")
	}
	return 5
}

// TestKilled kills the sandbox at any moment of adding a certificate. After each restart the same request with the same
// id is sent again; in the end every certificate is there once.
func TestKilled(t *testing.T) {
	rounds := kills(t)
	d := &desk{t: t, file: filepath.Join(t.TempDir(), "state.db")}
	child := d.startChild()
	defer func() { child.Process.Kill(); child.Wait() }()
	p := d.register(pair(nil), registration)
	want := []string{serial(pair(nil))}
	seed := uint64(time.Now().UnixNano())
	moments := rand.New(rand.NewPCG(seed, 0))
	for i := range rounds {
		next := pair(func(s *testpki.Spec) { s.Key.Name = fmt.Sprint("kill ", i) })
		id := uuid.NewString()
		timer := time.AfterFunc(time.Duration(moments.IntN(15))*time.Millisecond, func() { child.Process.Kill() })
		first, firstErr := p.try("POST", "/certificates", id, payload(next))
		timer.Stop()
		child.Process.Kill()
		child.Wait()
		child = d.startChild()
		p.Client = d.connect(pair(nil))
		second := p.call("POST", "/certificates", id, payload(next))
		if second.Status != 201 || firstErr == nil && first != second {
			t.Fatalf("seed %d, round %d: %+v, %v; again: %+v", seed, i, first, firstErr, second)
		}
		want = append(want, serial(next))
		if len(want) == 90 { // a client has no more than 100
			p, want = d.checkSerials(p, want), []string{serial(pair(nil))}
		}
	}
	d.checkSerials(p, want)
}

// checkSerials compares what is registered and returns a new client.
func (d *desk) checkSerials(p *tpp, want []string) *tpp {
	d.t.Helper()
	if diff := cmp.Diff(want, p.serials()); diff != "" {
		d.t.Fatalf("chains (-want +got):\n%s", diff)
	}
	return d.register(pair(nil), registration)
}

func (d *desk) startChild() *exec.Cmd {
	d.t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childState+"="+d.file)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	d.check(err)
	d.check(cmd.Start())
	line, err := bufio.NewReader(out).ReadBytes('\n')
	d.check(err)
	var c childURL
	d.check(json.Unmarshal(line, &c))
	d.url, d.ca = c.URL, c.CA
	return cmd
}
