package sandbox

import (
	"crypto/rand"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/google/uuid"
	"go.etcd.io/bbolt"

	"qwac/pkg/bundle"
	"qwac/pkg/check"
	"qwac/pkg/ident"
)

// maxName is longer than any name in a register of companies.
const maxName = 200

// register answers a registration. The chain of the connection becomes the first of the client.
func (s *Server) register(c *call) (answer, error) {
	return s.once(c, "certificate "+c.peer.leaf.String(), func(tx *bbolt.Tx) (answer, error) {
		owner, err := s.registration(c)
		if err != nil {
			return answer{}, err
		}
		if n, err := tx.Bucket(clientsBucket).NextSequence(); err != nil || n > uint64(s.options.Limits.Clients) {
			return answer{}, errors.Join(err, assumed(http.StatusServiceUnavailable,
				"the sandbox has %d clients and takes no more", s.options.Limits.Clients))
		}
		secret := secretPrefix + rand.Text() + rand.Text() // 2 x 128 bits
		owner.Secret = hash(secret)
		return c.tell(http.StatusCreated, struct {
			ID     string `json:"clientId"`
			Secret string `json:"clientSecret"`
		}{owner.ID, secret}), owner.save(tx)
	})
}

// registration reads the body of a registration into a client that is not saved yet.
func (s *Server) registration(c *call) (*client, error) {
	var body struct {
		Name         string   `json:"name"`
		Roles        []string `json:"roles"`
		RedirectURIs []string `json:"redirectUris"`
	}
	if err := c.decode(&body); err != nil {
		return nil, err
	}
	name := strings.TrimSpace(body.Name)
	if name == "" || len(name) > maxName {
		return nil, assumed(http.StatusBadRequest, "the name has %d bytes, want 1 to %d", len(name), maxName)
	}
	if err := s.limitRedirectURIs(body.RedirectURIs); err != nil {
		return nil, err
	}
	// never nil, which would mean that nothing is requested
	asked, uris := append([]string{}, body.Roles...), append([]string{}, body.RedirectURIs...)
	r, err := s.judge(c.peer.bundle, check.Options{At: c.at, Requested: asked, RedirectURIs: uris})
	if err != nil {
		return nil, err
	}
	if err := refused(r, "the bank would not take this registration"); err != nil {
		return nil, err
	}
	owner := &client{Name: name, ID: uuid.NewString(), RedirectURIs: uris}
	for _, role := range slices.Compact(slices.Sorted(slices.Values(asked))) {
		owner.Roles = append(owner.Roles, ident.Role(role)) // the rules know each of them
	}
	owner.add(c.peer.leaf, c.peer.chain)
	return owner, nil
}

// authorize returns the client in the path, if token and certificate belong to it.
func (s *Server) authorize(c *call) (*client, error) {
	id, err := s.byToken(c)
	if err != nil {
		return nil, err
	}
	owner, err := s.client(id)
	if err != nil {
		return nil, err
	}
	if owner == nil || c.clientID != id || !owner.owns(c.peer.leaf) {
		return nil, documented(http.StatusNotFound,
			"the client id is not known, or does not belong to the certificate of the connection")
	}
	return owner, nil
}

// show answers with the client details.
func (s *Server) show(c *call) (answer, error) {
	owner, err := s.authorize(c)
	if err != nil {
		return answer{}, err
	}
	return c.tell(http.StatusOK, struct {
		Name         string            `json:"name"`
		ID           string            `json:"clientId"`
		Roles        []ident.Role      `json:"roles"`
		RedirectURIs []string          `json:"redirectUris"`
		Chains       []registeredChain `json:"certificateChains"`
	}{owner.Name, owner.ID, owner.Roles, owner.RedirectURIs, owner.Chains}), nil
}

// setRedirectURIs replaces the redirect URIs.
func (s *Server) setRedirectURIs(c *call) (answer, error) {
	owner, err := s.authorize(c)
	if err != nil {
		return answer{}, err
	}
	return s.once(c, owner.ID, func(tx *bbolt.Tx) (answer, error) {
		uris, err := s.redirectURIs(c)
		if err != nil {
			return answer{}, err
		}
		owner, err := loadClient(tx, owner.ID)
		if err != nil {
			return answer{}, err
		}
		owner.RedirectURIs = uris
		return c.tell(http.StatusOK, struct {
			RedirectURIs []string `json:"redirectUris"`
		}{uris}), owner.save(tx)
	})
}

// addCertificate adds a chain.
func (s *Server) addCertificate(c *call) (answer, error) {
	owner, err := s.authorize(c)
	if err != nil {
		return answer{}, err
	}
	// before the transaction, which lets nobody else write; the roles of a client never change
	leaf, added, refusal := s.certificate(c, owner.Roles)
	return s.once(c, owner.ID, func(tx *bbolt.Tx) (answer, error) {
		owner, err := loadClient(tx, owner.ID)
		switch {
		case err != nil || refusal != nil:
			return answer{}, errors.Join(err, refusal)
		case owner.owns(leaf):
			return answer{}, assumed(http.StatusConflict, "the certificate is registered for this client already")
		case len(owner.Chains) >= s.options.Limits.Chains:
			return answer{}, assumed(http.StatusForbidden, "the client has %d chains and can have no more",
				len(owner.Chains))
		}
		owner.add(leaf, added)
		return c.tell(http.StatusCreated, added), owner.save(tx)
	})
}

// certificate reads and judges the chain in the body: for the same holder as the certificate of the connection.
func (s *Server) certificate(c *call, registered []ident.Role) (leaf fingerprint, added registeredChain, err error) {
	var body map[string]string
	if err := c.decodeNamed([]string{c.bank.API.Certificate}, &body); err != nil {
		return leaf, added, err
	}
	var bundle bundle.Bundle
	err = bundle.Parse("certificate", []byte(body[c.bank.API.Certificate]))
	if err != nil {
		return leaf, added, assumed(http.StatusBadRequest, "the chain cannot be read: %v", err)
	}
	r, err := s.judge(&bundle, check.Options{At: c.at, Roles: registered, Previous: c.peer.cert})
	if err != nil {
		return leaf, added, assumed(http.StatusBadRequest, "the chain cannot be judged: %v", err)
	}
	if err := refused(r, "the bank would not take this chain"); err != nil {
		return leaf, added, err
	}
	return fingerprintOf(r.Chain), detailsOf(r.Chain), nil
}
