// Package formats has tests alone: what qwac writes for other programs is read by their own libraries, or held against
// their schema. It is a module of its own, because only here are they needed.
package formats
