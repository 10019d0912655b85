package app

import "net"

// pieces are what a format makes. They do not grow as a [bytes.Buffer] does, which copies all of a large report each
// time. What is read from them is there no more.
type pieces struct{ net.Buffers }

const (
	firstPiece = 4 << 10 // most reports are of one chain
	doublings  = 8       // a piece is a megabyte then
)

func (p *pieces) Write(data []byte) (int, error) {
	n := len(data)
	for len(data) > 0 {
		last := len(p.Buffers) - 1
		if last < 0 || len(p.Buffers[last]) == cap(p.Buffers[last]) {
			p.Buffers = append(p.Buffers, make([]byte, 0, firstPiece<<min(len(p.Buffers), doublings)))
			last++
		}
		piece := p.Buffers[last]
		room := min(len(data), cap(piece)-len(piece))
		p.Buffers[last], data = append(piece, data[:room]...), data[room:]
	}
	return n, nil
}
