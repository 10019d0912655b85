package tsl

import (
	"crypto/sha256"
	"runtime"
	"sync"

	"github.com/beevik/etree"
)

// Parse reads a list of version 5 or 6. The error is an [*Error] when the document is not such a list, is built to fool
// or to exhaust readers, or misses what every list has. A bad signature is no error here: a list that can be named is
// worth naming when it is refused.
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
		return Errorf(KindRoot, "the document element is {%s}%s, wanted {%s}TrustServiceStatusList",
			root.NamespaceURI(), root.Tag, nsTSL)
	}
	if err := l.readScheme(root); err != nil {
		return err
	}
	return l.readProviders(root)
}

// Parsed is what [Parse] said of a document.
type Parsed struct {
	List *List
	Err  error
}

const (
	// maxWorkers bounds the memory: a document takes some 16 times its size while its signature is checked.
	maxWorkers = 4
	// alone is the size from which on a document is read when no other is. The largest list seen has 2.7 MB, the German
	// one more than four.
	alone = 6 << 20
)

// ParseAll reads documents on all processors, large ones one by one. The answers are in the order of the documents.
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
