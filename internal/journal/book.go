package journal

import (
	"fmt"
	"slices"
	"time"

	"qwac/pkg/submit"
)

// book holds all records of a journal. Its methods decide, and return the records to write; they write nothing.
type book []record

// begin decides about a request that is about to be sent.
func (b book) begin(e submit.Entry) (open submit.Entry, resumed bool, changed []record, err error) {
	if open, resumed = b.pending(e); !resumed {
		open = e
		if earlier := b.earlier(e); earlier != nil {
			return open, false, nil, earlier
		}
	}
	if err := b.checkID(open); err != nil {
		return open, false, nil, err
	}
	changed = b.superseded(open, e.Time)
	if !resumed {
		changed = append(changed, newRecord(open))
	}
	return open, resumed, changed, nil
}

func (b book) pending(e submit.Entry) (submit.Entry, bool) {
	for _, r := range b {
		if r.isOpen() && r.entry().Same(e) {
			return r.entry(), true
		}
	}
	return submit.Entry{}, false
}

// earlier returns the record that did, or may have done, what e asks for. It is nil without one, if e itself is open,
// or if e is to be sent anyway.
func (b book) earlier(e submit.Entry) *submit.EarlierError {
	if _, open := b.pending(e); open || e.Again {
		return nil
	}
	var found *submit.EarlierError
	for _, r := range b {
		near := r.entry().Kindred(e) || r.isOpen() && r.entry().Beside(e)
		if !r.mayBeDone() || !near || e.Method == "PUT" && b.replaced(r) {
			continue
		}
		if r.ID == e.ID { // it is asked about
			return &submit.EarlierError{Entry: r.entry(), Status: r.Status, At: r.Closed}
		}
		if found == nil || found.Status == 0 || r.done() && r.Closed.After(found.At) { // what is done says more
			found = &submit.EarlierError{Entry: r.entry(), Status: r.Status, At: r.Closed}
		}
	}
	return found
}

// replaced reports whether another PUT to the same URL, which replaces all, may have been done since.
func (b book) replaced(r record) bool {
	for _, other := range b {
		if other.Method == r.Method && other.URL == r.URL && other.Digest != r.Digest && !other.refused() &&
			!other.Opened.Before(r.Opened) {
			return true
		}
	}
	return false
}

// checkID refuses an id that stands for another request.
func (b book) checkID(e submit.Entry) error {
	for _, r := range b {
		if r.ID == e.ID && !r.entry().Same(e) {
			return fmt.Errorf("%w: %s was for %s %s at %s", submit.ErrOtherRequest, e.ID, r.Method, r.URL,
				r.Opened.Format(time.RFC3339))
		}
	}
	return nil
}

// superseded returns the other open records that a PUT supersedes, closed.
func (b book) superseded(e submit.Entry, at time.Time) []record {
	var changed []record
	for _, r := range b {
		if e.Method == "PUT" && r.isOpen() && r.Method == e.Method && r.URL == e.URL && r.ID != e.ID {
			r.Closed = at.UTC()
			changed = append(changed, r)
		}
	}
	return changed
}

// end returns the records that are closed with an id, as they are then: its own, and when it was learned that it was
// done those of open requests for the same. None: it is closed already.
func (b book) end(id string, status int, at time.Time) (changed []record, err error) {
	i := slices.IndexFunc(b, func(r record) bool { return r.ID == id })
	if i < 0 {
		return nil, fmt.Errorf("no record of request id %s", id)
	}
	for _, r := range b {
		kindred := status == submit.Learned && r.entry().Kindred(b[i].entry())
		if b[i].isOpen() && r.isOpen() && (r.ID == id || kindred) {
			r.Closed, r.Status = at.UTC(), status
			changed = append(changed, r)
		}
	}
	return changed, nil
}

// with replaces the record with the same id, or appends the record.
func (b book) with(r record) book {
	for i := range b {
		if b[i].ID == r.ID {
			b[i] = r
			return b
		}
	}
	return append(b, r)
}
