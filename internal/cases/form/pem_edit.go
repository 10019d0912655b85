package form

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/pem"
	"slices"
	"strings"
	"unicode/utf16"

	"qwac/internal/cases/kit"
	"qwac/internal/testpki"
)

const (
	beginLine = "-----BEGIN CERTIFICATE-----"
	endLine   = "-----END CERTIFICATE-----"
)

// only is an input of one file, whatever was issued.
func only(name string, data []byte) func(testpki.Chain) []kit.Input {
	return func(testpki.Chain) []kit.Input { return []kit.Input{{Name: name, Data: data}} }
}

// instead puts other bytes into one of the three files.
func instead(file int, data []byte) func(testpki.Chain) []kit.Input {
	return func(c testpki.Chain) []kit.Input {
		files := kit.ThreeFiles(c)
		files[file].Data = data
		return files
	}
}

// withFile is the three files and one more.
func withFile(name string, data []byte) func(testpki.Chain) []kit.Input {
	return func(c testpki.Chain) []kit.Input { return append(kit.ThreeFiles(c), kit.Input{Name: name, Data: data}) }
}

// mangled is the whole chain in one file, as edit changes its text.
func mangled(edit func(string) string) func(testpki.Chain) []kit.Input {
	return func(c testpki.Chain) []kit.Input {
		return []kit.Input{{Name: "chain.pem", Data: []byte(edit(string(c.PEM())))}}
	}
}

func swapped(old, with string) func(testpki.Chain) []kit.Input {
	return mangled(func(s string) string { return strings.ReplaceAll(s, old, with) })
}

func swappedOnce(old, with string) func(testpki.Chain) []kit.Input {
	return mangled(func(s string) string { return strings.Replace(s, old, with, 1) })
}

func withFirst(text []byte) func(testpki.Chain) []kit.Input {
	return mangled(func(s string) string { return string(text) + s })
}

func withoutLastBreak(c testpki.Chain) []kit.Input {
	files := kit.ThreeFiles(c)
	for i := range files {
		files[i].Data = bytes.TrimSuffix(files[i].Data, []byte("\n"))
	}
	return files
}

func bareLeaf(c testpki.Chain) []kit.Input {
	files := kit.ThreeFiles(c)
	files[0].Data = []byte(base64.StdEncoding.EncodeToString(c.Leaf.DER) + "\n")
	return files
}

func allDER() []byte {
	c := testpki.Clean()
	return slices.Concat(c.Leaf.DER, c.Intermediate.DER, c.Root.DER)
}

func publicKeyPEM() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: testpki.Key{Name: "leaf"}.SPKI()})
}

// labelled is a block with any label and nothing in it that matters.
func labelled(label string) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: label, Bytes: testpki.OctetString([]byte("fixture"))})
}

func keyDER() []byte {
	block, _ := pem.Decode(testpki.Clean().Leaf.KeyPEM())
	return block.Bytes
}

func relabelledKey() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: keyDER()})
}

// inUTF16 is the whole chain in UTF-16.
func inUTF16(order binary.AppendByteOrder, mark string) []byte {
	var out []byte
	for _, unit := range utf16.Encode([]rune(mark + string(testpki.Clean().PEM()))) {
		out = order.AppendUint16(out, unit)
	}
	return out
}

// many is a file of that many certificates, all but three of them copies of the root.
func many(n int) []byte {
	c := testpki.Clean()
	return append(c.PEM(), bytes.Repeat(c.Root.PEM(), n-3)...)
}

// filled appends blank lines to the chain until it has that many bytes.
func filled(size int) func(string) string {
	return func(s string) string { return s + strings.Repeat("\n", size-len(s)) }
}

func indented(s string) string { return "    " + strings.ReplaceAll(s, "\n", "\n    ") + "\n" }

func quoted(s string) string {
	return "> " + strings.ReplaceAll(strings.TrimSpace(s), "\n", "\n> ") + "\n"
}

// oneLineEach puts each block on a line of its own.
func oneLineEach(s string) string {
	return strings.ReplaceAll(strings.ReplaceAll(s, "\n", " "), endLine+" ", endLine+"\n")
}

func longLines(s string) string { return folded(s, 1<<20) }

// folded breaks the base64 after that many characters.
func folded(s string, width int) string {
	var out strings.Builder
	for _, block := range strings.SplitAfter(s, endLine+"\n") {
		if block == "" {
			continue
		}
		body := strings.TrimSuffix(strings.TrimPrefix(block, beginLine), endLine+"\n")
		body = strings.ReplaceAll(body, "\n", "")
		out.WriteString(beginLine + "\n")
		for ; len(body) > width; body = body[width:] {
			out.WriteString(body[:width] + "\n")
		}
		out.WriteString(body + "\n" + endLine + "\n")
	}
	return out.String()
}

// without leaves out one line, counted from 0.
func without(text []byte, line int) []byte {
	lines := bytes.SplitAfter(text, []byte("\n"))
	return bytes.Join(slices.Delete(lines, line, line+1), nil)
}

// unbounded is the body of a block without its boundaries.
func unbounded(block []byte) []byte {
	return without(without(block, bytes.Count(block, []byte("\n"))-1), 0)
}

// criticalDER gives keyUsage of the leaf this BOOLEAN as critical.
func criticalDER(value byte) func(leaf, intermediate, root *testpki.Spec) {
	return kit.LeafOnly(func(s *testpki.Spec) { s.Ext(testpki.OIDKeyUsage).CriticalDER = []byte{1, 1, value} })
}

// indefinite gives the outer SEQUENCE of a certificate an indefinite length. Its definite one takes three or four
// bytes.
func indefinite(der []byte) []byte {
	head := 2 + int(der[1]&0x7f)
	return slices.Concat([]byte{0x30, 0x80}, der[head:], []byte{0, 0})
}
