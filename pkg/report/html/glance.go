package html

import (
	"fmt"
	"strings"
)

// maxGlance is how many certificates a chain at a glance has: a chain has three or four.
const maxGlance = 8

// glance is a chain in one line of shapes: a circle for the leaf, squares for its issuers, two of them in each other
// for a root; a cross where it fails, dashes for what is not there.
type glance struct {
	Width               int
	Whole, Broken, Gone string // paths of SVG
	Words               string
}

// Measures of the shapes, in pixels.
const (
	step   = 40 // from one shape to the next
	half   = 8  // of a shape
	middle = 12 // of the line
)

func newGlance(nodes []node) glance {
	var whole, broken, gone strings.Builder
	var words []string
	g := glance{Width: step*(min(len(nodes), maxGlance)-1) + 2*middle}
	for i, n := range nodes[:min(len(nodes), maxGlance)] {
		x := middle + i*step
		pen := &whole
		if n.Kind == "missing" {
			pen = &gone
		}
		pen.WriteString(shape(n.Kind, x))
		words = append(words, n.Position)
		if len(n.Faults) > 0 {
			broken.WriteString(cross(x))
			words = append(words, "refused here")
		}
		if n.Link == nil || i == maxGlance-1 {
			continue
		}
		switch n.Link.State {
		case "whole":
			whole.WriteString(line(x+half, x+step-half))
		case "broken":
			gone.WriteString(line(x+half, x+step-half))
			broken.WriteString(cross(x + step/2))
			words = append(words, "the link fails here")
		default:
			gone.WriteString(line(x+half, x+step-half))
		}
	}
	if more := len(nodes) - maxGlance; more > 0 {
		words = append(words, fmt.Sprintf("and %d more", more))
	}
	g.Whole, g.Broken, g.Gone, g.Words = whole.String(), broken.String(), gone.String(), strings.Join(words, ", ")
	return g
}

func shape(kind string, x int) string {
	switch kind {
	case "leaf":
		return fmt.Sprintf("M%d %da%d %d 0 1 0 %d 0a%d %d 0 1 0 %d 0z", x-half, middle, half, half, 2*half, half, half,
			-2*half)
	case "root":
		return square(x, half) + square(x, half-3)
	case "trust":
		return fmt.Sprintf("M%d %dl%d %dl%d %dl%d %dz", x, middle-half-1, half+1, half+1, -half-1, half+1, -half-1,
			-half-1)
	}
	return square(x, half)
}

func square(x, half int) string {
	return fmt.Sprintf("M%d %dh%dv%dh%dz", x-half, middle-half, 2*half, 2*half, -2*half)
}

func line(from, to int) string { return fmt.Sprintf("M%d %dH%d", from, middle, to) }

func cross(x int) string {
	const arm = 4
	return fmt.Sprintf("M%d %dl%d %dm0 %dl%d %d", x-arm, middle-arm, 2*arm, 2*arm, -2*arm, -2*arm, 2*arm)
}
