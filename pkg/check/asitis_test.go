package check_test

import (
	"testing"

	"qwac/internal/cases"
	"qwac/internal/testpki"
	"qwac/pkg/bank"
	"qwac/pkg/bundle"
	"qwac/pkg/check"
)

// TestAsItIs judges what is no PSD2 QWAC: for a bank it is the wrong file, for no bank in particular it is what it is.
func TestAsItIs(t *testing.T) {
	etsi := bank.Named("etsi")
	withoutRoles := func() testpki.Spec {
		s := testpki.PSD2QWAC()
		s.DropStatement(testpki.OIDPSD2)
		return s
	}
	lost := func() testpki.Spec {
		s := testpki.QSealC()
		s.NotAfter = s.NotBefore.AddDate(0, 1, 0)
		return s
	}
	critical := func() testpki.Spec {
		s := testpki.QSealC()
		s.SetCritical(testpki.OIDQcStatements, true)
		return s
	}
	for _, tt := range []struct {
		name string
		leaf func() testpki.Spec
		want check.Verdict
	}{
		{"seal", testpki.QSealC, check.Accept},
		{"signature", testpki.QSig, check.Accept},
		{"2-QWAC", testpki.TwoQWAC, check.Accept},
		{"QWAC without PSD2", testpki.PlainQWAC, check.Accept},
		{"TLS certificate", testpki.PlainTLS, check.Accept},
		{"PSD2 QWAC", testpki.PSD2QWAC, check.Accept},
		{"PSD2 QWAC without roles", withoutRoles, check.Refuse},
		{"expired seal", lost, check.Refuse},
		{"seal with critical statements", critical, check.Refuse},
	} {
		pki := testpki.NewChain(func(leaf, _, _ *testpki.Spec) { *leaf = tt.leaf() })
		judge := func(o check.Options) check.Verdict {
			b := new(bundle.Bundle)
			if err := b.Parse("chain.pem", pki.PEM()); err != nil {
				t.Fatal(err)
			}
			o.At = cases.At()
			r, err := check.Run(b, o)
			if err != nil {
				t.Fatal(err)
			}
			return r.Verdict
		}
		if got := judge(check.Options{Profile: etsi}); got != tt.want {
			t.Errorf("%s as it is: %s, want %s", tt.name, got, tt.want)
		}
		if tt.name == "PSD2 QWAC" {
			continue
		}
		if got := judge(check.Options{}); got != check.Refuse {
			t.Errorf("%s for a bank: %s", tt.name, got)
		}
		if got := judge(check.Options{Profile: etsi, Sent: true}); got != check.Refuse {
			t.Errorf("%s to be sent: %s", tt.name, got)
		}
	}
}
