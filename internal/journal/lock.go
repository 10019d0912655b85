package journal

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/rogpeppe/go-internal/lockedfile"
)

// locked calls do with the records while no other process uses the journal.
func (d *Dir) locked(ctx context.Context, do func(book) error) error {
	unlock, err := d.lock(ctx, "lock")
	if err != nil {
		return err
	}
	defer unlock()
	records, err := d.load()
	if err != nil {
		return err
	}
	return do(records)
}

// lock locks a file of the directory. Lock files stay: removing one could let two processes in.
func (d *Dir) lock(ctx context.Context, name string) (unlock func(), err error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	path := filepath.Join(d.path, name)
	if err := makeLock(path); err != nil {
		return nil, err
	}
	type result struct {
		unlock func()
		err    error
	}
	got := make(chan result)
	go func() {
		unlock, err := lockedfile.MutexAt(path).Lock()
		select {
		case got <- result{unlock, err}:
		case <-ctx.Done():
			if err == nil {
				unlock()
			}
		}
	}()
	select {
	case r := <-got:
		return r.unlock, r.err
	case <-ctx.Done():
		if errors.Is(ctx.Err(), context.DeadlineExceeded) {
			return nil, fmt.Errorf("another process holds %s: %w", path, ctx.Err())
		}
		return nil, fmt.Errorf("waiting for %s: %w", path, ctx.Err())
	}
}

// makeLock creates the file if it is missing: lockedfile would make it readable for all, and follow a link.
func makeLock(path string) error {
	f, err := openPlain(path, os.O_CREATE|os.O_WRONLY)
	if err != nil {
		return err
	}
	return f.Close()
}

func lockName(name string) string {
	sum := sha256.Sum256([]byte(name))
	return "lock-" + hex.EncodeToString(sum[:8])
}
