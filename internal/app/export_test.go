package app

import "io"

// NewTerminal is a terminal around a stream.
func NewTerminal(w io.Writer) io.Writer { return &terminal{raw: w} }
