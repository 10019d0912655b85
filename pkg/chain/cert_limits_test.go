package chain

import (
	"crypto/rsa"
	"crypto/x509"
	"errors"
	"math/big"
	"testing"

	"qwac/pkg/key"
	"qwac/pkg/path"
)

// TestAttackSignatures counts how many checks with the greatest keys the budget allows.
func TestAttackSignatures(t *testing.T) {
	c := func(bits uint, e int) *x509.Certificate {
		return &x509.Certificate{PublicKey: &rsa.PublicKey{N: new(big.Int).Lsh(big.NewInt(1), bits-1), E: e}}
	}
	for _, tt := range []struct {
		key  *x509.Certificate
		want int
	}{
		{&x509.Certificate{}, path.DefaultBudget},
		{c(2048, 65537), path.DefaultBudget},
		{c(4096, 65537), path.DefaultBudget},
		{c(4096, 1<<31-1), path.DefaultBudget / 2},
		{c(8192, 65537), path.DefaultBudget / 8},
		{c(key.MaxModulus, 1<<31-1), 7},
	} {
		p := newPool(nil, Options{})
		n := 0
		for p.spend(tt.key) == nil {
			n++
		}
		if n != tt.want {
			t.Errorf("%v: %d checks, want %d", tt.key.PublicKey, n, tt.want)
		}
		var budget *path.BudgetError
		if err := p.spend(tt.key); !errors.As(err, &budget) {
			t.Errorf("got %v, want a BudgetError", err)
		}
	}
}
