package submit

import "net/http"

// SetTransport puts another way to the bank in the place of the network.
func (c *Client) SetTransport(way http.RoundTripper) { c.http.Transport = way }
