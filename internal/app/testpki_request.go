package app

import (
	"fmt"
	"strings"

	"qwac/internal/testpki"
)

// requested reads the one request that the rehearsal CA is to sign.
func (e *env) requested(o *testpkiOptions, plan *pkiPlan) error {
	if o.request == "" {
		return nil
	}
	if o.fault != "" || len(o.roles.Value()) > 0 || o.key != "ec" {
		return usagef("--request and --fault, --roles, --key do not go together: roles and key are those of the " +
			"request")
	}
	all, err := e.signingRequests([]string{o.request})
	if err != nil {
		return flagged("--request", err)
	}
	if len(all) != 1 {
		return fmt.Errorf("%s: %d signing requests: give one", o.request, len(all))
	}
	r := &all[0]
	if err := r.proven(); err != nil {
		return fmt.Errorf("%s: its own signature is not right, no CA issues on it: %w: make the request again", r.at,
			err)
	}
	for _, name := range r.DNSNames {
		if !strings.HasSuffix(strings.ToLower(name), ".example") {
			return fmt.Errorf("%s: asks for %s: the rehearsal CA, whose key everybody has, is good for names under "+
				".example "+
				"alone: make a request with such a name for the rehearsal", r.at, name)
		}
	}
	plan.request = r
	return nil
}

// issue makes the leaf what is asked for, with a mark that it is for tests.
func (r *signingRequest) issue(leaf *testpki.Spec) {
	asked(leaf, r.CertificateRequest)
	if o := leaf.Subject.Get(testpki.OIDOrganization); !strings.HasSuffix(o, rehearsalMark) {
		leaf.Subject.Set(testpki.OIDOrganization, o+rehearsalMark)
	}
}
