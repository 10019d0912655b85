package testpki

import (
	"bytes"
	"crypto"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"math/big"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The sums were made on linux/amd64. They must be the same everywhere, and change only with the derivation of keys.
func TestKeysAreTheSameEverywhere(t *testing.T) {
	got := map[string]string{}
	for name, c := range map[string]struct {
		alg  KeyAlg
		sign SigAlg
	}{
		"P-224":         {P224, SigAlg{}},
		"P-256":         {P256, SigAlg{}},
		"P-384":         {P384, SigAlg{Hash: crypto.SHA384}},
		"P-521":         {P521, SigAlg{Hash: crypto.SHA512}},
		"Ed25519":       {Ed25519, SigAlg{}},
		"RSA 1024 MD5":  {RSA1024, SigAlg{Hash: crypto.MD5}},
		"RSA 2048":      {RSA2048, SigAlg{}},
		"RSA 2048 PSS":  {RSA2048, SigAlg{PSS: true}},
		"RSA 3072 SHA1": {RSA3072, SigAlg{Hash: crypto.SHA1}},
	} {
		key := Key{Name: "pinned", Alg: c.alg}
		sum := sha256.New()
		sum.Write(key.SPKI())
		sum.Write(c.sign.sign(key.Signer(), []byte("message")))
		got[name] = hex.EncodeToString(sum.Sum(nil)[:8])
	}
	want := map[string]string{
		"Ed25519":       "be46b9b3436fda18",
		"P-224":         "cc4d648776b37f7c",
		"P-256":         "0f244aeb33a0a026",
		"P-384":         "9080b1cbeac21532",
		"P-521":         "6a11fe18ca108b11",
		"RSA 1024 MD5":  "b414d29f632615e1",
		"RSA 2048":      "8bcdab5716a438fe",
		"RSA 2048 PSS":  "b988c3745e6799a5",
		"RSA 3072 SHA1": "d72c4ef7706646dc",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("derived keys and signatures (-want +got):\n%s", diff)
	}
}

func TestDerivationIsNotTheCache(t *testing.T) {
	for _, alg := range []KeyAlg{P256, Ed25519, RSA2048} {
		k := Key{Name: "twice", Alg: alg}
		if diff := cmp.Diff(k.derive().Public(), k.derive().Public()); diff != "" {
			t.Errorf("algorithm %d derived twice:\n%s", alg, diff)
		}
	}
	if bytes.Equal(Key{Name: "a"}.SPKI(), Key{Name: "b"}.SPKI()) {
		t.Error("two names give one key")
	}
}

func TestNewChainTwice(t *testing.T) {
	if !bytes.Equal(Clean().PEM(), Clean().PEM()) {
		t.Error("two clean chains differ")
	}
}

func TestSignaturesVerify(t *testing.T) {
	for _, c := range []struct {
		name string
		alg  KeyAlg
		sign SigAlg
		want x509.SignatureAlgorithm
		bad  bool // crypto/x509 does not verify it
	}{
		{"ecdsa", P256, SigAlg{}, x509.ECDSAWithSHA256, false},
		{"ecdsa sha-384", P384, SigAlg{Hash: crypto.SHA384}, x509.ECDSAWithSHA384, false},
		{"ecdsa sha-512", P521, SigAlg{Hash: crypto.SHA512}, x509.ECDSAWithSHA512, false},
		{"ecdsa sha-1", P256, SigAlg{Hash: crypto.SHA1}, x509.ECDSAWithSHA1, true},
		{"ed25519", Ed25519, SigAlg{}, x509.PureEd25519, false},
		{"rsa", RSA2048, SigAlg{}, x509.SHA256WithRSA, false},
		{"rsa sha-1", RSA2048, SigAlg{Hash: crypto.SHA1}, x509.SHA1WithRSA, true},
		{"rsa md5", RSA2048, SigAlg{Hash: crypto.MD5}, x509.MD5WithRSA, true},
		{"pss", RSA2048, SigAlg{PSS: true}, x509.SHA256WithRSAPSS, false},
		{"pss sha-512", RSA2048, SigAlg{PSS: true, Hash: crypto.SHA512}, x509.SHA512WithRSAPSS, false},
		{"pss odd salt", RSA2048, SigAlg{PSS: true, Salt: 20}, x509.UnknownSignatureAlgorithm, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			chain := NewChain(func(leaf, ca, _ *Spec) { ca.Key.Alg, leaf.Sign = c.alg, c.sign })
			leaf := chain.Leaf.X509()
			if leaf.SignatureAlgorithm != c.want {
				t.Errorf("algorithm %v, want %v", leaf.SignatureAlgorithm, c.want)
			}
			if err := leaf.CheckSignatureFrom(chain.Intermediate.X509()); (err != nil) != c.bad {
				t.Errorf("CheckSignatureFrom: %v", err)
			}
		})
	}
}

func TestSpecFields(t *testing.T) {
	for _, c := range []struct {
		name string
		edit func(*Spec)
		want string // hexadecimal, part of the certificate
	}{
		{"v1", func(s *Spec) { s.Version, s.Serial = 1, big.NewInt(5) }, "020105300a06082a8648ce3d040302"},
		{"v2", func(s *Spec) { s.Version = 2 }, "a003020101"},
		{"zero serial", func(s *Spec) { s.Serial = big.NewInt(0) }, "a003020102" + "020100"},
		{"negative serial", func(s *Spec) { s.Serial = big.NewInt(-1) }, "a003020102" + "0201ff"},
		{"generalized time", func(s *Spec) {
			s.NotBeforeDER = GeneralizedTime(s.NotBefore)
		}, "180f32303236303630313030303030305a"},
		{"inner algorithm", func(s *Spec) { s.InnerAlg = Seq(ObjectID(oidEd25519)) }, "300506032b6570" + "3076"},
		{"outer algorithm", func(s *Spec) { s.OuterAlg = Seq(ObjectID(oidEd25519)) }, "300506032b6570" + "03"},
		{"unique ids", func(s *Spec) {
			s.IssuerUniqueID, s.SubjectUniqueID = []byte{1}, []byte{2}
		}, "81020001" + "82020002" + "a3"},
		{"empty issuer", func(s *Spec) { s.Issuer = Name{} }, "3000" + "301e170d"},
		{"critical false", func(s *Spec) {
			s.Ext(OIDExtKeyUsage).CriticalDER = boolean(false)
		}, "0603551d25" + "010100"},
		{"trailing", func(s *Spec) { s.Trailing = []byte{0xde, 0xad} }, "dead"},
		{"teletex", func(s *Spec) {
			s.Subject.SetText(OIDOrganization, T61("Caf\xe9"))
		}, "060355040a" + "1404436166e9"},
		{"bmp", func(s *Spec) { s.Subject.SetText(OIDOrganization, BMP("Aé")) }, "1e04" + "004100e9"},
		{"universal", func(s *Spec) { s.Subject.SetText(OIDOrganization, Universal("A")) }, "1c04" + "00000041"},
		{"two values", func(s *Spec) {
			s.Subject.Join(OIDLocality, "A")
		}, "3130" + "3008" + "0603550407" + "0c0141" + "3024"},
	} {
		t.Run(c.name, func(t *testing.T) {
			der := hex.EncodeToString(NewLeaf(c.edit).Leaf.DER)
			if !bytes.Contains([]byte(der), []byte(c.want)) {
				t.Errorf("%s is not in\n%s", c.want, der)
			}
		})
	}
}

func TestHooksAndCorruptSignature(t *testing.T) {
	clean := Clean()
	c := NewLeaf(func(s *Spec) { s.CorruptSignature = true })
	last := len(c.Leaf.DER) - 1
	if !bytes.Equal(c.Leaf.DER[:last], clean.Leaf.DER[:last]) || c.Leaf.DER[last] != clean.Leaf.DER[last]^1 {
		t.Error("a corrupt signature changes more than its last bit")
	}
	if err := c.Leaf.X509().CheckSignatureFrom(c.Intermediate.X509()); err == nil {
		t.Error("the corrupt signature is good")
	}
	c = NewLeaf(func(s *Spec) {
		s.TBS = func(b []byte) []byte { return bytes.Replace(b, []byte("web"), []byte("wob"), 1) }
	})
	if err := c.Leaf.X509().CheckSignatureFrom(c.Intermediate.X509()); err != nil {
		t.Errorf("the TBS hook comes after the signature: %v", err)
	}
	c = NewLeaf(func(s *Spec) { s.Final = func(b []byte) []byte { return b[:10] } })
	if !bytes.Equal(c.Leaf.DER, clean.Leaf.DER[:10]) {
		t.Error("the final hook has no effect")
	}
}

func TestKeyIdentifiersFollow(t *testing.T) {
	own := []byte("stated by the issuer")
	c := NewChain(func(_, ca, _ *Spec) { ca.Set(SubjectKeyID(own)) })
	if diff := cmp.Diff(own, c.Leaf.X509().AuthorityKeyId); diff != "" {
		t.Errorf("authority key identifier (-want +got):\n%s", diff)
	}
	c = NewChain(func(_, ca, _ *Spec) { ca.Drop(OIDSubjectKeyID) })
	if diff := cmp.Diff(KeyID(c.Intermediate.Spec.spki()), c.Leaf.X509().AuthorityKeyId); diff != "" {
		t.Errorf("authority key identifier without one in the issuer (-want +got):\n%s", diff)
	}
	c = NewLeaf(func(s *Spec) { s.Set(AuthorityKeyID([]byte{1, 2})) })
	if diff := cmp.Diff([]byte{1, 2}, c.Leaf.X509().AuthorityKeyId); diff != "" {
		t.Errorf("authority key identifier of the spec (-want +got):\n%s", diff)
	}
}
