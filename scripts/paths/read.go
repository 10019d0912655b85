package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
)

// pathCase is one case of a suite. What a line has beside these fields plays no part.
type pathCase struct {
	Suite        string
	ID           string
	Leaf         certificates // one
	Untrusted    certificates
	Trusted      certificates
	CRLs         certificates
	Time         moment
	Validation   string
	Name         *caseName
	Names        []caseName
	EKU          words
	KeyUsage     words
	Policy       *casePolicy
	MaxDepth     *int
	AnchorMode   string
	DigestPolicy string
	Features     words
	Expect       string
	Reason       string
}

type caseName struct{ Kind, Value string }

type casePolicy struct {
	Initial                              words
	Explicit, InhibitMapping, InhibitAny bool
}

// readCases reads a suite. A line is one case; one that cannot be read is handed to broken, and the rest goes on.
func readCases(file string, broken func(line int, err error)) ([]*pathCase, error) {
	var cases []*pathCase
	err := unzip(file, func(in io.Reader) error {
		lines := bufio.NewReader(in)
		for n := 1; ; n++ {
			line, tooLong, err := nextLine(lines)
			switch {
			case tooLong:
				broken(n, fmt.Errorf("a line of more than %d bytes", maxLine))
			case len(line) > 0:
				c, bad := readCase(line, n)
				if bad != nil {
					broken(n, bad)
					break
				}
				cases = append(cases, c)
			}
			if errors.Is(err, io.EOF) {
				return nil
			} else if err != nil {
				return fmt.Errorf("after line %d: %w", n, err)
			}
		}
	})
	return cases, err
}

// maxLine is ten times the longest line known.
const maxLine = 32 << 20

// nextLine reads a line without blanks at its ends. Of one that is too long nothing is left.
func nextLine(in *bufio.Reader) (line []byte, tooLong bool, err error) {
	for {
		part, err := in.ReadSlice('\n')
		if tooLong = tooLong || len(line)+len(part) > maxLine; tooLong {
			line = nil
		} else {
			line = append(line, part...)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return bytes.TrimSpace(bytes.TrimPrefix(line, []byte("\ufeff"))), tooLong, err
		}
	}
}

// readCase reads a line and wants of it what no case can be judged without.
func readCase(line []byte, n int) (*pathCase, error) {
	c := new(pathCase)
	switch err := json.Unmarshal(line, c); {
	case err != nil:
		return nil, err
	case len(c.Leaf) != 1:
		return nil, fmt.Errorf("%d certificates in \"leaf\", want one", len(c.Leaf))
	case c.Expect != "accept" && c.Expect != "reject":
		return nil, fmt.Errorf("\"expect\" is %q, want accept or reject", c.Expect)
	}
	if c.ID == "" {
		c.ID = fmt.Sprint("line ", n)
	}
	return c, nil
}

func unzip(file string, read func(io.Reader) error) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	in, err := gzip.NewReader(f)
	if err != nil {
		return err
	}
	return read(in)
}
