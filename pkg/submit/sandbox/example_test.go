package sandbox_test

import (
	"fmt"

	"qwac/pkg/submit/sandbox"
)

func ExampleParseFaults() {
	f, err := sandbox.ParseFaults("token-ttl=2s,503=2,certificates:drop-after=1/10")
	fmt.Println(f.TokenTTL, f.Faults, err)
	// Output: 2s [{503  2 0 0} {drop-after certificates 0 1 10}] <nil>
}
