package journal_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"qwac/internal/journal"
	"qwac/internal/testpki"
	banks "qwac/pkg/bank"
	"qwac/pkg/cert"
	"qwac/pkg/chain"
	"qwac/pkg/submit"
)

const (
	roundsVariable = "QWAC_KILLS" // how many runs are killed; the default keeps the test short
	defaultKills   = 18
	childVariable  = "QWAC_TEST_CHILD" // state directory and address of the bank: the process is a client, not the test
	pairsPerClient = 3                 // of runs that are killed, then one may end
)

func TestMain(m *testing.M) {
	if state, bank, ok := strings.Cut(os.Getenv(childVariable), "|"); ok {
		if err := runClient(state, bank); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// runClient is what the command does: look whether the certificate is there, and add it when it is not.
func runClient(state, bank string) error {
	ctx := context.Background()
	j, err := journal.Open(filepath.Join(state, "journal"))
	if err != nil {
		return err
	}
	release, err := j.Exclusive(ctx, bank)
	if err != nil {
		return err
	}
	defer release()
	pem, err := os.ReadFile(filepath.Join(state, "ca.pem"))
	if err != nil {
		return err
	}
	cas := x509.NewCertPool()
	cas.AppendCertsFromPEM(pem)
	leaf := testpki.Clean().Leaf
	o := submit.Options{
		Target:      submit.Target{Environment: banks.Environment{TokenURL: bank + "/token", BaseURL: bank}},
		Certificate: tls.Certificate{Certificate: [][]byte{leaf.DER}, PrivateKey: leaf.Key},
		ServerCAs:   cas, ClientID: "c", ClientSecret: submit.NewSecret("s"), Journal: j,
		Wait: func(context.Context, time.Duration) error { return nil },
	}
	c, err := submit.New(o)
	if err != nil {
		return err
	}
	return addOnce(ctx, c, o.Target, leaf.X509())
}

func addOnce(ctx context.Context, c *submit.Client, target submit.Target, leaf *x509.Certificate) error {
	p, err := submit.NewPayload(nil, &chain.Chain{Path: []*cert.Cert{{Certificate: leaf}}})
	if err != nil {
		return err
	}
	details, _, err := c.Client(ctx)
	if err != nil {
		return err
	}
	if details.Has(leaf) {
		r, err := target.CertificateRequest("c", p)
		if err != nil {
			return err
		}
		_, err = c.Settle(ctx, r)
		return err
	}
	_, err = c.AddCertificate(ctx, p)
	if earlier := (*submit.EarlierError)(nil); errors.As(err, &earlier) && earlier.Status == http.StatusCreated {
		return nil // another process added it, and the details lag behind
	}
	return err
}

// slowBank takes its time, stores whatever comes with a new request id, and shows it only when it has told somebody:
// until then nothing but the journal keeps a client from adding it again.
type slowBank struct {
	mu     sync.Mutex
	stored map[string]bool // by request id
	shown  bool
	lag    time.Duration // details take up to this long on their way
}

func (b *slowBank) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	io.Copy(io.Discard, r.Body)
	time.Sleep(rand.N(8 * time.Millisecond))
	switch {
	case r.URL.Path == "/token":
		io.WriteString(w, `{"access_token":"t","expires_in":60}`)
	case r.Method == http.MethodGet:
		d := b.details()
		time.Sleep(rand.N(b.lag))
		json.NewEncoder(w).Encode(d)
	default:
		b.add(w, r)
	}
}

func (b *slowBank) add(w http.ResponseWriter, r *http.Request) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.stored[r.Header.Get("X-Request-ID")] = true
	time.Sleep(rand.N(8 * time.Millisecond))
	switch rand.N(4) {
	case 0:
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	case 1:
		panic(http.ErrAbortHandler) // hangs up
	}
	if r.Context().Err() == nil {
		b.shown = true
		w.WriteHeader(http.StatusCreated)
	}
}

func (b *slowBank) details() submit.ClientDetails {
	b.mu.Lock()
	defer b.mu.Unlock()
	d := submit.ClientDetails{ClientID: "c"}
	if b.shown {
		leaf := testpki.Clean().Leaf.X509()
		d.CertificateChains = []submit.CertificateChain{{Certificates: []submit.CertificateInfo{{
			SerialNumber: leaf.SerialNumber.String(), SubjectKeyID: fmt.Sprintf("%X", leaf.SubjectKeyId),
			Issuer: leaf.Issuer.String(),
		}}}}
	}
	return d
}

// Clients die at any moment, two at a time. The one that may end finds or brings the certificate there exactly once.
func TestKilled(t *testing.T) {
	kills := defaultKills
	if v := os.Getenv(roundsVariable); v != "" {
		var err error
		if kills, err = strconv.Atoi(v); err != nil {
			t.Fatal(err)
		}
	}
	for round := 0; round*2*pairsPerClient < kills; round++ {
		bank, state, address := newSlowBank(t, 8*time.Millisecond)
		for range pairsPerClient {
			killSome(t, state, address)
		}
		if out, err := child(state, address).CombinedOutput(); err != nil {
			t.Errorf("round %d: the last run: %v\n%s", round, err, out)
		}
		if n := bank.count(); n != 1 {
			t.Errorf("round %d: %d certificates are stored, want 1", round, n)
		}
	}
}

// Several clients begin at once. All find or bring the certificate there exactly once.
func TestAtOnce(t *testing.T) {
	for range 5 {
		bank, state, address := newSlowBank(t, 100*time.Millisecond)
		var runs sync.WaitGroup
		for range 4 {
			runs.Go(func() {
				if out, err := child(state, address).CombinedOutput(); err != nil {
					t.Errorf("%v\n%s", err, out)
				}
			})
		}
		runs.Wait()
		if n := bank.count(); n != 1 {
			t.Errorf("%d certificates are stored, want 1", n)
		}
	}
}

func (b *slowBank) count() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.stored)
}

func newSlowBank(t *testing.T, lag time.Duration) (b *slowBank, state, address string) {
	b = &slowBank{stored: map[string]bool{}, lag: lag}
	server := httptest.NewUnstartedServer(b)
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	t.Cleanup(server.Close)
	state = t.TempDir()
	if err := os.WriteFile(filepath.Join(state, "ca.pem"), pemOf(server.Certificate()), 0o600); err != nil {
		t.Fatal(err)
	}
	return b, state, server.URL
}

func child(state, bank string) *exec.Cmd {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childVariable+"="+state+"|"+bank)
	return cmd
}

// killSome starts two runs at once and kills both, one after the other.
func killSome(t *testing.T, state, bank string) {
	first, second := child(state, bank), child(state, bank)
	if err := first.Start(); err != nil {
		t.Fatal(err)
	}
	if err := second.Start(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(rand.N(80 * time.Millisecond))
	first.Process.Kill() // SIGKILL; it may have ended already
	time.Sleep(rand.N(80 * time.Millisecond))
	second.Process.Kill()
	first.Wait()
	second.Wait()
}

func pemOf(c *x509.Certificate) []byte { return testpki.Cert{DER: c.Raw}.PEM() }
