package main

import (
	"encoding/json"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"qwac/internal/app"
	"qwac/internal/cases"
	"qwac/internal/page/core"
)

type buffer []byte

func (b *buffer) Write(p []byte) (int, error) { *b = append(*b, p...); return len(p), nil }

type nothing struct{}

func (nothing) Read([]byte) (int, error) { return 0, io.EOF }

// native runs the program as a user would, in a folder.
func native(args ...string) (status int, stdout []byte) {
	var out, messages buffer
	status = app.Main(append([]string{"qwac"}, args...), nothing{}, &out, &messages)
	return status, out
}

// file is one that is handed to the page.
type file struct {
	Name string `json:"name"`
	Kind string `json:"kind,omitempty"`
	Data []byte `json:"data"`
}

// example is a call of the core, and what the command line answers to the same.
type example struct {
	Name    string       `json:"name"`
	Request core.Request `json:"request"`
	Files   []file       `json:"files"`
	Status  int          `json:"status"` // above 1: nothing was judged
	Report  string       `json:"report"`
	Payload string       `json:"payload"`
	Many    bool         `json:"many"` // several chains: payload takes one
}

// writeCases writes the cases that files and flags say, and the genuine certificates and chains that are there: one of
// every so many.
func writeCases(dir string, every int) error {
	out, err := os.Create(filepath.Join(dir, "cases.jsonl"))
	if err != nil {
		return err
	}
	defer out.Close()
	to := json.NewEncoder(out)
	os.Setenv("XDG_DATA_HOME", filepath.Join(dir, "data"))
	commands, names := map[string]cases.Command{}, []string{}
	for _, c := range cases.All() {
		if m, ok := cases.CommandOf(c); ok {
			commands[c.Name], names = m, append(names, c.Name)
		}
	}
	genuine, err := genuineNames(filepath.Join("..", "shared", "corpus"))
	if err != nil {
		return err
	}
	for _, g := range genuine {
		m := cases.Command{Args: []string{"--no-trusted-lists", "--at", "2022-06-01T00:00:00Z"}}
		for _, name := range g {
			data, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			m.Args = append(m.Args, filepath.Base(name))
			m.Files = append(m.Files, cases.Input{Name: filepath.Base(name), Data: data})
		}
		commands[g[0]], names = m, append(names, g[0])
	}
	here, err := os.Getwd()
	if err != nil {
		return err
	}
	defer os.Chdir(here)
	for i, name := range names {
		if i%every != 0 {
			continue
		}
		e, err := exampleOf(name, commands[name], filepath.Join(dir, "case"))
		if err != nil {
			return err
		}
		if err := to.Encode(e); err != nil {
			return err
		}
	}
	e, err := exampleOf("an archive", cases.Command{
		Args:  []string{"--no-trusted-lists", "--at", "2026-12-01T00:00:00Z", "chains.zip"},
		Files: []cases.Input{{Name: "chains.zip", Data: archive()}},
	}, filepath.Join(dir, "case"))
	if err != nil {
		return err
	}
	e.Many = true
	if err := to.Encode(e); err != nil {
		return err
	}
	return nil
}

// genuineNames are the files of each genuine chain below a folder, and each certificate by itself. None: it is not
// there.
func genuineNames(root string) (out [][]string, err error) {
	if _, err := os.Stat(root); err != nil {
		return nil, nil
	}
	for _, folder := range []string{"chains", "etsi"} {
		err = filepath.WalkDir(filepath.Join(root, folder), func(name string, d fs.DirEntry, err error) error {
			if err != nil || filepath.Ext(name) != ".pem" {
				return err
			}
			out = append(out, []string{name})
			if dir := filepath.Dir(name); d.Name() == "leaf.pem" {
				out = append(out,
					[]string{name, filepath.Join(dir, "intermediate.pem"), filepath.Join(dir, "root.pem")})
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// exampleOf runs a command in a folder, and says the same to the page.
func exampleOf(name string, m cases.Command, dir string) (*example, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	if err := os.Chdir(dir); err != nil {
		return nil, err
	}
	for _, f := range m.Files {
		if err := os.WriteFile(f.Name, f.Data, 0o644); err != nil {
			return nil, err
		}
	}
	status, report := native(append([]string{"check", "--format", "json", "--no-config"}, m.Args...)...)
	_, payload := native(append([]string{"payload", "--no-config"}, m.Args...)...)
	e := &example{Name: name, Status: status, Report: string(report), Payload: string(payload)}
	e.say(m)
	return e, nil
}

// say puts a command as the page takes it.
func (e *example) say(m cases.Command) {
	data := map[string][]byte{}
	for _, f := range m.Files {
		data[f.Name] = f.Data
	}
	args := m.Args
	for len(args) > 0 {
		flag, isFlag := strings.CutPrefix(args[0], "--")
		switch {
		case !isFlag:
			e.Files = append(e.Files, file{Name: args[0], Data: data[args[0]]})
			args = args[1:]
			continue
		case flag == "no-trusted-lists":
			args = args[1:]
			continue
		case flag == "at":
			e.Request.At = args[1]
		case flag == "profile":
			e.Request.Profile = args[1]
		case flag == "env":
			e.Request.Env = args[1]
		case flag == "roles":
			e.Request.Roles = append(e.Request.Roles, args[1])
		case flag == "expires-within":
			e.Request.ExpiresWithin = args[1]
		case flag == "password-file":
			e.Request.Password = string(data[args[1]])
		default:
			kind := flag // trust, previous and qsealc are called alike
			if flag == "trusted-lists" {
				kind = core.KindLists
			}
			e.Files = append(e.Files, file{args[1], kind, data[args[1]]})
		}
		args = args[2:]
	}
}

// versionOf is what the program calls itself in reports.
func versionOf() string {
	_, report := native("check", "--format", "json", "--no-config", "--no-trusted-lists",
		"testdata/chains/clean/leaf.pem")
	var r struct {
		Tool struct {
			Version string `json:"version"`
		} `json:"tool"`
	}
	if json.Unmarshal(report, &r) != nil {
		return ""
	}
	return r.Tool.Version
}
