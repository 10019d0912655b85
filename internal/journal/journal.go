// Package journal keeps [submit.Journal] in a directory: one small file for each request that changes something at the
// bank. Files hold no bodies and no secrets. Most people want [Open].
package journal

import (
	"context"
	"time"

	"qwac/pkg/submit"
)

// Open creates the directory, readable by its owner only, or takes away the rights of others if it exists. The journal
// needs a directory of its own: "journal" in the state directory. Neither it nor a file in it may be a symbolic link,
// which would lead writes, removals and changes of mode elsewhere.
func Open(path string) (*Dir, error) {
	if err := makeDir(path); err != nil {
		return nil, err
	}
	return &Dir{path}, closeToOthers(path)
}

// Begin implements [submit.Journal].
func (d *Dir) Begin(ctx context.Context, e submit.Entry) (open submit.Entry, resumed bool, err error) {
	err = d.locked(ctx, func(records book) error {
		var changed []record
		if open, resumed, changed, err = records.begin(e); err != nil {
			return err
		}
		for _, r := range changed {
			if err := d.write(r); err != nil {
				return err
			}
		}
		return nil
	})
	return open, resumed, err
}

// End implements [submit.Journal]. An entry that is closed already stays as it is.
func (d *Dir) End(ctx context.Context, id string, status int, at time.Time) error {
	return d.locked(ctx, func(records book) error {
		changed, err := records.end(id, status, at)
		if err != nil || len(changed) == 0 {
			return err
		}
		for _, r := range changed {
			if err := d.write(r); err != nil {
				return err
			}
			records = records.with(r)
		}
		return d.prune(records)
	})
}

// Pending implements [submit.Journal].
func (d *Dir) Pending(ctx context.Context, e submit.Entry) (open submit.Entry, found bool, err error) {
	err = d.locked(ctx, func(records book) error {
		open, found = records.pending(e)
		return nil
	})
	return open, found, err
}

// Earlier implements [submit.Journal].
func (d *Dir) Earlier(ctx context.Context, e submit.Entry) (earlier *submit.EarlierError, err error) {
	err = d.locked(ctx, func(records book) error {
		earlier = records.earlier(e)
		return nil
	})
	return earlier, err
}

// Exclusive blocks every other process that asks for the same name, until release is called or the process ends. Hold
// it around both reading the state at the bank and changing it.
func (d *Dir) Exclusive(ctx context.Context, name string) (release func(), err error) {
	return d.lock(ctx, lockName("exclusive "+name))
}
