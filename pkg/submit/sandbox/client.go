package sandbox

import (
	"crypto/rand"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/google/uuid"
	"go.etcd.io/bbolt"

	"qwac/pkg/check"
	"qwac/pkg/eidas"
)

// maxName is longer than any name in a register of companies.
const maxName = 200

// register answers POST /tpp. The chain of the connection becomes the first of the client.
func (s *Server) register(c *call) (answer, error) {
	return s.once(c, "certificate "+c.peer.leaf.String(), func(tx *bbolt.Tx) (answer, error) {
		owner, err := s.registration(c)
		if err != nil {
			return answer{}, err
		}
		if n, err := tx.Bucket(clientsBucket).NextSequence(); err != nil || n > uint64(s.options.Limits.Clients) {
			return answer{}, errors.Join(err, assumed(http.StatusServiceUnavailable, "the sandbox has %d clients and takes no more", s.options.Limits.Clients))
		}
		secret := secretPrefix + rand.Text() + rand.Text() // 2 x 128 bits
		owner.Secret = hash(secret)
		return reply(http.StatusCreated, struct {
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
		return nil, assumed(http.StatusBadRequest, "the name has %d bytes, wanted 1 to %d", len(name), maxName)
	}
	roles, err := requestedRoles(body.Roles, c.peer.roles)
	if err != nil {
		return nil, err
	}
	if err := s.checkRedirectURIs(body.RedirectURIs); err != nil {
		return nil, err
	}
	owner := &client{Name: name, ID: uuid.NewString(), Roles: roles, RedirectURIs: body.RedirectURIs}
	owner.add(c.peer.leaf, c.peer.chain)
	return owner, nil
}

// requestedRoles wants at least one role, all of them on offer and in the certificate; it refuses with the status that the bank's
// profile predicts. The result is sorted, each role once.
func requestedRoles(names []string, has []eidas.Role) ([]eidas.Role, error) {
	if len(names) == 0 {
		return nil, ruled(assumed(http.StatusForbidden, "no role is asked for, wanted at least one"), "role-request-empty", "R03")
	}
	var roles []eidas.Role
	for _, name := range names {
		role, err := eidas.ParseRole(name)
		if err != nil {
			return nil, ruled(assumed(http.StatusForbidden, "%v", err), "role-request-syntax", "R04")
		}
		if !slices.Contains(check.Profiles()[0].Offers, role) {
			return nil, ruled(assumed(http.StatusForbidden, "the bank does not offer %s", role), "role-not-offered-by-bank", "R02")
		}
		if !slices.Contains(has, role) {
			return nil, ruled(assumed(http.StatusForbidden, "the certificate does not have %s", role), "role-not-in-certificate", "R01")
		}
		roles = append(roles, role)
	}
	slices.Sort(roles)
	return slices.Compact(roles), nil
}

// ruled names the rule that would have found the fault before the request.
func ruled(p *problem, id, code string) *problem {
	p.findings = []finding{{Rule: id, Code: code, Message: p.message}}
	return p
}

// authorize returns the client in the path, if token and certificate are his.
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
		return nil, documented(http.StatusNotFound, "the client id is not known, or does not belong to the certificate of the connection")
	}
	return owner, nil
}

// show answers GET /tpp/{clientId}.
func (s *Server) show(c *call) (answer, error) {
	owner, err := s.authorize(c)
	if err != nil {
		return answer{}, err
	}
	return reply(http.StatusOK, struct {
		Name         string            `json:"name"`
		ID           string            `json:"clientId"`
		Roles        []eidas.Role      `json:"roles"`
		RedirectURIs []string          `json:"redirectUris"`
		Chains       []registeredChain `json:"certificateChains"`
	}{owner.Name, owner.ID, owner.Roles, owner.RedirectURIs, owner.Chains}), nil
}

// setRedirectURIs answers PUT /tpp/{clientId}/redirect-uris.
func (s *Server) setRedirectURIs(c *call) (answer, error) {
	owner, err := s.authorize(c)
	if err != nil {
		return answer{}, err
	}
	return s.once(c, owner.ID, func(tx *bbolt.Tx) (answer, error) {
		var body struct {
			RedirectURIs []string `json:"redirectUris"`
		}
		if err := c.decode(&body); err != nil {
			return answer{}, err
		}
		if err := s.checkRedirectURIs(body.RedirectURIs); err != nil {
			return answer{}, err
		}
		owner, err := loadClient(tx, owner.ID)
		if err != nil {
			return answer{}, err
		}
		owner.RedirectURIs = body.RedirectURIs
		return reply(http.StatusOK, body), owner.save(tx)
	})
}

// addCertificate answers POST /tpp/{clientId}/certificates.
func (s *Server) addCertificate(c *call) (answer, error) {
	owner, err := s.authorize(c)
	if err != nil {
		return answer{}, err
	}
	return s.once(c, owner.ID, func(tx *bbolt.Tx) (answer, error) {
		owner, err := loadClient(tx, owner.ID)
		if err != nil {
			return answer{}, err
		}
		leaf, added, err := s.certificate(c, owner.Roles)
		switch {
		case err != nil:
			return answer{}, err
		case owner.owns(leaf):
			return answer{}, assumed(http.StatusConflict, "the certificate is registered for this client already")
		case len(owner.Chains) >= s.options.Limits.Chains:
			return answer{}, assumed(http.StatusForbidden, "the client has %d chains and can have no more", len(owner.Chains))
		}
		owner.add(leaf, added)
		return reply(http.StatusCreated, added), owner.save(tx)
	})
}

// certificate reads and judges the chain in the body: for the same holder as the certificate of the connection.
func (s *Server) certificate(c *call, registered []eidas.Role) (leaf fingerprint, added registeredChain, err error) {
	var body struct {
		Certificate string `json:"certificate"`
	}
	if err := c.decode(&body); err != nil {
		return leaf, added, err
	}
	r, err := s.judge("certificate", []byte(body.Certificate), check.Options{At: c.at, Roles: registered, Previous: c.peer.cert})
	if err != nil {
		return leaf, added, assumed(http.StatusBadRequest, "the chain cannot be judged: %v", err)
	}
	if r.Verdict != check.Accept {
		return leaf, added, &problem{status: r.Status, basis: r.Basis, message: "the bank would not take this chain", findings: blocking(r)}
	}
	return fingerprintOf(r.Chain), detailsOf(r.Chain), nil
}
