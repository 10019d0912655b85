package tsl

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/beevik/etree"

	"qwac/internal/testpki"
)

// cost is what reading a document took: parts of the tree, attributes that hold around an element, and declarations
// copied.
type cost struct{ parts, open, held int }

// costOf reads a document as readTree does, and counts.
func costOf(data []byte) (cost, error) {
	var c cost
	b := newTreeBuilder(bytes.TrimPrefix(data, []byte("\ufeff")))
	for {
		token, err := b.decoder.RawToken()
		if err == io.EOF {
			break
		}
		if err == nil {
			err = b.add(token)
			b.begun = true
		}
		c.parts, c.open = b.parts, max(c.open, b.attrs)
		if err != nil {
			return c, err
		}
	}
	if b.root == nil || len(b.open) > 0 {
		return c, io.ErrUnexpectedEOF
	}
	check := checker{ids: map[string]bool{}}
	err := check.element(b.root, nil)
	c.held = check.held
	return c, err
}

// within reports whether the work stayed within its bounds, give or take the part that went over.
func (c cost) within() bool {
	return c.parts <= maxParts+maxAttrs+1 && c.open <= maxOpenAttrs+maxAttrs && c.held <= maxHeld+maxScope
}

// TestAttackXML: what costs much is refused, before any signature.
func TestAttackXML(t *testing.T) {
	var declared, attributes, used strings.Builder
	for i := range maxScope - 1 {
		fmt.Fprintf(&declared, ` xmlns:p%d="u%d"`, i, i)
		fmt.Fprintf(&attributes, ` a%d="%d"`, i, i)
	}
	for i := range 16 {
		fmt.Fprintf(&used, ` xmlns:q%d="u%d"`, i, i)
	}
	deep := func(levels int, attrs, inside string) string {
		return strings.Repeat("<l"+attrs+">", levels) + inside + strings.Repeat("</l>", levels)
	}
	for _, tt := range []struct {
		name, data string
		want       Kind // empty: it is read
	}{
		{"as many declarations as may be", "<x" + declared.String() + ` xmlns="u"/>`, ""},
		{"one more, further in", "<x" + declared.String() + ` xmlns="u"><y xmlns:q="u"/></x>`, KindNamespace},
		{"the same again counts", "<x" + declared.String() + ` xmlns="u"><y xmlns="u"/></x>`, KindNamespace},
		{"each beside the other", "<x>" + strings.Repeat("<y"+declared.String()+"/>", 100) + "</x>", ""},
		{"on every level", deep(MaxDepth, used.String(), ""), KindElements},
		{"held by many", "<x" + declared.String() + ">" + strings.Repeat("<y/>", maxHeld/(maxScope-1)) + "</x>",
			KindNamespace},
		{"held by as many as in a real list", "<x" + used.String() + ">" + strings.Repeat("<y/>", 40_000) + "</x>", ""},
		{"attributes", "<x>" + strings.Repeat("<y"+attributes.String()+"/>", maxParts/maxScope+1) + "</x>",
			KindElements},
		{"attributes around it", deep(5, attributes.String(), ""), KindElements},
		{"empty CDATA sections", "<x>" + strings.Repeat("<![CDATA[]]>", maxParts) + "</x>", KindElements},
		{"texts", "<x>" + strings.Repeat("a<y/>", maxParts/2) + "</x>", KindElements},
		{"comments", "<x>" + strings.Repeat("<!---->", maxParts) + "</x>", KindElements},
	} {
		c, err := costOf([]byte(tt.data))
		if kindOf(err) != tt.want || !c.within() {
			t.Errorf("%s: %+v, %v, want %q", tt.name, c, err, tt.want)
		}
		if _, _, other := readTree([]byte(tt.data)); kindOf(other) != tt.want {
			t.Errorf("%s: %v, want %q", tt.name, other, tt.want)
		}
	}
}

// TestAttackXMLCorpus: the file that once took 12 s, and every real list with room to spare.
func TestAttackXMLCorpus(t *testing.T) {
	dir := corpus(t)
	if c, err := costOf(read(t, dir, "attacks", "ns-scope-50k.xml")); err == nil || !c.within() || c.parts > 10_000 {
		t.Errorf("%+v, %v", c, err)
	}
	files, _ := filepath.Glob(filepath.Join(dir, "trusted-lists", "eu-*", "*.xml"))
	if len(files) == 0 {
		t.Fatal("no lists")
	}
	for _, file := range files {
		c, err := costOf(read(t, file))
		if err != nil || c.parts > maxParts/4 || c.open > maxOpenAttrs/4 || c.held > maxHeld/4 {
			t.Errorf("%s: %+v, %v", filepath.Base(file), c, err)
		}
	}
}

// TestAttackComments: comments between elements change nothing that is signed, however many there are.
func TestAttackComments(t *testing.T) {
	good := string(signedDK())
	for _, at := range []string{"<SchemeInformation>", "</ds:SignedInfo>"} {
		if !strings.Contains(good, at) {
			t.Fatalf("no %s", at)
		}
		if err := check([]byte(strings.Replace(good, at, at+strings.Repeat("<!-- -->", 50_000), 1))); err != nil {
			t.Errorf("behind %s: %v", at, err)
		}
	}
}

// FuzzReadTree: reading ends within its bounds, and the tree says what encoding/xml says.
func FuzzReadTree(f *testing.F) {
	f.Add(signedDK())
	f.Add([]byte(`<x xmlns:a="u"><a:y b="1"><!-- --><![CDATA[]]></a:y></x>`))
	f.Add([]byte("<x" + strings.Repeat(` xmlns="u"`, 70) + "/>"))
	f.Add([]byte(strings.Repeat(`<x xmlns:p="u" a="b">`, 65)))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := costOf(data)
		if !c.within() {
			t.Fatalf("%+v, %v", c, err)
		}
		root, _, err := readTree(data)
		if err != nil {
			return
		}
		elements, texts := 0, 0
		d := xml.NewDecoder(bytes.NewReader(data))
		for token, err := d.RawToken(); err == nil; token, err = d.RawToken() {
			switch s := token.(type) {
			case xml.StartElement:
				elements++
			case xml.CharData:
				texts += len(bytes.TrimSpace(s))
			}
		}
		if gotElements, gotTexts := countTree(root); gotElements != elements || gotTexts > texts {
			t.Errorf("%d elements and %d bytes of text, want %d and %d", gotElements, gotTexts, elements, texts)
		}
	})
}

func countTree(el *etree.Element) (elements, texts int) {
	elements = 1
	for _, token := range el.Child {
		switch c := token.(type) {
		case *etree.Element:
			e, n := countTree(c)
			elements, texts = elements+e, texts+n
		case *etree.CharData:
			texts += len(strings.TrimSpace(c.Data))
		}
	}
	return elements, texts
}

// FuzzRealLists: a change to a real list is refused, breaks the signature, or changes no value. The seeds are the
// smallest real lists, where they are; without them it is a signed list of our own.
func FuzzRealLists(f *testing.F) {
	lists := [][]byte{signedDK(), signedLOTL(testpki.TLSignature{})}
	dir := filepath.Join("..", "..", "..", "shared", "corpus", "trusted-lists", "eu-2025-08-08")
	files, _ := filepath.Glob(filepath.Join(dir, "*.xml"))
	for _, file := range files {
		if data, err := os.ReadFile(file); err == nil && len(data) < 200_000 {
			lists = append(lists, data)
		}
	}
	var want []string
	for _, data := range lists {
		want = append(want, valuesOf(parse(f, data)))
	}
	f.Add(uint8(0), uint32(900), uint16(0), []byte(`<!-- -->`))
	f.Add(uint8(1), uint32(2000), uint16(9), []byte(`xmlns=""`))
	f.Add(uint8(2), uint32(30000), uint16(1), []byte(`x`))
	f.Add(uint8(3), uint32(100), uint16(0), []byte(`<![CDATA[]]>`))
	f.Fuzz(func(t *testing.T, which uint8, at uint32, cut uint16, insert []byte) {
		i := int(which) % len(lists)
		data := lists[i]
		from := int(at) % len(data)
		to := min(from+int(cut), len(data))
		mutant := bytes.Join([][]byte{data[:from], insert, data[to:]}, nil)
		l, err := Parse(mutant)
		if err != nil || l.SignatureError() != nil {
			return
		}
		if got := valuesOf(l); got != want[i] {
			t.Errorf("the signature is good, but the values are others:\n%s\n%s", got, want[i])
		}
	})
}

// valuesOf is everything that is read of a list, but for the digest of the file.
func valuesOf(l *List) string {
	c := *l
	c.Digest = [32]byte{}
	return fmt.Sprintf("%+v", c)
}
