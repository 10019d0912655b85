package trustlist

import (
	"runtime"
	"sync"
)

// Parsed is what [Parse] said of a document.
type Parsed struct {
	List *List
	Err  error
}

// maxWorkers bounds the memory: a document takes some 16 times its size while its signature is checked.
const maxWorkers = 4

// ParseAll reads documents on all processors. The answers are in the order of the documents.
func ParseAll(documents [][]byte) []Parsed {
	out := make([]Parsed, len(documents))
	next := make(chan int)
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), maxWorkers) {
		workers.Go(func() {
			for i := range next {
				out[i].List, out[i].Err = Parse(documents[i])
			}
		})
	}
	for i := range documents {
		next <- i
	}
	close(next)
	workers.Wait()
	return out
}
