package sandbox

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"go.etcd.io/bbolt"
)

const (
	// keepAnswers is longer than anybody repeats a request after a failure.
	keepAnswers = 30 * 24 * time.Hour
	// dropEvery spreads the cost of a look through all answers over that many of them.
	dropEvery = 1000
)

// checkRequestID requires a UUID, except at the token endpoint: OAuth libraries send none.
func (c *call) checkRequestID() error {
	if c.requestID == "" && c.route.endpoint == Token {
		return nil
	}
	if !validRequestID(c.requestID) {
		return assumed(http.StatusBadRequest, "the header %s is %.64q, want a UUID", c.bank.API.RequestID, c.requestID)
	}
	return nil
}

// once answers a request that changes something. In one transaction it looks for the answer that the same id of the
// same client was given, does what is asked, and keeps the answer. It keeps a refusal by do too; other errors leave no
// trace.
func (s *Server) once(c *call, owner string, do func(*bbolt.Tx) (answer, error)) (answer, error) {
	record, err := newRecord(c, owner)
	if err != nil {
		return answer{}, err
	}
	var a answer
	err = s.options.DB.Update(func(tx *bbolt.Tx) (err error) {
		bucket := tx.Bucket(answersBucket)
		if kept := bucket.Get(record.key); kept != nil {
			if a, err = record.open(kept); err != nil {
				return err
			}
			return errReplayed
		}
		a, err = do(tx)
		if p := (*problem)(nil); errors.As(err, &p) && p.status < http.StatusInternalServerError {
			a, err = p.answer(c), nil
		}
		if err != nil {
			return err
		}
		return record.put(bucket, a, c.at)
	})
	if errors.Is(err, errReplayed) {
		err = nil
	}
	return a, err
}

// record is an answer that is kept: when, digest of the request, and the answer itself. It is found by a hash of the
// request id and sealed by another, because the answer to a registration contains the secret, which the file alone must
// not reveal.
type record struct {
	key     []byte
	request [sha256.Size]byte
	seal    sealer
}

func newRecord(c *call, owner string) (record, error) {
	seal, err := newSealer(digest("seal", owner, c.requestID))
	return record{
		key:     digest("find", owner, c.requestID),
		request: [sha256.Size]byte(digest(c.method, c.path, string(c.body))),
		seal:    seal,
	}, err
}

// digest hashes parts so that different lists give different bytes.
func digest(parts ...string) []byte {
	h := sha256.New()
	for _, p := range parts {
		fmt.Fprintf(h, "%d:%s", len(p), p)
	}
	return h.Sum(nil)
}

// keptAnswer is the form of an answer inside a record.
type keptAnswer struct {
	Status int
	Header http.Header
	Body   []byte
	Rules  []string
}

func (r record) put(b *bbolt.Bucket, a answer, at time.Time) error {
	data, err := json.Marshal(keptAnswer{a.status, a.header, a.body, a.rules})
	if err != nil {
		return err
	}
	value := append(timeBytes(at), r.request[:]...)
	if err := b.Put(r.key, append(value, r.seal.close(data)...)); err != nil {
		return err
	}
	n, err := b.NextSequence()
	if err == nil && n%dropEvery == 0 {
		err = dropOld(b, at)
	}
	return err
}

// recordHead is the length of time and digest.
const recordHead = 8 + sha256.Size

// open returns the answer of a record, or a refusal when it was given to another request.
func (r record) open(value []byte) (answer, error) {
	if [sha256.Size]byte(value[8:recordHead]) != r.request {
		return answer{},
			assumed(http.StatusConflict, "the request id was used for another request, want a new one for each")
	}
	data, err := r.seal.open(value[recordHead:])
	if err != nil {
		return answer{}, err
	}
	var k keptAnswer
	err = json.Unmarshal(data, &k)
	return answer{status: k.Status, header: k.Header, body: k.Body, rules: k.Rules, replayed: true}, err
}

// dropOld removes records that are older than keepAnswers.
func dropOld(b *bbolt.Bucket, now time.Time) error {
	var old [][]byte
	err := b.ForEach(func(k, v []byte) error {
		if now.Sub(timeOf(v)) > keepAnswers {
			old = append(old, slices.Clone(k))
		}
		return nil
	})
	for _, k := range old {
		err = errors.Join(err, b.Delete(k))
	}
	return err
}
