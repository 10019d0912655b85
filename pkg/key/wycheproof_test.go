package key

import (
	"crypto"
	"crypto/rsa"
	"crypto/x509"
	"encoding/asn1"
	"encoding/hex"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/crypto/cryptobyte"
	casn1 "golang.org/x/crypto/cryptobyte/asn1"
)

// The vectors of Wycheproof are a module, of which no part is copied here. sumWycheproof is what a go.sum would say.
const (
	wycheproof    = "github.com/C2SP/wycheproof@v0.0.0-20250901140545-b51abcfb8daf"
	sumWycheproof = "h1:5BKKVVVj676FUWirLcouEEL6GCYR9X0opkMlEUck8FY="
)

// vectorsOf is the folder of the vectors: from the cache of modules, or with QWAC_VECTORS set (make vectors) from the
// proxy.
func vectorsOf(t *testing.T) string {
	t.Helper()
	c := exec.Command("go", "mod", "download", "-json", wycheproof)
	c.Dir = t.TempDir() // outside of a module
	if c.Env = os.Environ(); os.Getenv("QWAC_VECTORS") == "" {
		c.Env = append(c.Env, "GOPROXY=off")
	}
	out, err := c.Output()
	var module struct{ Dir, Sum, Error string }
	switch bad := json.Unmarshal(out, &module); {
	case err != nil || bad != nil:
		t.Skipf("the vectors of Wycheproof are not there, make vectors fetches them: %v %s", err, module.Error)
	case module.Sum != sumWycheproof:
		t.Fatalf("%s has the sum %s", wycheproof, module.Sum)
	}
	return filepath.Join(module.Dir, "testvectors_v1")
}

// vectorGroup is a group of vectors for RSASSA-PKCS1-v1_5 or RSASSA-PSS.
type vectorGroup struct {
	Type, Sha, Mgf, MgfSha string
	SLen                   int
	PublicKeyDer           string
	Tests                  []struct {
		TcID             int
		Msg, Sig, Result string
		Flags            []string
	}
}

// TestWycheproof: both ways of CheckSignature agree on every vector, and with the vector where the standard library
// can check it at all; the fast way alone proves all good ones that it is for.
func TestWycheproof(t *testing.T) {
	dir := vectorsOf(t)
	var files []string
	for _, pattern := range []string{"rsa_signature_*.json", "rsa_pss_*.json"} {
		found, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil || len(found) == 0 {
			t.Fatalf("%s: none (%v)", pattern, err)
		}
		files = append(files, found...)
	}
	var all, unsupported, proven int
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var f struct{ TestGroups []vectorGroup }
		if err := json.Unmarshal(data, &f); err != nil {
			t.Fatal(err)
		}
		for _, g := range f.TestGroups {
			a, u, p := g.check(t, filepath.Base(name))
			all, unsupported, proven = all+a, unsupported+u, proven+p
		}
	}
	t.Logf("%d vectors: %d that the standard library does not verify, %d proven by the fast way", all, unsupported,
		proven)
	if all-unsupported < 6000 || proven == 0 {
		t.Error("that are too few")
	}
}

// check tries the vectors of a group.
func (g *vectorGroup) check(t *testing.T, file string) (all, unsupported, proven int) {
	t.Helper()
	key := Holder(&x509.Certificate{RawSubjectPublicKeyInfo: unhex(t, g.PublicKeyDer)})
	child := x509.Certificate{SignatureAlgorithm: g.known()}
	child.Raw = certificateOf(g.algorithm(t))
	for _, v := range g.Tests {
		child.RawTBSCertificate, child.Signature = unhex(t, v.Msg), unhex(t, v.Sig)
		slow, fast := CheckSignature(&child, key), CheckSignatureFast(&child, key)
		byBig := provenByLargeRSA(&child, key)
		all++
		if (slow == nil) != (fast == nil) || Unsupported(slow) != Unsupported(fast) || byBig && slow != nil {
			t.Errorf("%s, %d: %v, fast %v, by math/big %v", file, v.TcID, slow, fast, byBig)
		}
		if byBig {
			proven++
		}
		switch {
		case Unsupported(slow):
			unsupported++
		case v.Result != "acceptable" && (slow == nil) != (v.Result == "valid"):
			t.Errorf("%s, %d %v: %v, it is %s", file, v.TcID, v.Flags, slow, v.Result)
		case slow == nil && !byBig && g.Type == "RsassaPkcs1Verify" && largeRSAHash(child.SignatureAlgorithm) != 0 &&
			ModulusBits(key) > minLargeRSA && key.PublicKey.(*rsa.PublicKey).E == usualExponent:
			t.Errorf("%s, %d: not proven by math/big", file, v.TcID)
		}
	}
	return all, unsupported, proven
}

// known is the signature algorithm of the group to crypto/x509.
func (g *vectorGroup) known() x509.SignatureAlgorithm {
	if g.Type == "RsassaPkcs1Verify" {
		return map[string]x509.SignatureAlgorithm{"SHA-256": x509.SHA256WithRSA, "SHA-384": x509.SHA384WithRSA,
			"SHA-512": x509.SHA512WithRSA}[g.Sha]
	}
	return x509.UnknownSignatureAlgorithm
}

// pkcs1OIDs are the algorithms that crypto/x509 does not know (RFC 8017, appendix C; NIST CSOR).
var pkcs1OIDs = map[string]string{"SHA-224": "1.2.840.113549.1.1.14", "SHA-512/224": "1.2.840.113549.1.1.15",
	"SHA-512/256": "1.2.840.113549.1.1.16", "SHA3-224": "2.16.840.1.101.3.4.3.13",
	"SHA3-256": "2.16.840.1.101.3.4.3.14", "SHA3-384": "2.16.840.1.101.3.4.3.15",
	"SHA3-512": "2.16.840.1.101.3.4.3.16", "SHA-256": "1.2.840.113549.1.1.11",
	"SHA-384": "1.2.840.113549.1.1.12", "SHA-512": "1.2.840.113549.1.1.13"}

// algorithm is the AlgorithmIdentifier of the group, in DER.
func (g *vectorGroup) algorithm(t *testing.T) []byte {
	t.Helper()
	var b cryptobyte.Builder
	b.AddASN1(casn1.SEQUENCE, func(b *cryptobyte.Builder) {
		switch {
		case g.Type == "RsassaPkcs1Verify":
			b.AddASN1ObjectIdentifier(dotted(t, pkcs1OIDs[g.Sha]))
			b.AddASN1NULL()
		case strings.HasPrefix(g.Sha, "SHAKE"): // id-RSASSA-PSS-SHAKE128 (RFC 8702)
			b.AddASN1ObjectIdentifier(asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 6, 30})
		default:
			b.AddASN1ObjectIdentifier(dotted(t, OIDPSS))
			b.AddASN1(casn1.SEQUENCE, func(b *cryptobyte.Builder) { g.addParameters(t, b) })
		}
	})
	return b.BytesOrPanic()
}

func (g *vectorGroup) addParameters(t *testing.T, b *cryptobyte.Builder) {
	t.Helper()
	hash := func(name string) func(*cryptobyte.Builder) {
		return func(b *cryptobyte.Builder) {
			b.AddASN1ObjectIdentifier(dotted(t, hashOID(t, name)))
			b.AddASN1NULL()
		}
	}
	tag := func(n uint8) casn1.Tag { return casn1.Tag(n).ContextSpecific().Constructed() }
	b.AddASN1(tag(0), func(b *cryptobyte.Builder) { b.AddASN1(casn1.SEQUENCE, hash(g.Sha)) })
	b.AddASN1(tag(1), func(b *cryptobyte.Builder) {
		b.AddASN1(casn1.SEQUENCE, func(b *cryptobyte.Builder) {
			b.AddASN1ObjectIdentifier(dotted(t, oidMGF1))
			b.AddASN1(casn1.SEQUENCE, hash(g.MgfSha))
		})
	})
	b.AddASN1(tag(2), func(b *cryptobyte.Builder) { b.AddASN1Int64(int64(g.SLen)) })
}

// hashOID is the identifier of a hash by its name in Wycheproof, which is that of crypto.Hash but for SHA3-.
func hashOID(t *testing.T, name string) string {
	t.Helper()
	for _, row := range pssHashes {
		if row.Value.String() == name || row.Value == crypto.SHA1 && name == "SHA-1" {
			return row.Key
		}
	}
	t.Fatalf("no hash %q", name)
	return ""
}

// certificateOf is as much of a certificate as [SignatureFields] reads.
func certificateOf(algorithm []byte) []byte {
	var b cryptobyte.Builder
	b.AddASN1(casn1.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1(casn1.SEQUENCE, func(b *cryptobyte.Builder) { b.AddBytes(algorithm) })
		b.AddBytes(algorithm)
	})
	return b.BytesOrPanic()
}

// dotted reads an object identifier.
func dotted(t *testing.T, dots string) (id asn1.ObjectIdentifier) {
	t.Helper()
	for arc := range strings.SplitSeq(dots, ".") {
		n, err := strconv.Atoi(arc)
		if err != nil {
			t.Fatalf("%q: %v", dots, err)
		}
		id = append(id, n)
	}
	return id
}

func unhex(t *testing.T, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
