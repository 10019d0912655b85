package check_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"qwac/internal/cases"
	"qwac/internal/testpki"
	"qwac/pkg/bundle"
	"qwac/pkg/check"
)

func bundleOfCerts(t *testing.T, certs ...testpki.Cert) *bundle.Bundle {
	t.Helper()
	b := new(bundle.Bundle)
	if err := b.Parse("chain.pem", testpki.PEM(certs...)); err != nil {
		t.Fatal(err)
	}
	return b
}

// TestTrust compares what is said of the trust for chains that are listed, or not, and for anchors beside the lists.
func TestTrust(t *testing.T) {
	pki := testpki.Clean()
	other := testpki.Issue(testpki.Root(), nil)
	since := time.Date(2022, time.February, 1, 0, 0, 0, 0, time.UTC)
	withdrawn := testpki.TLGranted(pki.Intermediate)
	withdrawn.States[0].Status = "withdrawn"
	seals := testpki.TLGranted(pki.Intermediate)
	seals.States[0].Infos = []string{"ForeSeals"}
	trust := func(status check.TrustStatus, state string, place int) check.Trust {
		purposes := []string{"ForWebSiteAuthentication"}
		return check.Trust{Status: status, By: "trusted-list", Service: "Fixture web CA", Territory: "DK", Sequence: 7,
			Provider: "Fixture Trust Services ApS", State: state, Since: since, Purposes: purposes, Place: place}
	}
	none := check.Trust{Status: check.Untrusted, By: "trusted-list", Territory: "DK", Sequence: 7}
	for _, c := range []struct {
		name     string
		services []testpki.TLService
		certs    []testpki.Cert
		anchors  []testpki.Cert
		want     check.Trust
	}{
		{"issuing CA", []testpki.TLService{testpki.TLGranted(pki.Intermediate)}, pki.Certs(), nil,
			trust(check.Trusted, "granted", 1)},
		{"root", []testpki.TLService{testpki.TLGranted(pki.Root)}, pki.Certs(), nil,
			trust(check.Trusted, "granted", 2)},
		{"issuing CA that was not given", []testpki.TLService{testpki.TLGranted(pki.Intermediate)}, pki.Certs()[:1],
			nil, trust(check.Trusted, "granted", 0)},
		{"withdrawn", []testpki.TLService{withdrawn}, pki.Certs(), nil, trust(check.Untrusted, "withdrawn", 1)},
		{"for seals", []testpki.TLService{seals}, pki.Certs(), nil, forSeals(trust(check.Untrusted, "granted", 1))},
		{"nobody", nil, pki.Certs(), nil, none},
		{"nobody, but an anchor", nil, pki.Certs(), []testpki.Cert{pki.Root}, none},
		{"issuing CA, and not the anchor", []testpki.TLService{testpki.TLGranted(pki.Intermediate)}, pki.Certs(),
			[]testpki.Cert{testpki.TLSigner("x", "DK")},
			check.Trust{Status: check.Untrusted, By: "pem"}},
		{"issuing CA and anchor", []testpki.TLService{testpki.TLGranted(pki.Intermediate)}, pki.Certs(),
			[]testpki.Cert{other}, trust(check.Trusted, "granted", 1)},
	} {
		t.Run(c.name, func(t *testing.T) {
			opts := check.Options{At: testpki.At(), Lists: cases.Lists(testpki.TLLists(c.services...))}
			for _, a := range c.anchors {
				opts.Anchors = append(opts.Anchors, a.X509())
			}
			got := run(t, bundleOfCerts(t, c.certs...), opts).Trust
			if n := len(got.Explanation); got.By == "trusted-list" && (n < 4 || n > 10) {
				t.Errorf("explanation of %d lines: %q", n, got.Explanation)
			}
			got.Explanation = nil
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("trust (-want +got):\n%s", diff)
			}
		})
	}
}

// TestListedRootIsPreferred: of two roots above the same CA the path goes to the one that is listed, and up to it.
func TestListedRootIsPreferred(t *testing.T) {
	pki := testpki.Clean()
	spec := testpki.Root()
	spec.Key.Name, spec.Subject = "second root", spec.Subject.Clone()
	spec.Subject.Set(testpki.OIDCommonName, "Fixture Trust Root CA 2")
	second := testpki.Issue(spec, nil)
	crossed := testpki.Issue(testpki.IssuingCA(), &second)
	certs := append(pki.Certs(), crossed, second)
	for _, root := range []testpki.Cert{pki.Root, second} {
		lists := cases.Lists(testpki.TLLists(testpki.TLGranted(root)))
		r := run(t, bundleOfCerts(t, certs...), check.Options{At: testpki.At(), Lists: lists})
		last := r.Chain.Path[len(r.Chain.Path)-1]
		if r.Trust.Status != check.Trusted || string(last.Raw) != string(root.DER) || len(r.Chain.Path) != 3 {
			t.Errorf("%s listed: %s, the path ends at %s", root.X509().Subject, r.Trust.Status, last.Subject)
		}
	}
}

// TestListsWithoutTime judges at issuance alone, and says nothing of the age of the lists.
func TestListsWithoutTime(t *testing.T) {
	pki := testpki.Clean()
	r := run(t, bundleOfCerts(t, pki.Certs()...),
		check.Options{Lists: cases.Lists(testpki.TLLists(testpki.TLGranted(pki.Intermediate)))})
	if r.Trust.Status != check.Trusted {
		t.Errorf("%+v", r.Trust)
	}
	for _, f := range r.Findings {
		if f.Rule.ID == "chain-tl-snapshot-stale" {
			t.Error(f.Message)
		}
	}
}

func forSeals(t check.Trust) check.Trust {
	t.Purposes = []string{"ForeSeals"}
	return t
}
