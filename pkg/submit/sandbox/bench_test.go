package sandbox_test

import (
	"testing"

	"qwac/internal/testpki"
	"qwac/pkg/submit/sandbox"
)

// Requests per second on loopback, over TLS connections that are kept.
func BenchmarkShow(b *testing.B) {
	p := newDesk(b, nil).register(pair(nil), registration)
	for b.Loop() {
		if got := p.call("GET", "", "", ""); got.Status != 200 {
			b.Fatalf("%+v", got)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "req/s")
}

// BenchmarkShowTogether has four clients.
func BenchmarkShowTogether(b *testing.B) {
	p := newDesk(b, nil).register(pair(nil), registration)
	b.SetParallelism(2)
	b.RunParallel(func(pb *testing.PB) {
		mine := *p
		mine.Client = p.connect(pair(nil))
		for pb.Next() {
			if got, err := mine.try("GET", "", "", ""); err != nil || got.Status != 200 {
				b.Errorf("%v %+v", err, got)
				return
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "req/s")
}

// BenchmarkAddCertificate judges and stores a certificate each time: one synced transaction. No client has more than
// 100.
func BenchmarkAddCertificate(b *testing.B) {
	d := newDesk(b, func(o *sandbox.Options) { o.Limits.Clients = 1 << 30 })
	var p *tpp
	var bodies []string
	for i := range 100 {
		bodies = append(bodies, payload(pair(func(s *testpki.Spec) { s.Key.Name = string(rune('a' + i)) })))
	}
	n := 0
	for b.Loop() {
		if n%99 == 0 {
			b.StopTimer()
			p = d.register(pair(nil), registration)
			b.StartTimer()
		}
		if got := p.call("POST", "/certificates", "", bodies[n%99]); got.Status != 201 {
			b.Fatalf("%+v", got)
		}
		n++
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "req/s")
}
