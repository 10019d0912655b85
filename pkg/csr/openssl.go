package csr

import (
	"fmt"
	"strings"

	"qwac/pkg/ident"
)

// OpenSSLConfig is a configuration with which `openssl req -new -config FILE -key KEY` makes the same request. It works
// with OpenSSL 1.1.1 and later.
func (r *Request) OpenSSLConfig() string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("# openssl req -new -config FILE -key key.pem -out request.pem")
	line("[req]\nprompt = no\nutf8 = yes\nstring_mask = utf8only\ndistinguished_name = subject\n" +
		"req_extensions = extensions\n\n[subject]")
	for _, a := range r.attributes() {
		line("%s = %s", a.name, escaped(a.value))
	}
	line("\n[extensions]")
	if r.Kind == QSealC {
		line("keyUsage = critical, nonRepudiation")
	} else {
		line("keyUsage = critical, digitalSignature\nextendedKeyUsage = serverAuth, clientAuth")
	}
	line("%s = ASN1:SEQUENCE:statements", oidQCStatements)
	if r.Kind == QWAC {
		line("subjectAltName = @names\n\n[names]")
		for i, name := range r.DNSNames {
			line("DNS.%d = %s", i+1, escaped(name))
		}
	}
	r.statementSections(line)
	return b.String()
}

// statementSections write qcStatements as OpenSSL's ASN1_generate_nconf reads it: a section for each SEQUENCE.
func (r *Request) statementSections(line func(string, ...any)) {
	line("\n# QcType and PSD2QcType (EN 319 412-5; TS 119 495, Annex A)\n[statements]\ntype = SEQUENCE:qctype\n" +
		"psd2 = SEQUENCE:psd2\n")
	line("[qctype]\nid = OID:%s\ntypes = SEQUENCE:types\n\n[types]\ntype = OID:%s\n", oidQCType, r.qcType())
	line("[psd2]\nid = OID:%s\nvalue = SEQUENCE:psd2value\n", oidPSD2)
	line("[psd2value]\nroles = SEQUENCE:roles\nname = FORMAT:UTF8,UTF8String:%s\nnca = UTF8String:%s\n\n[roles]",
		escaped(r.authorityName()), escaped(r.NCAID))
	roles := ident.SortedRoles(r.Roles)
	for i := range roles {
		line("role%d = SEQUENCE:role%d", i+1, i+1)
	}
	for i, role := range roles {
		line("\n[role%d]\noid = OID:%s\nname = UTF8String:%s", i+1, ident.OIDOfRole(role), role)
	}
}

// escaped writes a value so that OpenSSL reads it as it is: # begins a comment, $ a variable, \ an escape, and three
// signs a quotation.
func escaped(s string) string {
	return strings.NewReplacer(`\`, `\\`, "#", `\#`, "$", `\$`, `"`, `\"`, "'", `\'`, "`", "\\`").Replace(s)
}
