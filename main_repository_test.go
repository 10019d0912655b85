package main

import (
	"archive/zip"
	"bytes"
	"os"
	"path/filepath"

	"github.com/rogpeppe/go-internal/testscript"
)

// packFiles writes a ZIP archive of files: pack ZIP FILE...
func packFiles(ts *testscript.TestScript, neg bool, args []string) {
	method := zip.Deflate
	if len(args) > 0 && args[0] == "-store" {
		method, args = zip.Store, args[1:]
	}
	if neg || len(args) < 2 {
		ts.Fatalf("usage: pack [-store] ZIP FILE...")
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range args[1:] {
		packed := name
		if filepath.IsAbs(name) {
			packed = filepath.Base(name)
		}
		w, err := z.CreateHeader(&zip.FileHeader{Name: packed, Method: method})
		ts.Check(err)
		data, err := os.ReadFile(ts.MkAbs(name))
		ts.Check(err)
		_, err = w.Write(data)
		ts.Check(err)
	}
	ts.Check(z.Close())
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), b.Bytes(), 0o644))
}
