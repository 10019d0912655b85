package journal

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"qwac/pkg/submit"
)

// recordVersion is the version of the records that are written. Those of version 1, which have no kin and no checksum,
// are read as they are, and get a checksum when they are written again.
const recordVersion = 2

// record is the content of one file. Times are UTC.
type record struct {
	Version int       `json:"version"`
	ID      string    `json:"request_id"`
	Method  string    `json:"method"`
	URL     string    `json:"url"`
	Digest  string    `json:"body_sha256"`
	Kin     string    `json:"kin_sha256,omitempty"` // empty: the body alone identifies it
	Near    [2]string `json:"near_sha256,omitzero"` // of a registration
	Opened  time.Time `json:"opened"`
	Closed  time.Time `json:"closed,omitzero"` // zero if the outcome is unknown
	// of the answer, or [submit.Learned]; 0: open, or closed for another reason
	Status int    `json:"status,omitzero"`
	Sum    string `json:"checksum,omitempty"`
}

func newRecord(e submit.Entry) record {
	return record{ID: e.ID, Method: e.Method, URL: e.URL, Digest: e.Digest, Kin: e.Kin, Near: e.Near,
		Opened: e.Time.UTC()}
}

func (r record) entry() submit.Entry {
	return submit.Entry{ID: r.ID, Method: r.Method, URL: r.URL, Digest: r.Digest, Kin: r.Kin, Near: r.Near,
		Time: r.Opened}
}

func (r record) isOpen() bool { return r.Closed.IsZero() }

// done reports whether the bank has done the request.
func (r record) done() bool { return r.Status >= 200 && r.Status < 300 || r.Status == submit.Learned }

// mayBeDone reports whether the bank has, or may have, done the request, so that it must not be sent under another id.
// A PUT whose outcome is not known does not count: it is superseded by the next.
func (r record) mayBeDone() bool { return r.done() || r.isOpen() && r.Method != "PUT" }

// refused reports whether the bank has certainly not done the request.
func (r record) refused() bool { return r.Status >= 300 }

// seal gives the record the checksum of the rest.
func (r *record) seal() error {
	r.Version, r.Sum = recordVersion, ""
	data, err := json.Marshal(r)
	sum := sha256.Sum256(data)
	r.Sum = hex.EncodeToString(sum[:])
	return err
}

// newest orders by time of closing, the latest first; requests that were not done come after those that were, which
// must not be done again.
func newest(a, b record) int {
	if a.done() != b.done() {
		return map[bool]int{true: -1, false: 1}[a.done()]
	}
	return cmp.Or(b.Closed.Compare(a.Closed), cmp.Compare(a.ID, b.ID))
}

// CorruptError means that a file of the journal is not a record. It may have been an open one, so nothing is sent until
// somebody has examined and removed it.
type CorruptError struct {
	File string
	Err  error
}

func (e *CorruptError) Error() string {
	return fmt.Sprintf("%s is not a record of a request: %v; look at the client's details at the bank, then remove "+
		"the "+
		"file", e.File, e.Err)
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
	return r, errors.Join(r.checkSum(data), r.validate())
}

// errChanged means that a record changed after it was written, by a disk fault or an edit.
var errChanged = errors.New("the file was changed after it was written: its checksum does not match")

// checkSum accepts only the bytes that were written.
func (r record) checkSum(data []byte) error {
	if r.Version == 1 && r.Sum == "" && r.Kin == "" {
		return nil
	}
	whole := r
	if err := whole.seal(); err != nil {
		return err
	}
	written, err := json.Marshal(whole)
	if err != nil || !bytes.Equal(written, bytes.TrimSuffix(data, []byte("\n"))) {
		return errors.Join(err, errChanged)
	}
	return nil
}

func (r record) validate() error {
	digest, err := hex.DecodeString(r.Digest)
	switch {
	case r.Version < 1 || r.Version > recordVersion:
		return fmt.Errorf("version %d, want 1 to %d", r.Version, recordVersion)
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
