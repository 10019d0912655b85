//go:build page

package page

import _ "embed"

// The files are made by scripts/page. They are in no repository.
var (
	//go:embed built/core.wasm.gz
	coreWasm []byte
	//go:embed built/wasm_exec.js
	coreExec []byte
)

// Embedded is the core that was built into this program.
func Embedded() (c Core, ok bool) { return Core{coreWasm, coreExec}, true }
