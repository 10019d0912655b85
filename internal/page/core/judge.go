package core

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"qwac/internal/page/secret"
	"qwac/internal/scan"
	"qwac/pkg/bundle"
	"qwac/pkg/chain"
	"qwac/pkg/check"
	"qwac/pkg/eidas"
	"qwac/pkg/memo"
	"qwac/pkg/repo"
	"qwac/pkg/report"
)

// Answer is what the page shows.
type Answer struct {
	Error   string    `json:"error,omitempty"` // why nothing was judged; empty: it was
	Report  string    `json:"report"`          // as qwac check --format json writes it
	HTML    string    `json:"html"`            // the same, as a part of a page
	Results []Outcome `json:"results"`         // in the order of the report
	// Keys are the files in which a private key stands. Nothing else is said of it.
	Keys []string `json:"keys"`
	// Locked are the PKCS#12 files that want a password, or another one.
	Locked []string `json:"locked"`
}

// Outcome is what one chain gives to take along.
type Outcome struct {
	Target  string `json:"target"`
	Verdict string `json:"verdict"`
	Head    string `json:"head"`    // the verdict in words
	Cause   string `json:"cause"`   // of a refusal; empty: accepted
	Payload string `json:"payload"` // as qwac payload writes it; empty: the bank would refuse it all the same
	Ask     string `json:"ask"`     // a message to the QTSP; empty: there is nothing to ask
}

// Judge judges files: those that are no archive together are one chain, as on the command line. With an archive every
// leaf is judged by itself. Now is as of when, unless the request says.
func (c *Core) Judge(files []File, r Request, now time.Time) Answer {
	a := c.answer(files, r, now)
	for _, f := range files {
		named := func(k string) bool { return k == f.Name || strings.HasPrefix(k, f.Name+"/") }
		if !slices.ContainsFunc(a.Keys, named) && secret.In(f.Data) {
			a.Keys = append(a.Keys, f.Name)
		}
	}
	return a
}

func (c *Core) answer(files []File, r Request, now time.Time) Answer {
	a := Answer{Results: []Outcome{}, Keys: []string{}, Locked: []string{}}
	opts, err := c.options(r, files, now)
	if err != nil {
		a.Error = err.Error()
		return a
	}
	work, err := jobs(files, r, opts)
	for _, w := range work {
		a.notice(w.bundle, r.Password != "")
	}
	var locked lockedError
	if errors.As(err, &locked) {
		a.Locked = append(a.Locked, locked.name)
	}
	if err == nil {
		err = c.judge(&a, work)
	}
	if err != nil {
		a.Error = err.Error()
	}
	return a
}

// notice says of which files a page must not keep anything, and which are locked; known: there is a password.
func (a *Answer) notice(b *bundle.Bundle, known bool) {
	for _, f := range b.Faults {
		var to *[]string
		switch f.Rule {
		case &bundle.PEMPrivateKeyPresent:
			to = &a.Keys
		case &bundle.PEMInputPKCS12:
			if !f.Unfixable || known {
				continue
			}
			to = &a.Locked
		default:
			continue
		}
		if name := f.At.File; !slices.Contains(*to, name) {
			*to = append(*to, name)
		}
	}
}

// job is one chain to judge.
type job struct {
	target string // empty: as the report names it
	bundle *bundle.Bundle
	opts   check.Options
	copies []string
}

// lockedError is a PKCS#12 file that a password does not open.
type lockedError struct {
	name string
	err  error
}

func (e lockedError) Error() string { return fmt.Sprintf("reading %s: %v", e.name, e.err) }

// jobs are the chains in files.
func jobs(files []File, r Request, opts check.Options) ([]job, error) {
	if slices.ContainsFunc(files, func(f File) bool { return f.Kind == "" && scan.IsArchive(f.Name) }) {
		return archiveJobs(files, r, opts)
	}
	b := newBundle(r)
	for _, f := range files {
		if f.Kind != "" {
			continue
		}
		if err := b.Parse(f.Name, f.Data); err != nil {
			return []job{{bundle: b}}, lockedError{f.Name, err}
		}
	}
	if len(b.Files) == 0 {
		return nil, errors.New("no files: drop the certificates")
	}
	return []job{{bundle: b, opts: opts}}, nil
}

// archiveJobs are those where an archive is among the files, which makes a repository of them.
func archiveJobs(files []File, r Request, opts check.Options) ([]job, error) {
	var read []repo.File
	for _, f := range files {
		switch {
		case f.Kind != "":
		case scan.IsArchive(f.Name):
			read = append(read, unpacked(f, r)...)
		default:
			b := newBundle(r)
			if err := b.Parse(f.Name, f.Data); err != nil {
				return []job{{bundle: b}}, lockedError{f.Name, err}
			}
			read = append(read, repo.File{Name: f.Name, Dir: ".", Bundle: b, Judged: true, Wrong: len(b.Certs) == 0})
		}
	}
	slices.SortStableFunc(read, func(a, b repo.File) int { return strings.Compare(a.Name, b.Name) })
	targets, err := repo.Targets(read, chain.Options{Prefer: eidas.Prefer, At: opts.At})
	if err != nil {
		return nil, err
	}
	var out []job
	opts.Many, opts.Memo = true, new(memo.Memo)
	for _, t := range targets {
		j := job{target: t.File, bundle: t.Bundle, opts: opts, copies: t.Copies}
		j.opts.Leaf, j.opts.Pool, j.opts.Whole = t.Leaf, t.Pool, t.Whole
		out = append(out, j)
	}
	if len(out) == 0 {
		return nil, errors.New("no end-entity certificate found in the archive")
	}
	return out, nil
}

// unpacked are the files of an archive that have something to judge.
func unpacked(f File, r Request) []repo.File {
	var out []repo.File
	found, troubles := scan.Unpack(f.Name, f.Data)
	for i := range found {
		found[i].Target = true
		one, _ := repo.Read(found[i].Source(false), repo.ReadOptions{Limits: inputLimits, Password: passwordOf(r)})
		if one.Bundle != nil {
			out = append(out, one)
		}
	}
	for _, t := range troubles {
		out = append(out, repo.Unreadable(t.Name, t.Why, t.Next))
	}
	return out
}

// judge runs the checks and fills in the answer.
func (c *Core) judge(a *Answer, work []job) error {
	var parts []report.Part
	for _, j := range work {
		result, err := check.Run(j.bundle, j.opts)
		if err != nil {
			return err
		}
		part := report.NewPart(result)
		if j.target != "" {
			part.Result.Target, part.Result.Copies = j.target, j.copies
		}
		payload, err := payloadOf(j)
		if err != nil {
			return err
		}
		parts = append(parts, part)
		a.Results = append(a.Results, Outcome{
			Target: report.Clean(part.Result.Target), Verdict: string(result.Verdict),
			Head: report.Clean(part.Result.Headline()), Cause: report.Clean(part.Result.Cause),
			Payload: payload, Ask: askOf(result, part.Result),
		})
	}
	return a.write(report.Join(c.version, parts...))
}

// write makes the forms of the report.
func (a *Answer) write(r *report.Report) error {
	var data bytes.Buffer
	if err := report.WriteJSON(&data, r); err != nil {
		return err
	}
	a.Report = data.String()
	var err error
	a.HTML, err = htmlOf(r)
	return err
}

// payloadOf is the request body of the chain that would be sent; empty: the bank would refuse it.
func payloadOf(j job) (string, error) {
	j.opts.Sent = true
	sent, err := check.Run(j.bundle, j.opts)
	if err != nil || sent.Verdict == check.Refuse {
		return "", err
	}
	if len(sent.Chain.Path) == 0 {
		return "", nil // there is no chain
	}
	body, err := sent.Profile.Payload(sent.Chain.PEM())
	return string(body), err
}
