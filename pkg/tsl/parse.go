package tsl

import (
	"crypto/sha256"
	"runtime"
	"sync"

	"qwac/pkg/ber"

	"github.com/beevik/etree"
)

// Parse reads a list of version 5 or 6. The error is an [*Error] if the document is not such a list, lacks what every
// list has, or is built to fool or exhaust readers. A bad signature is not an error here, so that the refusal can name
// the list.
func Parse(data []byte) (*List, error) {
	l := &List{Digest: sha256.Sum256(data)}
	root, signatures, err := readTree(data)
	if err != nil {
		return nil, err
	}
	if err := l.readRoot(root); err != nil {
		return nil, l.Named(err)
	}
	l.signature = l.verify(root, signatures)
	l.verified = l.signature == nil
	return l, nil
}

func (l *List) readRoot(root *etree.Element) error {
	if !is(root, nsTSL, "TrustServiceStatusList") {
		return Errorf(KindRoot, "the document element is {%s}%s, want {%s}TrustServiceStatusList",
			ber.Cut(root.NamespaceURI()), ber.Cut(root.Tag), nsTSL)
	}
	if err := l.readScheme(root); err != nil {
		return err
	}
	return l.readProviders(root)
}

// Parsed is the result of [Parse] for one document.
type Parsed struct {
	List *List
	Err  error
}

const (
	// maxWorkers bounds the memory: a document takes some 16 times its size while its signature is checked.
	maxWorkers = 4
	// alone is the size from which a document is read alone. The largest list seen has 2.7 MB, the German
	// one more than four.
	alone = 6 << 20
)

// ParseAll reads documents on all processors, large ones one at a time. The results are in the order of the documents.
func ParseAll(documents [][]byte) []Parsed {
	out := make([]Parsed, len(documents))
	parse := func(i int) { out[i].List, out[i].Err = Parse(documents[i]) }
	next := make(chan int)
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), maxWorkers) {
		workers.Go(func() {
			for i := range next {
				parse(i)
			}
		})
	}
	for i := range documents {
		if len(documents[i]) < alone {
			next <- i
		}
	}
	close(next)
	workers.Wait()
	for i := range documents {
		if len(documents[i]) >= alone {
			parse(i)
		}
	}
	return out
}
