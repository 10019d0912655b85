package app

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"qwac/internal/config"
	"qwac/internal/files"
	"qwac/pkg/check"
	"qwac/pkg/report"
	"qwac/pkg/yamlfile"
)

// settings are the configuration of a call, and where the values of its flags come from.
type settings struct {
	*config.Config
	dir    string            // of the file: paths in it begin there
	origin map[string]string // by flag; not there: the default
}

// The origin of a value that is on the command line.
const fromFlag = "flag"

// neverFromEnvironment are the flags that say yes to one call, and those that choose what is done.
var neverFromEnvironment = []string{"yes", "force", "again", "give-up", "dry-run", "help"}

// variable is the environment variable of a flag.
func variable(flag string) string {
	return "QWAC_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// settle gives the flags that are not on the command line their values: of the environment, else of the configuration,
// else the default. It is the one place that knows who comes before whom.
func (e *env) settle(c *cli.Context, flags []cli.Flag) error {
	e.settings = settings{Config: new(config.Config), dir: ".", origin: map[string]string{}}
	for _, f := range flags {
		if slices.ContainsFunc(f.Names(), c.IsSet) {
			e.settings.origin[f.Names()[0]] = fromFlag
		}
	}
	for now, before := range map[string]string{"env": "environment", "output": "out"} {
		if c.IsSet(before) {
			e.settings.origin[now] = fromFlag
		}
	}
	for _, f := range flags {
		if err := e.fromEnvironment(c, f); err != nil {
			return err
		}
	}
	if !hasFlag(flags, "config") {
		return nil
	}
	return e.fromConfiguration(c, flags)
}

func hasFlag(flags []cli.Flag, name string) bool {
	return slices.ContainsFunc(flags, func(f cli.Flag) bool { return f.Names()[0] == name })
}

func (e *env) fromEnvironment(c *cli.Context, f cli.Flag) error {
	name := f.Names()[0]
	if e.settings.origin[name] != "" || slices.Contains(neverFromEnvironment, name) || hidden(f) {
		return nil
	}
	v := variable(name)
	value := os.Getenv(v)
	if blank(value) {
		return nil
	}
	values := []string{value}
	if isSlice(f) {
		values = strings.FieldsFunc(value, func(r rune) bool { return r == '\n' })
	}
	return e.set(c, name, values, v)
}

func isSlice(f cli.Flag) bool {
	d, ok := f.(cli.DocGenerationSliceFlag)
	return ok && d.IsSliceFlag()
}

func hidden(f cli.Flag) bool {
	v, ok := f.(cli.VisibleFlag)
	return ok && !v.IsVisible()
}

func (e *env) set(c *cli.Context, flag string, values []string, origin string) error {
	for _, v := range values {
		if err := c.Set(flag, v); err != nil {
			return usagef("%s: %q is no value of --%s", origin, v, flag)
		}
	}
	e.settings.origin[flag] = origin
	return nil
}

func (e *env) fromConfiguration(c *cli.Context, flags []cli.Flag) error {
	s := &e.settings
	name, given := c.String("config"), s.origin["config"] != ""
	switch {
	case c.Bool("no-config") && given:
		return usagef("--config and --no-config: give one of the two")
	case c.Bool("no-config"):
		return nil
	case !given:
		if name = findConfig(c.Args().Slice()); name == "" {
			return nil
		}
	}
	var err error
	if s.Config, err = e.readConfig(name); err != nil {
		if given {
			err = flagged("--config", err)
		}
		return err
	}
	s.dir = filepath.Dir(name)
	if !given {
		if err := c.Set("config", name); err != nil { // so that no output replaces it
			return err
		}
	}
	for _, k := range config.Keys() {
		values := s.Texts(k.Name)
		if values == nil || k.Flag == "" || s.origin[k.Flag] != "" || !s.applies(c, k.Flag, flags) {
			continue
		}
		if values, err = s.resolved(k, values); err != nil {
			return err
		}
		if err := e.set(c, k.Flag, values, s.at(k.Name)); err != nil {
			return err
		}
	}
	return nil
}

// applies reports whether a key sets a flag of this command. What is written, and what fails, is the gate's business,
// and only check has a baseline.
func (s *settings) applies(c *cli.Context, flag string, flags []cli.Flag) bool {
	switch flag {
	case "format", "fail-on":
		return hasFlag(flags, "baseline")
	case "trusted-lists":
		return hasFlag(flags, flag) && !c.Bool("no-trusted-lists")
	case "register":
		return hasFlag(flags, flag) && !c.Bool("no-register")
	}
	return hasFlag(flags, flag)
}

// at is where a key stands.
func (s *settings) at(key string) string { return place(s.Name, s.Line(key)) }

// resolved are the values of a key as a flag takes them: files from the folder of the configuration.
func (s *settings) resolved(k config.Key[config.Config], values []string) ([]string, error) {
	out := slices.Clone(values)
	for i, v := range out {
		switch {
		case k.IsPath, k.Name == "profile" && config.IsProfileFile(v):
			out[i] = s.file(v)
		case k.Name == "formats":
			name, file, toFile := strings.Cut(v, "=")
			if !toFile {
				continue
			}
			if err := s.mayWrite(file); err != nil {
				return nil, err
			}
			out[i] = name + "=" + s.file(file)
		}
	}
	return out, nil
}

// file is a file that the configuration names.
func (s *settings) file(name string) string {
	if name = filepath.FromSlash(name); filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(s.dir, name)
}

// mayWrite refuses a report that a link would lead out of the folder of the configuration: it is data, and may come
// from others than who runs the program.
func (s *settings) mayWrite(file string) error {
	name := s.file(file)
	if info, err := os.Lstat(name); err == nil && !info.Mode().IsRegular() {
		return usagef("%s: %s is a link or no file: write to another", s.at("formats"), name)
	}
	folder, err := filepath.EvalSymlinks(filepath.Dir(name))
	root, errRoot := filepath.EvalSymlinks(s.dir)
	if err != nil || errRoot != nil {
		return usagef("%s: the folder of %s is not there: make it first", s.at("formats"), name)
	}
	folder, err = filepath.Abs(folder)
	root, errRoot = filepath.Abs(root)
	if rel, errRel := filepath.Rel(root, folder); errors.Join(err, errRoot, errRel) != nil || !filepath.IsLocal(rel) {
		return usagef("%s: %s leads out of the folder of the configuration", s.at("formats"), name)
	}
	return nil
}

// findConfig is the configuration that counts for a call: from the working directory upwards to the root of its
// repository, else so from the folder of the first file that is given. Outside a repository only the folder itself is
// looked at: what stands further up may be anybody's. Empty: there is none.
func findConfig(args []string) string {
	starts := []string{"."}
	for _, a := range args {
		if info, err := os.Stat(a); err == nil && a != "-" {
			if !info.IsDir() {
				a = filepath.Dir(a)
			}
			starts = append(starts, a)
			break
		}
	}
	for _, start := range starts {
		if name := findUpwards(start); name != "" {
			return name
		}
	}
	return ""
}

func findUpwards(start string) string {
	dir, err := filepath.Abs(start)
	if err != nil {
		return ""
	}
	found := ""
	for at := dir; ; at = filepath.Dir(at) {
		name := filepath.Join(at, config.FileName)
		if info, err := os.Stat(name); found == "" && err == nil && info.Mode().IsRegular() {
			found = name
		}
		if _, err := os.Lstat(filepath.Join(at, ".git")); err == nil {
			return fromHere(found)
		}
		if at == filepath.Dir(at) {
			break
		}
	}
	if filepath.Dir(found) != dir {
		return ""
	}
	return fromHere(found)
}

// fromHere is a name from the working directory, where it is below or beside it.
func fromHere(name string) string {
	if name == "" {
		return ""
	}
	here, err := os.Getwd()
	if err != nil {
		return name
	}
	if rel, err := filepath.Rel(here, name); err == nil {
		return rel
	}
	return name
}

func (e *env) readConfig(name string) (*config.Config, error) {
	data, err := files.Read(name, config.MaxSize)
	if err != nil {
		return nil, usageError{"--config: " + err.Error()}
	}
	known := config.Known{Rules: check.Rules()}
	for _, b := range orAll(e.banks) {
		known.Profiles = append(known.Profiles, b.Name)
	}
	c, err := config.Parse(name, data, known)
	if err != nil {
		return nil, faultOf("", err)
	}
	return c, nil
}

// faultOf is the error of a file that a flag names and that was not understood, with the line where there is one.
func faultOf(flag string, err error) error {
	if flag != "" {
		flag += ": "
	}
	if fault := (*yamlfile.Error)(nil); errors.As(err, &fault) && fault.Excerpt != "" {
		text := flag + fault.Error()
		return explained{usageError{text}, strings.Split(text+"\n"+fault.Marked(), "\n")}
	}
	return usageError{report.Clean(flag + err.Error())}
}

// tellKey says that the key of --key is one that the environment names: it may be meant for another command.
func (e *env) tellKey(file string) {
	if v := variable("key"); file != "" && e.settings.origin["key"] == v {
		fmt.Fprintf(e.stderr, "qwac: --key is %s, by %s\n", report.Clean(file), v)
	}
}
