//go:build js && wasm

// Command wasm is the program inside the offline page: package core behind one function of JavaScript,
//
//	qwac(request, [{name, kind, data}, ...]) -> answer
//
// with request and answer as JSON. Before it starts, qwacBaked has what the page was made with, as JSON; when it is
// ready it calls qwacReady. It reads qwacBaked with the first call: nobody waits for that but who judges at once.
package main

import (
	"encoding/json"
	"fmt"
	"sync"
	"syscall/js"
	"time"

	"qwac/internal/page/core"
)

func main() {
	start := sync.OnceValues(start)
	js.Global().Set("qwac", js.FuncOf(func(_ js.Value, args []js.Value) any { return judge(start, args) }))
	js.Global().Call("qwacReady")
	select {}
}

func start() (*core.Core, error) {
	var baked core.Baked
	if err := json.Unmarshal([]byte(js.Global().Get("qwacBaked").String()), &baked); err != nil {
		return nil, err
	}
	return core.New(baked)
}

// judge answers a call. A fault of ours is said, and the page goes on.
func judge(start func() (*core.Core, error), args []js.Value) (out any) {
	defer func() {
		if r := recover(); r != nil {
			out = jsonOf(core.Answer{Error: fmt.Sprintf("internal error: %v", r)})
		}
	}()
	c, err := start()
	if err != nil {
		return jsonOf(core.Answer{Error: err.Error()})
	}
	var r core.Request
	if err := json.Unmarshal([]byte(args[0].String()), &r); err != nil {
		return jsonOf(core.Answer{Error: err.Error()})
	}
	files := filesOf(args[1])
	a := c.Judge(files, r, time.Now())
	for _, f := range files {
		clear(f.Data) // a key may have been in it
	}
	return jsonOf(a)
}

func filesOf(list js.Value) []core.File {
	out := make([]core.File, list.Length())
	for i := range out {
		f := list.Index(i)
		out[i].Name = f.Get("name").String()
		if kind := f.Get("kind"); kind.Truthy() {
			out[i].Kind = kind.String()
		}
		out[i].Data = make([]byte, f.Get("data").Get("length").Int())
		js.CopyBytesToGo(out[i].Data, f.Get("data"))
	}
	return out
}

func jsonOf(a core.Answer) string {
	text, err := json.Marshal(a)
	if err != nil { // nothing in it can fail
		panic(err)
	}
	return string(text)
}
