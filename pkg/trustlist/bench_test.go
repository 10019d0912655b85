package trustlist

import (
	"fmt"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"qwac/internal/testpki"
	"qwac/pkg/tsl"
)

// BenchmarkAddSet is what adding all lists of 2025 costs: reading, proving, making the index.
func BenchmarkAddSet(b *testing.B) {
	documents, _ := readLists(b, filepath.Join(corpus(b), "trusted-lists", "eu-2025-08-08"))
	b.ReportAllocs()
	for b.Loop() {
		addSet(b, documents)
	}
}

func addSet(t testing.TB, documents [][]byte) *Index {
	t.Helper()
	var lists []*tsl.List
	for _, p := range tsl.ParseAll(documents) {
		if p.Err != nil {
			t.Fatal(p.Err)
		}
		lists = append(lists, p.List)
	}
	set, err := Authenticate(lists, Options{At: corpusDate})
	if err != nil {
		t.Fatal(err)
	}
	return newIndex(t, set.Lists...)
}

// TestAddSetBudget holds the promise of 3 s and 200 MiB. Memory is what the heap held, files included. Time is judged
// ten times more leniently, since the machine may be busy and the race detector on.
func TestAddSetBudget(t *testing.T) {
	documents, _ := readLists(t, filepath.Join(corpus(t), "trusted-lists", "eu-2025-08-08"))
	if testing.Short() {
		t.Skip("measures")
	}
	runtime.GC()
	peak, stop := watchHeap()
	start := time.Now()
	addSet(t, documents)
	elapsed := time.Since(start)
	close(stop)
	heap := <-peak >> 20
	t.Logf("%v, heap %d MiB", elapsed.Round(time.Millisecond), heap)
	if elapsed > 30*time.Second || heap > 200 {
		t.Errorf("took %v and %d MiB", elapsed, heap)
	}
}

// watchHeap reports the largest heap seen until stop is closed.
func watchHeap() (peak chan uint64, stop chan struct{}) {
	peak, stop = make(chan uint64, 1), make(chan struct{})
	go func() {
		var highest uint64
		tick := time.NewTicker(10 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-stop:
				peak <- highest
				return
			case <-tick.C:
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				highest = max(highest, m.HeapInuse)
			}
		}
	}()
	return peak, stop
}

// BenchmarkLoad is what every command with a store pays: reading the index and one determination.
func BenchmarkLoad(b *testing.B) {
	documents, _ := readLists(b, filepath.Join(corpus(b), "trusted-lists", "eu-2025-08-08"))
	data, err := addSet(b, documents).MarshalBinary()
	if err != nil {
		b.Fatal(err)
	}
	path := readPath(b,
		filepath.Join(corpus(b), "chains", "psd2-qwac", "api.permanenttsb.ie__MULTICERT-QWAC-Certification"))
	b.ReportMetric(float64(len(data)), "index-bytes")
	for b.Loop() {
		var x Index
		if err := x.UnmarshalBinary(data); err != nil {
			b.Fatal(err)
		}
		if _, err := x.Determine(path, corpusDate); err != nil {
			b.Fatal(err)
		}
	}
}

// A list of more than 5 MB stands in for the German one.
func TestLargeList(t *testing.T) {
	ca := testpki.Clean().Intermediate
	var services []testpki.TLService
	for i := range 3600 {
		services = append(services, testpki.TLService{Name: fmt.Sprint("Service ", i), Certs: []testpki.Cert{ca},
			States: []testpki.TLState{{Since: day(2024, 1, 1), Infos: []string{"ForeSeals"}},
				{Since: day(2023, 1, 1), Status: "withdrawn"}}})
	}
	data := testDK(services...).Sign(dkSigner(), testpki.TLSignature{})
	if len(data) < 5<<20 {
		t.Fatalf("only %d bytes", len(data))
	}
	set := authenticate(t, data)
	if n := newIndex(t, set.Lists...).count(); n != len(services) {
		t.Errorf("%d services, want %d", n, len(services))
	}
}
