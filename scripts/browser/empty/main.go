//go:build js && wasm

// Command empty is the least that the page can have for a core: what it takes is what Go and the browser take.
package main

import "syscall/js"

func main() {
	js.Global().Set("qwac", js.FuncOf(func(js.Value, []js.Value) any { return "{}" }))
	js.Global().Call("qwacReady")
	select {}
}
