package stream_test

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"qwac/internal/testpki"
	"qwac/pkg/check"
	"qwac/pkg/report"
	"qwac/pkg/stream"
)

// A line is judged wherever it is, by an engine of any kind.
func ExampleMapper_Line() {
	m := stream.Mapper{
		Options: check.Options{At: testpki.At()},
		Fails:   func(r *report.Result) bool { return r.Verdict != "accept" },
	}
	line, _ := json.Marshal(map[string]string{"id": "prod/leaf", "pem": string(testpki.Clean().Leaf.PEM())})
	out, fails := m.Line(1, line)
	var answer struct{ ID, Verdict, Cause string }
	if err := json.Unmarshal(out, &answer); err != nil {
		fmt.Println(err)
	}
	fmt.Println(answer.ID, answer.Verdict, fails)
	fmt.Println(answer.Cause)
	// Output:
	// prod/leaf refuse true
	// there is only the leaf, not its chain
}

func ExampleMapper_Run() {
	m := stream.Mapper{Options: check.Options{At: testpki.At()}}
	failed, err := m.Run(strings.NewReader("{\"id\":1}\n\n{\"id\":[2],\"pem\":null}\n"), os.Stdout, 2)
	fmt.Println(failed, err)
	// Output:
	// {"id":1,"error":"line 1 has no pem that is text: want {\"id\":...,\"pem\":\"-----BEGIN CERTIFICATE...\"}"}
	// {"id":[2],"error":"line 3 has no pem that is text: want {\"id\":...,\"pem\":\"-----BEGIN CERTIFICATE...\"}"}
	// true <nil>
}
