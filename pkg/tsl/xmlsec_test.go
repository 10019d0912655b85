package tsl

import (
	"crypto"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"qwac/internal/testpki"
)

// xmlsec verifies a file with xmlsec1, which checks the same signature with another reader and canonicalizer.
func xmlsec(t *testing.T, file string) bool {
	t.Helper()
	const ids = "--id-attr:Id"
	cmd := exec.Command("xmlsec1", "--verify", "--insecure", ids, nsTSL+":TrustServiceStatusList", ids,
		nsXAdES+":SignedProperties", file)
	_, err := cmd.CombinedOutput()
	return err == nil
}

func needXMLSec(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("xmlsec1"); err != nil {
		t.Skip("xmlsec1 is not installed")
	}
}

// Our own signatures are good for others too.
func TestXMLSecOwn(t *testing.T) {
	needXMLSec(t)
	rsa := testpki.Root()
	rsa.Key = testpki.Key{Name: "list signer rsa", Alg: testpki.RSA2048}
	rsaSigner := testpki.Issue(rsa, nil)
	for name, data := range map[string][]byte{
		"plain":     signedDK(),
		"inclusive": testDK(granted()).Sign(dkSigner(), testpki.TLSignature{Inclusive: true}),
		"by id":     testDK(granted()).Sign(dkSigner(), testpki.TLSignature{ByID: true}),
		"rsa":       testDK(granted()).Sign(rsaSigner, testpki.TLSignature{Hash: crypto.SHA512}),
		"lotl":      signedLOTL(testpki.TLSignature{}),
	} {
		file := filepath.Join(t.TempDir(), "list.xml")
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
		if !xmlsec(t, file) {
			t.Errorf("%s: xmlsec1 refuses it", name)
		}
	}
}

// Whatever we accept, xmlsec1 accepts, but for the encoding of Romania. What we refuse and it accepts must be a matter
// of the rules for lists, which it does not know.
func TestXMLSecCorpus(t *testing.T) {
	needXMLSec(t)
	if testing.Short() {
		t.Skip("takes seconds")
	}
	stricter := map[Kind]bool{KindDoctype: true, KindContent: true, KindWrapped: true, KindAlgorithm: true,
		KindVersion: true, KindLayout: true}
	files, err := filepath.Glob(filepath.Join(corpus(t), "trusted-lists", "*", "*.xml"))
	if err != nil {
		t.Fatal(err)
	}
	agreed := 0
	for _, file := range files {
		ours, theirs := check(read(t, file)), xmlsec(t, file)
		odd := filepath.Base(file) == "RO-75-v5.xml"
		switch {
		case (ours == nil) == theirs && !odd:
			agreed++
		case ours == nil && !odd:
			t.Errorf("%s: only xmlsec1 refuses it", file)
		case ours != nil && !stricter[kindOf(ours)]:
			t.Errorf("%s: xmlsec1 accepts it: %v", file, ours)
		}
	}
	t.Logf("%d files, the same answer for %d", len(files), agreed)
}
