package sandbox

import (
	"crypto/rand"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"go.etcd.io/bbolt"

	"qwac/pkg/ident"
)

// The buckets of the database.
var (
	metaBucket    = []byte("meta")    // layout, token key, identity
	clientsBucket = []byte("clients") // client by id
	answersBucket = []byte("answers") // answer by hash of client and request id
)

var (
	layoutKey   = []byte("layout")
	tokenKey    = []byte("token key")
	identityKey = []byte("identity")
)

// layout is the version of the state.
const layout = "qwac sandbox 1"

// client is a registered client.
type client struct {
	Name         string
	ID           string
	Roles        []ident.Role
	RedirectURIs []string
	Secret       []byte            // SHA-256 of it
	Leaves       []string          // fingerprints of the leaves of Chains, in hexadecimal
	Chains       []registeredChain // in the order of their registration
}

// prepare makes the buckets of an empty database, drops answers that are too old, and returns the key that tokens are
// sealed with.
func prepare(db *bbolt.DB, now time.Time) (key []byte, err error) {
	err = db.Update(func(tx *bbolt.Tx) error {
		if first, _ := tx.Cursor().First(); first != nil && tx.Bucket(metaBucket) == nil {
			return errors.New("the file belongs to another program")
		}
		for _, name := range [][]byte{metaBucket, clientsBucket, answersBucket} {
			if _, err := tx.CreateBucketIfNotExists(name); err != nil {
				return err
			}
		}
		meta := tx.Bucket(metaBucket)
		switch kept := string(meta.Get(layoutKey)); kept {
		case layout:
			key = slices.Clone(meta.Get(tokenKey))
			return dropOld(tx.Bucket(answersBucket), now)
		case "":
			key = make([]byte, keySize)
			rand.Read(key) // never fails
			return errors.Join(meta.Put(layoutKey, []byte(layout)), meta.Put(tokenKey, key))
		default:
			return fmt.Errorf("the file has the layout %q, want %q", kept, layout)
		}
	})
	return key, err
}

// loadClient returns the client, or nil.
func loadClient(tx *bbolt.Tx, id string) (*client, error) {
	data := tx.Bucket(clientsBucket).Get([]byte(id))
	if data == nil {
		return nil, nil
	}
	c := new(client)
	if err := json.Unmarshal(data, c); err != nil {
		return nil, fmt.Errorf("client %s: %w", id, err)
	}
	return c, nil
}

func (c *client) save(tx *bbolt.Tx) error {
	data, err := json.Marshal(c)
	if err != nil {
		return err
	}
	return tx.Bucket(clientsBucket).Put([]byte(c.ID), data)
}

func (s *Server) client(id string) (c *client, err error) {
	err = s.options.DB.View(func(tx *bbolt.Tx) error {
		c, err = loadClient(tx, id)
		return err
	})
	return c, err
}

func (c *client) owns(leaf fingerprint) bool { return slices.Contains(c.Leaves, leaf.String()) }

func (c *client) add(leaf fingerprint, chain registeredChain) {
	c.Leaves = append(c.Leaves, leaf.String())
	c.Chains = append(c.Chains, chain)
}

func (f fingerprint) String() string { return fmt.Sprintf("%x", f[:]) }

func timeBytes(t time.Time) []byte { return binary.BigEndian.AppendUint64(nil, uint64(t.UnixNano())) }

func timeOf(b []byte) time.Time { return time.Unix(0, int64(binary.BigEndian.Uint64(b))) }
