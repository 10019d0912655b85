// Package journal keeps [submit.Journal] in a directory: one small file for each request that changes something at the bank.
// Files hold no bodies and no secrets. Most people want [Open].
package journal

import (
	"context"
	"fmt"
	"slices"
	"time"

	"qwac/pkg/submit"
)

// Dir is a journal in a directory. Any number of them, in any number of processes, may share the directory: each operation
// holds a lock of the operating system, which ends with the process however it ends. A record is on the disk, with its name,
// before the operation that wrote it returns; one that was not written whole is not there.
type Dir struct{ path string }

// Open makes the directory, readable by its owner only, where there is none, and takes away the rights of others where there
// is one. It should be the journal's own: a directory "journal" in the state directory.
func Open(path string) (*Dir, error) {
	if err := makeDir(path); err != nil {
		return nil, err
	}
	return &Dir{path}, closeToOthers(path)
}

// Begin implements [submit.Journal].
func (d *Dir) Begin(ctx context.Context, e submit.Entry) (open submit.Entry, resumed bool, err error) {
	err = d.locked(ctx, func(records []record) error {
		if open, resumed = pending(records, e); !resumed {
			open = e
		}
		if err := checkID(records, open); err != nil {
			return err
		}
		if err := d.supersede(records, open, e.Time); err != nil {
			return err
		}
		if resumed {
			return nil
		}
		return d.write(newRecord(open))
	})
	return open, resumed, err
}

// End implements [submit.Journal]. An entry that is closed already stays as it is.
func (d *Dir) End(ctx context.Context, id string, status int, at time.Time) error {
	return d.locked(ctx, func(records []record) error {
		i := slices.IndexFunc(records, func(r record) bool { return r.ID == id })
		if i < 0 {
			return fmt.Errorf("no record of request id %s", id)
		}
		if !records[i].isOpen() {
			return nil
		}
		records[i].Closed, records[i].Status = at.UTC(), status
		if err := d.write(records[i]); err != nil {
			return err
		}
		return d.prune(records)
	})
}

// Pending implements [submit.Journal].
func (d *Dir) Pending(ctx context.Context, e submit.Entry) (open submit.Entry, found bool, err error) {
	err = d.locked(ctx, func(records []record) error {
		open, found = pending(records, e)
		return nil
	})
	return open, found, err
}

// Exclusive holds off every other process that asks for the same name, until release is called or the process ends. Who
// first reads at the bank whether there is something to change, and then changes it, holds it around both.
func (d *Dir) Exclusive(ctx context.Context, name string) (release func(), err error) {
	return d.lock(ctx, lockName("exclusive "+name))
}

func pending(records []record, e submit.Entry) (submit.Entry, bool) {
	for _, r := range records {
		if r.isOpen() && r.entry().Same(e) {
			return r.entry(), true
		}
	}
	return submit.Entry{}, false
}

// checkID refuses an id that stands for another request.
func checkID(records []record, e submit.Entry) error {
	for _, r := range records {
		if r.ID == e.ID && !r.entry().Same(e) {
			return fmt.Errorf("%w: %s was for %s %s at %s", submit.ErrOtherRequest, e.ID, r.Method, r.URL, r.Opened.Format(time.RFC3339))
		}
	}
	return nil
}

// supersede closes other open entries that a PUT makes void.
func (d *Dir) supersede(records []record, e submit.Entry, at time.Time) error {
	if e.Method != "PUT" {
		return nil
	}
	for _, r := range records {
		if r.isOpen() && r.Method == e.Method && r.URL == e.URL && r.ID != e.ID {
			r.Closed = at.UTC()
			if err := d.write(r); err != nil {
				return err
			}
		}
	}
	return nil
}
