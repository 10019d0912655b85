package sandbox

import (
	"net/http"
	"slices"

	"qwac/pkg/check"
)

// limitRedirectURIs refuses more than the limit, and duplicates.
func (s *Server) limitRedirectURIs(uris []string) error {
	if most := s.options.Limits.RedirectURIs; len(uris) > most {
		return assumed(http.StatusBadRequest, "there are %d redirect URIs, want at most %d", len(uris), most)
	}
	for i, uri := range uris {
		if slices.Contains(uris[:i], uri) {
			return assumed(http.StatusBadRequest, "the redirect URI %.200q occurs twice", uri)
		}
	}
	return nil
}

// redirectURIs reads and judges the list that is to replace the one of a client.
func (s *Server) redirectURIs(c *call) ([]string, error) {
	var body struct {
		RedirectURIs []string `json:"redirectUris"`
	}
	if err := c.decode(&body); err != nil {
		return nil, err
	}
	if err := s.limitRedirectURIs(body.RedirectURIs); err != nil {
		return nil, err
	}
	r := check.RunRedirectURIs(c.peer.cert.Certificate, check.Options{RedirectURIs: body.RedirectURIs})
	return body.RedirectURIs, refused(r, "the bank would not take these redirect URIs")
}
