package app

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/urfave/cli/v2"

	"qwac/internal/fetch"
	"qwac/internal/store"
	"qwac/pkg/ber"
	"qwac/pkg/report"
	"qwac/pkg/trustlist"
	"qwac/pkg/tsl"
)

// Limits of an update. Four downloads at a time are polite and keep memory low; the slowest publishers take some 20 s.
const (
	updateTimeout  = 10 * time.Minute
	updateParallel = 4
	maxPointers    = 100     // the list of lists points to 31 others
	maxPivotBytes  = 8 << 20 // lists of lists have some 300 kB
)

// updateOptions are the flags of trust update.
type updateOptions struct {
	proofOptions
	lotlURL  string
	serverCA string
}

func (e *env) trustUpdateCommand() *cli.Command {
	o := new(updateOptions)
	return &cli.Command{
		Name:  "update",
		Usage: "download the lists and keep what check needs of them; the only command of trust that uses the network",
		Description: "The list of lists says where the others are. What has not changed is not downloaded again. " +
			"Lists are proven before they\n" +
			"replace what is kept; the exit status is 1 when one could not be downloaded or was refused.",
		Flags: append(o.flags(),
			textFlagOr(&o.lotlURL, "lotl-url", lotlURL, "https `ADDRESS` of the list of lists"),
			readFlag(&o.serverCA, "server-ca", "`FILE` with the CAs that may issue certificates of the servers, e.g. "+
				"that of a proxy (default: those of the system)"),
			storeFlag(&o.store),
		),
		Action: with(e.trustUpdate, o),
	}
}

func (e *env) trustUpdate(c *cli.Context, o *updateOptions) error {
	if err := noArguments(c); err != nil {
		return err
	}
	s, err := store.Named(o.store)
	if err != nil {
		return err
	}
	u := &update{env: e, fetched: s.LoadFetched()}
	if u.proof, err = e.proof(&o.proofOptions); err != nil {
		return err
	}
	if u.known, err = s.Load(); err != nil {
		return err
	}
	roots, err := e.serverCAs(o.serverCA)
	if err != nil {
		return err
	}
	u.client = fetch.New(fetch.Options{MaxBytes: tsl.MaxSize, Roots: roots})
	u.pivots = fetch.New(fetch.Options{MaxBytes: maxPivotBytes, Roots: roots, SameHost: true})
	a, err := u.run(o.lotlURL)
	if err != nil {
		return explained{err,
			[]string{message(err), "next: see that this machine reaches the address (behind a proxy: " +
				"HTTPS_PROXY); without a network download the lists elsewhere and prove them here with:",
				"qwac trust add FILE|DIR..."}}
	}
	if len(a.set.Lists) > 0 {
		if err := s.Save(a.known, a.index); err != nil {
			return err
		}
	}
	if err := s.SaveFetched(u.fetched); err != nil {
		return err
	}
	fmt.Fprintf(e.stderr, "%s in %s; %d had not changed\n", ber.Count(len(a.index.Sources()), "list"),
		report.Clean(s.Dir), u.unchanged)
	return e.reportAdmitted(a, &o.proofOptions, kept)
}

// run downloads the list of lists with its pivots, proves it, and only then follows its pointers.
func (u *update) run(lotl string) (*admitted, error) {
	ctx, cancel := context.WithTimeout(context.Background(), updateTimeout)
	defer cancel()
	docs, targets, err := u.lotl(ctx, lotl)
	if err != nil {
		return nil, err
	}
	results := u.download(ctx, targets)
	var missed []refusal
	for i, r := range results {
		switch {
		case r.err != nil:
			missed = append(missed, refusal{targets[i].Territory, r.err})
		case r.NotModified:
			u.unchanged++
		default:
			docs = append(docs, document{name: targets[i].URL, data: r.Data})
		}
	}
	a, err := admit(u.known, docs, u.proof)
	if err != nil {
		return nil, err
	}
	a.missed = missed
	u.remember(a, targets, results)
	return a, nil
}

// lotl gets the list of lists and returns its documents, with those of its pivots, and what it points to. When it has
// not changed there are no documents, and what it points to is remembered.
func (u *update) lotl(ctx context.Context, address string) ([]document, []store.FetchedList, error) {
	entry := store.FetchedList{URL: address, Territory: "EU"}
	if u.fetched.LOTL.URL == address {
		entry = u.inStore(u.fetched.LOTL)
	}
	r, err := u.client.Get(ctx, address, validators(entry))
	if err != nil {
		return nil, nil, err
	}
	if r.NotModified {
		u.unchanged++
		targets := slices.Clone(u.fetched.Lists)
		for i, t := range targets {
			targets[i] = u.inStore(t)
		}
		return nil, targets, nil
	}
	docs, l, err := u.proveLOTL(ctx, address, r.Data)
	if err != nil {
		return nil, nil, err
	}
	u.fetched.LOTL = newFetched(address, "EU", r)
	return docs, u.targets(l), nil
}

// proveLOTL gets the pivots that a list of lists needs and proves it: it decides who may sign all others, and where
// they are.
func (u *update) proveLOTL(ctx context.Context, address string, data []byte) ([]document, *tsl.List, error) {
	l, err := tsl.Parse(data)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", address, err)
	}
	docs, err := u.walk(ctx, address, l)
	if err != nil {
		return nil, nil, err
	}
	docs = append([]document{{name: address, data: data}}, docs...)
	a, err := admit(u.known, docs, u.proof)
	if err != nil {
		return nil, nil, err
	}
	if len(a.refusals) > 0 {
		return nil, nil, fmt.Errorf("%s: %w", a.refusals[0].name, a.refusals[0].err)
	}
	return docs, l, nil
}

// walk gets the pivots that a list of lists needs, the oldest first, and asks for the next only when the one before is
// proven: until then its addresses are those that anybody may have written.
func (u *update) walk(ctx context.Context, address string, l *tsl.List) ([]document, error) {
	w, err := trustlist.NewWalk(l, u.proof.options.Journals)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", address, err)
	}
	var docs []document
	for pivot, ok := w.Next(); ok; pivot, ok = w.Next() {
		if !sameHost(address, overHTTPS(pivot)) {
			return nil, fmt.Errorf("%s: it names a pivot on another host, %q: download the list and its pivots, and "+
				"give them to qwac trust add", address, pivot)
		}
		r, err := u.pivots.Get(ctx, overHTTPS(pivot), fetch.Validators{})
		if err != nil {
			return nil, err
		}
		p, err := tsl.Parse(r.Data)
		if err == nil {
			err = w.Take(p)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", pivot, err)
		}
		docs = append(docs, document{name: pivot, data: r.Data})
	}
	return docs, nil
}

func sameHost(a, b string) bool {
	first, errFirst := url.Parse(a)
	second, errSecond := url.Parse(b)
	return errFirst == nil && errSecond == nil && first.Hostname() == second.Hostname() &&
		cmp.Or(first.Port(), "443") == cmp.Or(second.Port(), "443")
}

// targets are the lists for programs that a list of lists points to. It may name other signers than the one before, so
// what was remembered spares a download only when it is the very list that is in the store.
func (u *update) targets(lotl *tsl.List) []store.FetchedList {
	source, _ := u.knownSource("EU")
	var out []store.FetchedList
	for _, p := range lotl.Pointers {
		if p.MIMEType != tsl.MIMEXML || p.Territory == "EU" || p.Type == tsl.TypeLOTL || len(out) == maxPointers {
			continue
		}
		entry := store.FetchedList{URL: overHTTPS(p.Location), Territory: p.Territory}
		for _, old := range u.fetched.Lists {
			if old.URL == entry.URL && old.Territory == entry.Territory && source.Digest == lotl.Digest {
				entry = u.inStore(old)
			}
		}
		out = append(out, entry)
	}
	return out
}

// overHTTPS asks for an address over HTTPS that a list gives as plain HTTP.
func overHTTPS(address string) string {
	if rest, ok := strings.CutPrefix(address, "http://"); ok {
		return "https://" + rest
	}
	return address
}

// download gets lists side by side; the answers are in the order of the targets.
func (u *update) download(ctx context.Context, targets []store.FetchedList) []downloaded {
	p := newProgress(u.stderr, len(targets), "downloading lists")
	defer p.end()
	out := make([]downloaded, len(targets))
	next := make(chan int)
	var workers sync.WaitGroup
	for range min(updateParallel, len(targets)) {
		workers.Go(func() {
			for i := range next {
				out[i].Response, out[i].err = u.client.Get(ctx, targets[i].URL, validators(targets[i]))
				p.step()
			}
		})
	}
	for i := range targets {
		next <- i
	}
	close(next)
	workers.Wait()
	return out
}
