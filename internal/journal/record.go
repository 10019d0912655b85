package journal

import (
	"bytes"
	"cmp"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"qwac/pkg/submit"
)

// record is the content of one file. Times are UTC.
type record struct {
	Version int       `json:"version"` // 1
	ID      string    `json:"request_id"`
	Method  string    `json:"method"`
	URL     string    `json:"url"`
	Digest  string    `json:"body_sha256"`
	Opened  time.Time `json:"opened"`
	Closed  time.Time `json:"closed,omitzero"` // zero: the outcome is not known
	Status  int       `json:"status,omitzero"` // of the answer; 0: open, or closed for another reason
}

func newRecord(e submit.Entry) record {
	return record{Version: 1, ID: e.ID, Method: e.Method, URL: e.URL, Digest: e.Digest, Opened: e.Time.UTC()}
}

func (r record) entry() submit.Entry {
	return submit.Entry{ID: r.ID, Method: r.Method, URL: r.URL, Digest: r.Digest, Time: r.Opened}
}

func (r record) isOpen() bool { return r.Closed.IsZero() }

// newest orders by time of closing, the latest first.
func newest(a, b record) int {
	return cmp.Or(b.Closed.Compare(a.Closed), cmp.Compare(a.ID, b.ID))
}

// CorruptError says that a file of the journal is not a record. Whether it was an open one is not known, so nothing is sent
// before somebody has looked at it and removed it.
type CorruptError struct {
	File string
	Err  error
}

func (e *CorruptError) Error() string {
	return fmt.Sprintf("%s is no record of a request: %v; look at the client's details at the bank, then remove the file", e.File, e.Err)
}

func (e *CorruptError) Unwrap() error { return e.Err }

// parseRecord reads the content of the file that is named after the request id.
func parseRecord(id string, data []byte) (record, error) {
	var r record
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&r); err != nil {
		return record{}, err
	}
	if dec.More() {
		return record{}, errors.New("text after the record")
	}
	if r.ID != id {
		return record{}, fmt.Errorf("request id %q, want %q as in the name of the file", r.ID, id)
	}
	return r, r.validate()
}

func (r record) validate() error {
	digest, err := hex.DecodeString(r.Digest)
	switch {
	case r.Version != 1:
		return fmt.Errorf("version %d, want 1", r.Version)
	case uuid.Validate(r.ID) != nil:
		return fmt.Errorf("request id %q is no UUID", r.ID)
	case r.Method != "POST" && r.Method != "PUT":
		return fmt.Errorf("method %q, want POST or PUT", r.Method)
	case r.URL == "":
		return errors.New("no URL")
	case err != nil || len(digest) != 32:
		return fmt.Errorf("body_sha256 %q is no SHA-256", r.Digest)
	case r.Opened.IsZero():
		return errors.New("no time")
	}
	return nil
}
