package tsl

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"qwac/pkg/ber"

	"github.com/beevik/etree"
)

// Limits of a document. The largest list seen has 2.7 MB, 63 000 parts (19 400 elements, 5 700 attributes, 38 200
// texts) and 17 levels, with at most nine attributes on one element and 22 on all that are open at once; the German one
// is said to have more than 4 MB.
const (
	MaxSize      = 32 << 20 // bytes of a document
	MaxDepth     = 64       // levels of elements
	maxParts     = 400_000  // elements, attributes, texts and comments
	maxOpenAttrs = 256      // of an element and all around it: a name is looked up among them
)

// readTree reads a document into a tree that means the same to every reader: it refuses what could be read in two ways.
// It returns the document element and all XML signatures in the tree.
func readTree(data []byte) (*etree.Element, []*etree.Element, error) {
	if len(data) > MaxSize {
		return nil, nil, Errorf(KindSize, "%d bytes, at most %d are read", len(data), MaxSize)
	}
	if !utf8.Valid(data) || bytes.IndexByte(data, 0) >= 0 {
		return nil, nil, Errorf(KindEncoding, "lists are UTF-8 (TS 119 612 B.0)")
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	b := newTreeBuilder(data)
	for {
		token, err := b.decoder.RawToken()
		if err == io.EOF {
			break
		}
		if err == nil {
			err = b.add(token)
			b.begun = true
		}
		if err != nil {
			return nil, nil, asXMLError(err)
		}
	}
	if b.root == nil || len(b.open) > 0 {
		return nil, nil, Errorf(KindXML, "the document ends before its last element does")
	}
	c := checker{ids: map[string]bool{}}
	if err := c.element(b.root, nil); err != nil {
		return nil, nil, err
	}
	return b.root, c.signatures, nil
}

func asXMLError(err error) error {
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	return &Error{Kind: KindXML, Detail: err.Error(), Err: err}
}

// treeBuilder builds an etree from the tokens of encoding/xml. The reader of etree has no limit on elements, takes the
// last of two attributes with the same name, and hides document type declarations.
type treeBuilder struct {
	decoder *xml.Decoder
	root    *etree.Element
	open    []openElement
	parts   int
	attrs   int  // of the open elements
	begun   bool // a token was read
}

// openElement remembers what stands directly inside an element that has not ended.
type openElement struct {
	*etree.Element
	comment, text bool
}

func newTreeBuilder(data []byte) *treeBuilder {
	b := &treeBuilder{decoder: xml.NewDecoder(bytes.NewReader(data))}
	b.decoder.CharsetReader = func(label string, _ io.Reader) (io.Reader, error) {
		return nil, Errorf(KindEncoding, "the document says that it is %s", ber.Cut(label))
	}
	return b
}

func (b *treeBuilder) add(token xml.Token) error {
	switch t := token.(type) {
	case xml.StartElement:
		return b.start(t)
	case xml.EndElement:
		return b.end(t)
	case xml.CharData:
		return b.text(string(t))
	case xml.Comment:
		return b.comment()
	case xml.Directive:
		return Errorf(KindDoctype, "lists have none, and entities are not expanded")
	case xml.ProcInst:
		if len(b.open) > 0 {
			return Errorf(KindInstruction, "<?%s", ber.Cut(t.Target))
		}
		if strings.EqualFold(t.Target, "xml") && b.begun {
			return Errorf(KindXML, "an XML declaration after the beginning")
		}
	}
	return nil
}

// countParts counts what takes memory.
func (b *treeBuilder) countParts(n int) error {
	if b.parts += n; b.parts > maxParts {
		return Errorf(KindElements, "at most %d elements, attributes, texts and comments are read", maxParts)
	}
	return nil
}

func (b *treeBuilder) start(t xml.StartElement) error {
	if err := b.countParts(1 + len(t.Attr)); err != nil {
		return err
	}
	if b.attrs += len(t.Attr); len(t.Attr) > maxAttrs || b.attrs > maxOpenAttrs {
		return Errorf(KindElements, "at most %d attributes of an element, and %d of it and those around it, are read",
			maxAttrs, maxOpenAttrs)
	}
	if len(b.open) >= MaxDepth {
		return Errorf(KindDepth, "at most %d levels are read", MaxDepth)
	}
	if len(b.open) == 0 && b.root != nil {
		return Errorf(KindXML, "a second document element: %s", ber.Cut(t.Name.Local))
	}
	el := &etree.Element{Space: t.Name.Space, Tag: t.Name.Local}
	for _, a := range t.Attr {
		if strings.ContainsAny(a.Value, "\t\n\r") {
			return Errorf(KindAttribute, "readers normalise attribute %s differently", ber.Cut(a.Name.Local))
		}
		el.Attr = append(el.Attr, etree.Attr{Space: a.Name.Space, Key: a.Name.Local, Value: a.Value})
	}
	if b.root == nil {
		b.root = el
	} else {
		b.open[len(b.open)-1].AddChild(el)
	}
	b.open = append(b.open, openElement{Element: el})
	return nil
}

func (b *treeBuilder) end(t xml.EndElement) error {
	if len(b.open) == 0 {
		return Errorf(KindXML, "</%s> ends nothing", ber.Cut(t.Name.Local))
	}
	top := b.open[len(b.open)-1]
	if top.Space != t.Name.Space || top.Tag != t.Name.Local {
		return Errorf(KindXML, "<%s> is ended by </%s>", ber.Cut(top.Tag), ber.Cut(t.Name.Local))
	}
	if top.comment && top.text {
		return Errorf(KindComment, "in %s: readers differ in where such a value ends", ber.Cut(top.Tag))
	}
	b.open = b.open[:len(b.open)-1]
	b.attrs -= len(top.Attr)
	return nil
}

func (b *treeBuilder) text(s string) error {
	blank := strings.Trim(s, " \t\r\n") == ""
	if len(b.open) == 0 {
		if !blank {
			return Errorf(KindXML, "text outside the document element")
		}
		return nil
	}
	if err := b.countParts(1); err != nil {
		return err
	}
	top := &b.open[len(b.open)-1]
	top.text = top.text || !blank
	top.CreateText(s)
	return nil
}

// comment leaves comments out of the tree: no reader of lists and no canonical form here sees them.
func (b *treeBuilder) comment() error {
	if len(b.open) > 0 {
		b.open[len(b.open)-1].comment = true
	}
	return b.countParts(1)
}
