package journal

import (
	"context"
	"sync"
	"time"

	"qwac/pkg/submit"
)

// Memory is a journal that ends with the process, for rehearsals: it decides like [Dir] and keeps nothing. The zero
// value is an empty one. It is safe for concurrent use.
type Memory struct {
	mu   sync.Mutex
	book book
}

// Begin implements [submit.Journal].
func (m *Memory) Begin(_ context.Context, e submit.Entry) (submit.Entry, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	open, resumed, changed, err := m.book.begin(e)
	for _, r := range changed {
		m.book = m.book.with(r)
	}
	return open, resumed, err
}

// End implements [submit.Journal].
func (m *Memory) End(_ context.Context, id string, status int, at time.Time) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	changed, err := m.book.end(id, status, at)
	for _, r := range changed {
		m.book = m.book.with(r)
	}
	return err
}

// Pending implements [submit.Journal].
func (m *Memory) Pending(_ context.Context, e submit.Entry) (submit.Entry, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	open, found := m.book.pending(e)
	return open, found, nil
}

// Earlier implements [submit.Journal].
func (m *Memory) Earlier(_ context.Context, e submit.Entry) (*submit.EarlierError, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.book.earlier(e), nil
}
