package report_test

import (
	"bytes"
	"fmt"

	"qwac/internal/testpki"
	"qwac/pkg/bundle"
	"qwac/pkg/check"
	"qwac/pkg/report"
)

func ExampleNew() {
	var b bundle.Bundle
	if err := b.Parse("leaf.pem", testpki.Clean().Leaf.PEM()); err != nil {
		fmt.Println(err)
		return
	}
	result, err := check.Run(&b, check.Options{At: testpki.At()})
	if err != nil {
		fmt.Println(err)
		return
	}
	r := report.New("v1.2.3", result)
	fmt.Println(r.Results[0].Verdict, *r.Results[0].PredictedStatus, r.Results[0].Findings[0].Rule)
	fmt.Println(r.Results[0].Cause)
	var text bytes.Buffer
	if err := report.WriteJSON(&text, r); err != nil {
		fmt.Println(err)
		return
	}
	back, err := report.Read(&text)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(back.Summary.Refused, "refused, written by", back.Tool.Name, back.Tool.Version)
	// Output:
	// refuse 400 chain-incomplete-single
	// there is only the leaf, not its chain
	// 1 refused, written by qwac v1.2.3
}
