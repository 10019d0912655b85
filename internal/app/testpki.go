package app

import (
	"crypto/rand"
	"crypto/x509"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"qwac/internal/cases"
	"qwac/internal/files"
	"qwac/internal/testpki"
	"qwac/pkg/bundle"
	"qwac/pkg/check"
	"qwac/pkg/leaf"
	"qwac/pkg/lint"
	"qwac/pkg/near"
	"qwac/pkg/psd2"
)

// maxDays keeps a leaf within the life of its issuing CA, which ends in 2035.
const maxDays = 1000

// testpkiOptions are the flags of testpki.
type testpkiOptions struct {
	output    string // a folder
	roles     cli.StringSlice
	fault     string
	days      int
	key       string // its kind
	seed, at  string
	request   string // file
	overwrite bool
}

func (e *env) testpkiCommand() *cli.Command {
	o := new(testpkiOptions)
	output := textFlag(&o.output, "output", "write to `DIR`; it is made when it is not there")
	output.Aliases = []string{"o"}
	key := textFlagOr(&o.key, "key-type", "ec", "`KIND` of the key to make for the leaf: ec (P-256) or rsa (2048 bits)")
	return &cli.Command{
		Usage: "write a test chain with its key, for rehearsals: one that the sandbox takes, or one with a single " +
			"fault",
		ArgsUsage: " ",
		Description: "Writes leaf.pem, intermediate.pem, root.pem, chain.pem (all three, leaf first) and key.pem (of " +
			"the leaf). The leaf has a\n" +
			"fresh key each time, and all leaves come from one rehearsal CA, which qwac sandbox trusts: a second " +
			"call makes the certificate\n" +
			"for a rotation. With --request it is the CA that signs a request of qwac csr, and there is no key.pem: " +
			"who made " +
			"the request\nhas it. Everybody has the keys of that CA, so trust its root nowhere else. Names say TEST; " +
			"no bank takes these chains\n" +
			"in production.",
		Flags: []cli.Flag{
			output, formerly("out", output),
			textsFlag(&o.roles, "roles", "`ROLES` of the leaf (default: PSP_AI,PSP_PI)"),
			textFlag(&o.fault, "fault", "put in the fault that `RULE` finds, e.g. psd2-roles-flattened"),
			&cli.IntFlag{Name: "days", Value: 365, Usage: "life of the leaf in days, `N` from 1 to 1000",
				Destination: &o.days},
			key, formerly("key", key),
			textFlag(&o.seed, "seed",
				"derive the key of the leaf from `TEXT`: the same each time, and no secret (default: random)"),
			readFlag(&o.request, "request", "sign the request in `FILE` (PKCS#10), of qwac csr or another tool"),
			textFlag(&o.at, "at", "make the chain as of `TIME` (default: now)"),
			boolFlag(&o.overwrite, "force", "overwrite files that are there"),
		},
		Action: with(e.testpki, o),
	}
}

func (e *env) testpki(c *cli.Context, o *testpkiOptions) error {
	plan, err := e.planOf(c, o)
	if err != nil {
		return err
	}
	pki := plan.chain()
	written := pkiFiles(pki)
	if plan.request != nil {
		written = slices.DeleteFunc(written, func(f files.File) bool { return f.Name == "key.pem" })
	}
	if err := files.WriteTogether(o.output, written, o.overwrite); err != nil {
		return err
	}
	return e.describe(o.output, pki, plan.request)
}

// pkiFiles are the files of the chain in the order in which they are listed.
func pkiFiles(pki testpki.Chain) []files.File {
	return []files.File{
		{Name: "leaf.pem", Mode: 0o644, Data: pki.Leaf.PEM()},
		{Name: "intermediate.pem", Mode: 0o644, Data: pki.Intermediate.PEM()},
		{Name: "root.pem", Mode: 0o644, Data: pki.Root.PEM()},
		{Name: "chain.pem", Mode: 0o644, Data: pki.PEM()},
		{Name: "key.pem", Mode: 0o600, Data: pki.Leaf.KeyPEM()},
	}
}

// describe says what was written, and what the bank's sandbox, which judges as of now, would make of it.
func (e *env) describe(dir string, pki testpki.Chain, request *signingRequest) error {
	var b bundle.Bundle
	if err := b.Parse("chain.pem", pki.PEM()); err != nil {
		return err
	}
	r, err := check.Run(&b, check.Options{Profile: orAll(e.banks)[0], At: e.now(), Sandbox: true,
		Anchors: []*x509.Certificate{rehearsalRoot()}})
	if err != nil {
		return err
	}
	verdict := "a sandbox takes it"
	if r.Status != 0 {
		verdict = fmt.Sprintf("a sandbox refuses it: %d %s", r.Status, r.Findings[0].Rule.ID)
	}
	if request != nil {
		fmt.Fprintf(e.stderr, "%s: a test chain on the request of %s, from a CA whose key everybody has; %s\n", dir,
			request.at.File, verdict)
		return nil
	}
	fmt.Fprintf(e.stderr, "%s: a test chain with its key, from a CA whose key everybody has; %s\n", dir, verdict)
	if pki.Leaf.Spec.SPKI != nil {
		fmt.Fprintln(e.stderr, "key.pem does not belong to leaf.pem: the fault is in the public key")
	}
	return nil
}

// pkiPlan is what a chain is made by.
type pkiPlan struct {
	at    time.Time
	roles []string
	days  int
	alg   testpki.KeyAlg
	seed  string
	fault *cases.Case // nil: none
	// request is what the leaf is made of; nil: of the other members
	request *signingRequest
}

func (e *env) planOf(c *cli.Context, o *testpkiOptions) (pkiPlan, error) {
	plan := pkiPlan{days: o.days, seed: o.seed, roles: []string{"PSP_AI", "PSP_PI"}}
	if c.Args().Present() || o.output == "" {
		return plan, usagef("name the directory to write to: qwac testpki --output DIR")
	}
	if plan.days < 1 || plan.days > maxDays {
		return plan, usagef("--days %d: want a number from 1 to %d", plan.days, maxDays)
	}
	if err := oneOf("--key-type", o.key, leafKeys()); err != nil {
		return plan, err
	}
	if o.key == "rsa" {
		plan.alg = testpki.RSA2048
	}
	if plan.seed == "" {
		plan.seed = rand.Text()
	}
	var err error
	if plan.at, err = e.parseAt(o.at); err != nil {
		return plan, err
	}
	plan.at = plan.at.UTC().Truncate(time.Second)
	if err := e.requested(o, &plan); err != nil {
		return plan, err
	}
	return plan, plan.take(o)
}

// take reads the flags that do not go together.
func (p *pkiPlan) take(o *testpkiOptions) error {
	roles, err := parseRoles(o.roles.Value())
	if err != nil {
		return err
	}
	if len(roles) > 0 {
		p.roles = nil
		for _, r := range roles {
			p.roles = append(p.roles, string(r))
		}
	}
	if o.fault == "" {
		return nil
	}
	if len(roles) > 0 {
		return usagef("--fault and --roles do not go together: the fault is put into a leaf with PSP_AI and PSP_PI")
	}
	p.fault, err = faultNamed(o.fault)
	return err
}

// faultNamed finds a fault by the id or the code of its rule.
func faultNamed(rule string) (*cases.Case, error) {
	for _, m := range check.Rules() {
		if strings.EqualFold(rule, m.Code) || strings.EqualFold(rule, m.ID) {
			rule = m.ID
		}
	}
	list := faults()
	if i := slices.IndexFunc(list, func(c cases.Case) bool { return c.Rule() == rule }); i >= 0 {
		return &list[i], nil
	}
	names := faultNames()
	if s := near.Word(rule, names); s != "" {
		return nil, usagef("--fault %s: there is no such fault: did you mean %s?", rule, s)
	}
	err := usagef("--fault %s: there is no such fault; there are", rule)
	return nil, explained{err,
		append([]string{err.Error()}, strings.Split(wrapped(strings.Join(names, " "), "  "), "\n")...)}
}

// faultNames are the values of --fault.
func faultNames() []string {
	var names []string
	for _, c := range faults() {
		names = append(names, c.Rule())
	}
	return names
}

// leafKeys are the kinds of --key-type of testpki.
func leafKeys() []string { return []string{"ec", "rsa"} }

// faults are the first case of each rule that changes nothing but certificates and has this one finding.
func faults() []cases.Case {
	var list []cases.Case
	for _, c := range cases.All() {
		taken := func(other cases.Case) bool { return other.Rule() == c.Rule() }
		if isFault(c) && !slices.ContainsFunc(list, taken) {
			list = append(list, c)
		}
	}
	return list
}

// isFault leaves out what every rehearsal chain shows: that it is for tests, and what is not checked offline; and hosts
// that are not under .example, which its root does not allow.
func isFault(c cases.Case) bool {
	return c.Edit != nil && c.Files == nil && !c.Near && isPlain(c.Options) &&
		slices.Equal(c.Want, []string{c.Rule()}) &&
		!slices.ContainsFunc(notRehearsed[:], func(m *lint.Meta) bool {
			return m.ID == c.Rule()
		}) && !slices.Contains(cases.Always, c.Rule())
}

var notRehearsed = [...]*lint.Meta{
	&psd2.RuleTestCA, &psd2.RuleTestCertificate, &leaf.RuleInternalName, &leaf.RuleWildcard,
}

// isPlain reports whether the run is one without further inputs: the fault is then in the certificates alone.
func isPlain(o check.Options) bool {
	return o.Profile == nil && o.Roles == nil && o.Requested == nil && o.RedirectURIs == nil && o.Anchors == nil &&
		o.Key == nil &&
		o.Previous == nil && o.Seal == nil && o.ExpiresWithin == 0 && !o.Sent && !o.Sandbox && o.Lists == nil
}

// chain makes the chain. Cases are edits of the clean chain as of the time that they are judged at; what an edit leaves
// alone becomes the rehearsal chain, what it dates anew keeps its distance from the time of judging.
func (p pkiPlan) chain() testpki.Chain {
	edit := func(_, _, _ *testpki.Spec) {}
	judged := cases.At()
	if p.fault != nil {
		edit = p.fault.Edit
		if !p.fault.Options.At.IsZero() {
			judged = p.fault.Options.At
		}
	}
	return testpki.NewChain(func(leaf, intermediate, root *testpki.Spec) {
		rehearse(leaf, intermediate, root)
		if p.request != nil {
			p.request.issue(leaf)
		} else {
			leaf.SetRoles(p.roles...)
		}
		leaf.Key = testpki.Key{Name: "rehearsal leaf " + p.seed, Alg: p.alg}
		leaf.NotBefore, leaf.NotAfter = judged.Add(-time.Hour), judged.AddDate(0, 0, p.days)
		key, ca, top := leaf.Key.Name, *intermediate, *root
		edit(leaf, intermediate, root)
		if n := leaf.Key.Name; n != key && n != ca.Key.Name && n != top.Key.Name { // a certificate of another kind
			leaf.Key.Name += " " + p.seed
		}
		later := p.at.Sub(judged)
		leaf.NotBefore, leaf.NotAfter = leaf.NotBefore.Add(later), leaf.NotAfter.Add(later)
		keepOrShift(intermediate, ca, later)
		keepOrShift(root, top, later)
	})
}

// keepOrShift leaves the dates of a CA as they are, unless the edit has changed them.
func keepOrShift(s *testpki.Spec, before testpki.Spec, later time.Duration) {
	if s.NotBefore.Equal(before.NotBefore) && s.NotAfter.Equal(before.NotAfter) {
		return
	}
	s.NotBefore, s.NotAfter = s.NotBefore.Add(later), s.NotAfter.Add(later)
}

// rehearsalMark stands in names.
const rehearsalMark = " (TEST)"

// rehearse marks the clean chain as one for tests. Everybody can sign by its root, so the root is good for names under
// .example (RFC 2606) alone: whoever trusts it by mistake is not deceived about any other host.
func rehearse(leaf, intermediate, root *testpki.Spec) {
	for _, s := range []*testpki.Spec{leaf, intermediate, root} {
		s.Subject.Set(testpki.OIDOrganization, s.Subject.Get(testpki.OIDOrganization)+rehearsalMark)
	}
	root.Add(testpki.NameConstraints([]testpki.GeneralName{testpki.DNS("example")},
		[]testpki.GeneralName{testpki.IP(make([]byte, 8)...), testpki.IP(make([]byte, 32)...)}))
}

// rehearsalRoot is the root of every chain that testpki writes.
func rehearsalRoot() *x509.Certificate { return testpki.NewChain(rehearse).Root.X509() }
