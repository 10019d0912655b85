// Command beam judges lines of JSON, {"id":...,"pem":"..."}, as an Apache Beam pipeline: each line goes through the
// function of qwac check --stream, wherever the runner puts it, and the answers are the same. Beside them it counts the
// findings by rule.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"time"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/textio"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/transforms/stats"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/x/beamx"

	"qwac/pkg/check"
	"qwac/pkg/memo"
	"qwac/pkg/stream"
)

// judge is a step of the pipeline. A runner sends its exported fields to where it works.
type judge struct {
	At time.Time

	mapper *stream.Mapper
}

// Setup makes what the lines of one worker share.
func (j *judge) Setup() {
	j.mapper = &stream.Mapper{Options: check.Options{At: j.At, Many: true, Memo: new(memo.Memo)}}
}

// ProcessElement answers a line, and names the rule of each of its findings.
func (j *judge) ProcessElement(line string, answer, rule func(string)) error {
	out, _ := j.mapper.Line(0, []byte(line))
	var result struct{ Findings []struct{ Rule string } }
	if err := json.Unmarshal(out, &result); err != nil {
		return err
	}
	answer(string(out[:len(out)-1]))
	for _, f := range result.Findings {
		rule(f.Rule)
	}
	return nil
}

func counted(rule string, n int) string { return fmt.Sprintf("%8d %s", n, rule) }

func init() {
	register.DoFn3x1[string, func(string), func(string), error](&judge{})
	register.Emitter1[string]()
	register.Function2x1(counted)
}

func main() {
	input := flag.String("input", "", "file with lines of {id, pem}")
	output := flag.String("output", "answers.ndjson", "file for the answers, in no order")
	rules := flag.String("rules", "rules.txt", "file for the number of findings of each rule")
	at := flag.String("at", time.Now().UTC().Format(time.DateOnly), "judge as of this day")
	flag.Parse()
	if err := run(*input, *output, *rules, *at); err != nil {
		fmt.Fprintln(os.Stderr, "beam:", err)
		os.Exit(1)
	}
}

func run(input, output, rules, at string) error {
	day, err := time.Parse(time.DateOnly, at)
	if err != nil {
		return err
	}
	beam.Init()
	p, s := beam.NewPipelineWithRoot()
	answers, found := beam.ParDo2(s, &judge{At: day}, textio.Read(s, input))
	textio.Write(s, output, answers)
	textio.Write(s, rules, beam.ParDo(s, counted, stats.Count(s, found)))
	return beamx.Run(context.Background(), p)
}
