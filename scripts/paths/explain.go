package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"strconv"

	"qwac/pkg/path"
)

func (r *runner) readOracle() error {
	rows, err := readTable(filepath.Join(r.dir, "paths", "explain-oracle.csv.gz"))
	r.oracle = map[string][]oracleRow{}
	for _, row := range rows {
		cert, _ := strconv.Atoi(row["cert_index"])
		key := row["suite"] + "/" + row["id"]
		r.oracle[key] = append(r.oracle[key], oracleRow{row["oracle"], row["cause"], cert})
	}
	return err
}

// causeOf maps the rules of the validation, and the ids of those about revocation, to the causes of the oracles.
// OpenSSL also says "no issuer" for a certificate with an extension that it does not accept.
var causeOf = map[string][]string{
	"expired":           {"expired"},
	"not yet valid":     {"not-yet-valid"},
	"validity":          {"expired", "not-yet-valid"},
	"algorithms differ": {"bad-signature", "other", "weak-signature-algorithm"},
	"extension twice":   {"other", "no-issuer"},
	"malformed": {"other", "no-issuer", "unknown-critical-extension", "name-constraints",
		"policy"},
	"unknown critical":         {"unknown-critical-extension", "no-issuer", "proxy-cert"},
	"precertificate":           {"unknown-critical-extension"},
	"no CA":                    {"not-a-ca-or-ca-as-leaf"},
	"path length":              {"path-length"},
	"key usage":                {"key-usage"},
	"CA not for clients":       {"eku", "eku-or-purpose"},
	"CA not for the purpose":   {"eku", "eku-or-purpose"},
	"leaf not for clients":     {"eku", "eku-or-purpose"},
	"leaf not for the purpose": {"eku", "eku-or-purpose"},
	"forbidden purpose":        {"eku", "eku-or-purpose"},
	"leaf is a CA":             {"not-a-ca-or-ca-as-leaf"},
	"name constraints":         {"name-constraints", "name-constraints-limit"},
	"host":                     {"name-mismatch"},
	"policy":                   {"policy"},
	"policy qualifier":         {"policy", "unknown-critical-extension"},
	"names do not chain":       {"name-chaining", "no-issuer"},
	"signature":                {"bad-signature", "no-issuer"},
	"signature not verified": {"bad-signature", "bad-public-key", "weak-key", "explicit-ec-params",
		"weak-signature-algorithm"},
	"weak hash":                        {"weak-signature-algorithm"},
	"small key":                        {"weak-key"},
	"explicit curve":                   {"explicit-ec-params"},
	"too long":                         {"chain-too-long", "path-length"},
	"no root":                          {"no-issuer", "no-trust-anchor", "distrusted"},
	"gap":                              {"name-chaining", "no-issuer", "no-trust-anchor", "distrusted"},
	"no anchor":                        {"no-trust-anchor", "no-issuer", "distrusted"},
	"revocation-revoked":               {"revoked", "crl-path"},
	"revocation-evidence-missing":      {"crl-missing", "crl-scope", "crl-path"},
	"revocation-evidence-stale":        {"crl-expired"},
	"revocation-evidence-signature":    {"crl-bad-signature", "crl-key-usage"},
	"revocation-evidence-unusable":     {"crl-scope", "crl-unknown-critical", "crl-missing"},
	"revocation-evidence-wrong-issuer": {"crl-missing", "crl-path", "crl-scope"},
}

// explained compares our causes for a rejection with those of the oracles.
func (r *runner) explained(suite string, c *pathCase, o outcome) {
	rows := r.oracle[suite+"/"+c.ID]
	if len(rows) == 0 || o.found == nil {
		return
	}
	r.total.rows++
	rules := slices.Clone(o.evidence)
	for _, m := range o.found.Misses {
		for _, f := range m.Failures {
			rules = append(rules, string(f.Rule))
		}
	}
	right := slices.ContainsFunc(rows, func(row oracleRow) bool {
		return slices.ContainsFunc(rules, func(rule string) bool { return slices.Contains(causeOf[rule], row.cause) })
	})
	if right {
		r.total.right++
	} else if r.explain && r.verbose {
		fmt.Printf("  cause: %s/%s: %s, want %v\n", suite, c.ID, o.why, rows)
	}
	r.placed(suite, c, rows, o)
}

// placed compares the places of failures with those of BoringSSL, which reports them per certificate.
func (r *runner) placed(suite string, c *pathCase, rows []oracleRow, o outcome) {
	for _, row := range rows {
		if row.oracle != "boringssl" {
			continue
		}
		r.total.boring++
		if slices.ContainsFunc(o.found.Failures, func(f path.Failure) bool {
			return f.Cert == row.cert && slices.Contains(causeOf[string(f.Rule)], row.cause)
		}) {
			r.total.boringRight++
		} else if r.explain && r.verbose {
			fmt.Printf("  place: %s/%s: %s, want %s@%d\n", suite, c.ID, o.why, row.cause, row.cert)
		}
	}
}

func (r *runner) finish() {
	t := r.total
	if !r.explain || t.rows == 0 {
		return
	}
	if r.json {
		fmt.Printf("{\"explained\":%d,\"of\":%d,\"placed\":%d,\"of_boringssl\":%d}\n", t.right, t.rows, t.boringRight,
			t.boring)
		return
	}
	fmt.Printf("a cause of the oracle is among ours in %d of %d rejections", t.right, t.rows)
	if t.boring > 0 {
		fmt.Printf("; cause and certificate are right in %d of %d rows of BoringSSL", t.boringRight, t.boring)
	}
	fmt.Println()
}
