package app

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/pem"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/urfave/cli/v2"
	"go.step.sm/crypto/pemutil"

	"qwac/internal/files"
	"qwac/pkg/csr"
	"qwac/pkg/ident"
)

// csrOptions are the flags of csr.
type csrOptions struct {
	request                           csr.Request
	kind                              string
	roles, dns                        cli.StringSlice
	key, keyOut, keyType, keyPassword string
	output                            string
	openSSL                           bool
}

func (e *env) csrCommand() *cli.Command {
	o := new(csrOptions)
	r := &o.request
	return &cli.Command{
		Usage: "make a signing request for a PSD2 QWAC or QSealC, to send to a QTSP",
		Description: "Roles, authority and organizationIdentifier are held against the tables before anything is " +
			"made. The key is made too,\n" +
			"into a file that only you can read, unless --key names one that is there.",
		ArgsUsage: " ",
		Flags: []cli.Flag{
			textFlagOr(&o.kind, "kind", string(csr.QWAC), "`KIND` of the certificate: qwac or qsealc"),
			textFlag(&r.Organization, "organization", "legal `NAME` of the company, as its authority registered it"),
			textFlag(&r.OrganizationIdentifier, "organization-identifier",
				"`ID` as TS 119 495 has it, such as PSDDK-DFSA-12345"),
			textFlag(&r.Country, "country", "`CC` of the company (default: that of --organization-identifier)"),
			textFlag(&r.Province, "province", "`NAME` of the state or province (default: none)"),
			textFlag(&r.Locality, "locality", "`NAME` of the town (default: none)"),
			textFlag(&r.NCAID, "nca", "`ID` of the authority, such as DK-DFSA (default: that of "+
				"--organization-identifier)"),
			textFlag(&r.NCAName, "nca-name", "`NAME` of the authority (default: that of the EBA list)"),
			textsFlag(&o.roles, "roles", "`ROLES` that the authority granted: PSP_AS, PSP_PI, PSP_AI, PSP_IC"),
			textsFlag(&o.dns, "dns", "`NAMES` of hosts, of a QWAC; repeatable, or with commas"),
			textFlag(&r.CommonName, "common-name", "`NAME` (default: the first of --dns; of a seal the organization)"),
			readFlag(&o.key, "key", "private key in `FILE` to use instead of a new one"),
			fileFlag{textFlag(&o.keyOut, "key-out", "write the new key to `FILE`, which must not be there"), creates},
			textFlagOr(&o.keyType, "key-type", "ec-p256", "`KIND` of the new key: "+strings.Join(keyTypes(), ", ")),
			readFlag(&o.keyPassword, "key-password-file", "`FILE` with the password that encrypts the new key, or "+
				"decrypts that of --key"),
			outputFlag(&o.output, outputFile),
			boolFlag(&o.openSSL, "openssl-config", "write a configuration for openssl req instead, and no key"),
		},
		Action: with(e.csr, o),
	}
}

func (e *env) csr(c *cli.Context, o *csrOptions) error {
	if c.Args().Present() {
		return usagef("csr takes no file: what stands in the request is named by flags")
	}
	if err := o.complete(); err != nil {
		return err
	}
	if n := utf8.RuneCountInString(o.request.Organization); o.openSSL && n > 64 {
		return usagef("--openssl-config: openssl req takes at most 64 characters of a name, --organization has %d: "+
			"leave --openssl-config out", n)
	}
	if o.openSSL {
		return e.write(o.output, []byte(o.request.OpenSSLConfig()), e.stdout)
	}
	if err := mayBeWritten(o.output); err != nil {
		return err
	}
	signer, keep, err := e.requestKey(o)
	if err != nil {
		return err
	}
	der, err := o.request.Sign(signer)
	if err != nil {
		return err
	}
	if err := keep(); err != nil {
		return err
	}
	request := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE REQUEST", Bytes: der})
	if err := e.write(o.output, request, e.stdout); err != nil {
		return err
	}
	if o.keyOut != "" {
		fmt.Fprintf(e.stderr, "the private key is in %s: it stays with you; the request goes to the QTSP\n", o.keyOut)
	}
	return nil
}

// complete reads the flags into the request and refuses what a QTSP would send back, all at once.
func (o *csrOptions) complete() error {
	var missing []string
	for _, f := range []struct {
		name string
		set  bool
	}{
		{"--organization", o.request.Organization != ""},
		{"--organization-identifier", o.request.OrganizationIdentifier != ""},
		{"--roles", len(o.roles.Value()) > 0},
		{"--dns", len(o.dns.Value()) > 0 || o.kind != string(csr.QWAC)},
		{"--key-out (or --key)", o.keyOut != "" || o.key != "" || o.openSSL},
	} {
		if !f.set {
			missing = append(missing, f.name)
		}
	}
	if len(missing) > 0 {
		return usagef("still to name: %s; qwac csr --help has an example", strings.Join(missing, ", "))
	}
	if o.key != "" && o.keyOut != "" {
		return usagef("--key and --key-out: either a key that is there is used, or a new one is made")
	}
	if err := oneOf("--kind", o.kind, []string{string(csr.QWAC), string(csr.QSealC)}); err != nil {
		return err
	}
	return o.fill()
}

// fill sets what follows from other members.
func (o *csrOptions) fill() error {
	r := &o.request
	r.Kind = csr.Kind(o.kind)
	var err error
	if r.Roles, err = parseRoles(o.roles.Value()); err != nil {
		return err
	}
	for _, names := range o.dns.Value() {
		for name := range strings.SplitSeq(names, ",") {
			r.DNSNames = append(r.DNSNames, strings.TrimSpace(name))
		}
	}
	if id, err := ident.ParseOrgID(r.OrganizationIdentifier); err == nil {
		if r.Country == "" {
			r.Country = id.Country
		}
		if r.NCAID == "" && id.NCA != "" {
			r.NCAID = id.Country + "-" + id.NCA
		}
	}
	var all []string
	for _, f := range r.Faults() {
		if f.Field == "NCAID" && r.NCAID == "" || f.Field == "Country" && r.Country == "" {
			continue // they follow from the identifier, which is named
		}
		all = append(all, csrFlag(f.Field)+": "+f.Text+nearNCA(f.Field, r.NCAID))
	}
	if len(all) > 0 {
		return usagef("%s", strings.Join(all, "; "))
	}
	return o.follows()
}

// follows makes sure that what was left out followed from the identifier.
func (o *csrOptions) follows() error {
	if o.request.NCAID == "" || o.request.Country == "" {
		return usagef("--organization-identifier %q does not say country and authority: name --country and --nca",
			o.request.OrganizationIdentifier)
	}
	return nil
}

// csrFlag is the flag of a member of the request.
func csrFlag(field string) string {
	for _, f := range [...][2]string{
		{"OrganizationIdentifier", "--organization-identifier"}, {"NCAID", "--nca"}, {"Roles", "--roles"},
		{"DNSNames", "--dns"}, {"Country", "--country"}, {"Organization", "--organization"}, {"Kind", "--kind"},
		{"Province", "--province"}, {"Locality", "--locality"}, {"CommonName", "--common-name"},
		{"NCAName", "--nca-name"},
	} {
		if f[0] == field {
			return f[1]
		}
	}
	return field
}

// nearNCA suggests the identifier that a mistyped one means.
func nearNCA(field, id string) string {
	if field != "NCAID" {
		return ""
	}
	if known := ident.TableNCA(id); known != "" && known != id {
		return "; did you mean " + known + "?"
	}
	return ""
}

var newKeys = []struct {
	name string
	make func() (crypto.Signer, error)
}{
	{"ec-p256", func() (crypto.Signer, error) { return ecdsa.GenerateKey(elliptic.P256(), rand.Reader) }},
	{"ec-p384", func() (crypto.Signer, error) { return ecdsa.GenerateKey(elliptic.P384(), rand.Reader) }},
	{"rsa-2048", func() (crypto.Signer, error) { return rsa.GenerateKey(rand.Reader, 2048) }},
	{"rsa-3072", func() (crypto.Signer, error) { return rsa.GenerateKey(rand.Reader, 3072) }},
	{"rsa-4096", func() (crypto.Signer, error) { return rsa.GenerateKey(rand.Reader, 4096) }},
}

func keyTypes() (names []string) {
	for _, k := range newKeys {
		names = append(names, k.name)
	}
	return names
}

// requestKey is the key that signs the request, and what keeps it once the request is signed.
func (e *env) requestKey(o *csrOptions) (crypto.Signer, func() error, error) {
	if o.key != "" {
		key, err := e.privateKey(o.key, o.keyPassword, nil)
		if err != nil {
			return nil, nil, err
		}
		signer, ok := key.(crypto.Signer)
		if !ok {
			return nil, nil, fmt.Errorf("--key %s: a key of this kind does not sign requests, want RSA or EC", o.key)
		}
		return signer, func() error { return nil }, nil
	}
	if err := oneOf("--key-type", o.keyType, keyTypes()); err != nil {
		return nil, nil, err
	}
	file, err := files.NewSecret(o.keyOut, false)
	if err != nil {
		return nil, nil, err
	}
	signer, text, err := e.newKey(o)
	if err != nil {
		file.Discard()
		return nil, nil, err
	}
	return signer, func() error {
		defer file.Discard()
		return file.Keep(string(text))
	}, nil
}

// newKey makes a key, and its text in PKCS#8: encrypted if there is a password.
func (e *env) newKey(o *csrOptions) (crypto.Signer, []byte, error) {
	var signer crypto.Signer
	var err error
	for _, k := range newKeys {
		if k.name == o.keyType {
			signer, err = k.make()
		}
	}
	if err != nil {
		return nil, nil, err
	}
	form := []pemutil.Options{pemutil.WithPKCS8(true)}
	if o.keyPassword != "" {
		secret, err := e.readSecret(o.keyPassword)
		if err != nil {
			return nil, nil, err
		}
		if len(secret) == 0 {
			return nil, nil, usagef("--key-password-file: %s is empty in its first line: want the password of "+
				"the new key there", o.keyPassword)
		}
		form = append(form, pemutil.WithPassword(bytes.Clone(secret)))
	}
	block, err := pemutil.Serialize(signer, form...)
	if err != nil {
		return nil, nil, err
	}
	return signer, pem.EncodeToMemory(block), nil
}
