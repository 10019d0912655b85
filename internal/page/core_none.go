//go:build !page

package page

// Embedded is the core that was built into this program. This one was built without.
func Embedded() (c Core, ok bool) { return Core{}, false }
