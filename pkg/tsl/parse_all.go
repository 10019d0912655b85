package tsl

import (
	"runtime"
	"sync"
)

// Parsed is what [Parse] said of a document.
type Parsed struct {
	List *List
	Err  error
}

const (
	// maxWorkers bounds the memory: a document takes some 16 times its size while its signature is checked.
	maxWorkers = 4
	// alone is the size from which on a document is read when no other is. The largest list seen has 2.7 MB, the German one more than four.
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
