package bundle

import (
	"bytes"
	"slices"
	"strings"

	"qwac/pkg/ber"
	"qwac/pkg/lint"
)

// Foreign is an input of a kind that has no certificates to read.
type Foreign struct {
	What string // "a ZIP archive"
	Next string // what to do where certificates are wanted, as a sentence
	Key  string // what to do where a private key is wanted; empty: give another file
	key  bool   // it is a private key by itself
}

const (
	unpackIt = "Unpack it and give the certificate files that are in it."
	asPKCS12 = "Make PKCS#12 of it: `keytool -importkeystore -srckeystore FILE -destkeystore chain.p12 " +
		"-deststoretype PKCS12`, and give that."
	fromPKCS12 = "Write the key as PEM: `openssl pkcs12 -nocerts -in FILE -out leaf.key` (with -legacy where OpenSSL " +
		"3 refuses the file)."
	fromStore = "Make PKCS#12 of it: `keytool -importkeystore -srckeystore FILE -destkeystore leaf.p12 " +
		"-deststoretype PKCS12`, " +
		"then `openssl pkcs12 -nocerts -in leaf.p12 -out leaf.key`."
	exportBKS = "Export from it with the Bouncy Castle provider and `keytool -exportcert -rfc -storetype BKS -alias " +
		"NAME`."
	fromBKS   = "Make PKCS#12 of it with the Bouncy Castle provider and `keytool -importkeystore -srcstoretype BKS`."
	giveChain = "Provide the certificate chain that your QTSP issued, in PEM, leaf first."
	saveIt    = "Ask for the certificates as files, or save them from it; text that was copied out of it loses line " +
		"breaks."
)

// binaryKinds are told by how they begin. None of them is ever looked into as text.
var binaryKinds = []struct {
	off   int
	magic string
	kind  Foreign
}{
	{0, "PK\x03\x04", Foreign{"a ZIP archive (also docx, xlsx, odt and jar are)", unpackIt, "", false}},
	{0, "PK\x05\x06", Foreign{"an empty ZIP archive", unpackIt, "", false}},
	{0, "PK\x07\x08", Foreign{"a ZIP archive in several parts", unpackIt, "", false}},
	{0, "\x1f\x8b", Foreign{"a file that gzip has compressed",
		"Unpack it: `gunzip -c FILE | qwac check -`, or `tar -xzf FILE` where it is an archive.", "", false}},
	{0, "BZh", Foreign{"a file that bzip2 has compressed", "Unpack it: `bunzip2 -c FILE | qwac check -`.", "", false}},
	{0, "\xfd7zXZ\x00",
		Foreign{"a file that xz has compressed", "Unpack it: `xz -dc FILE | qwac check -`.", "", false}},
	{0, "\x28\xb5\x2f\xfd",
		Foreign{"a file that zstd has compressed", "Unpack it: `zstd -dc FILE | qwac check -`.", "", false}},
	{0, "7z\xbc\xaf\x27\x1c", Foreign{"a 7z archive", unpackIt, "", false}},
	{0, "Rar!\x1a\x07", Foreign{"a RAR archive", unpackIt, "", false}},
	{0, "MSCF", Foreign{"a cabinet archive of Windows", unpackIt, "", false}},
	{257, "ustar", Foreign{"a tar archive", "Unpack it: `tar -xf FILE`, and give the certificate files that are in it.",
		"", false}},
	{0, "\xfe\xed\xfe\xed", Foreign{"a Java key store (JKS)", asPKCS12, fromStore, false}},
	{0, "\xce\xce\xce\xce", Foreign{"a Java key store (JCEKS)", asPKCS12, fromStore, false}},
	{0, "\x00\x00\x00\x01\x00\x00\x00\x14", Foreign{"a key store of Bouncy Castle (BKS)",
		exportBKS, fromBKS, false}},
	{0, "\x00\x00\x00\x02\x00\x00\x00\x14", Foreign{"a key store of Bouncy Castle (BKS)",
		exportBKS, fromBKS, false}},
	{0, "SQLite format 3\x00", Foreign{"an SQLite database, as the certificate store of NSS is",
		"Export from it with `certutil -L -d DIRECTORY -n NAME -a`; without -n it lists the names.", "", false}},
	{0, "\x00\x00\x00\x00CERT", Foreign{"a serialized certificate store of Windows (SST)",
		"Export it from there as PKCS#7 (.p7b), and give that.", "", false}},
	{0, "%PDF-", Foreign{"a PDF document", saveIt, "", false}},
	{0, "{\\rtf", Foreign{"an RTF document", saveIt, "", false}},
	{0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
		Foreign{"a document of older Microsoft Office, or a message of Outlook (msg)", saveIt, "", false}},
	{0, "\x89PNG", Foreign{"a picture (PNG)", saveIt, "", false}},
	{0, "\xff\xd8\xff", Foreign{"a picture (JPEG)", saveIt, "", false}},
	{0, "\x7f\x21", Foreign{"a card verifiable certificate", giveChain, "", false}},
	{0, "$ANSIBLE_VAULT;", Foreign{"a file that Ansible Vault has encrypted",
		"Decrypt it: `ansible-vault view FILE | qwac check -`.", "", false}},
	{0, "\x60\x60\x60\x60\x60\xc2\xc5\xc7\xc9\xd5", Foreign{"a text in EBCDIC, as a mainframe writes it",
		"Write it in ASCII: `iconv -f IBM1047 -t ASCII FILE | qwac check -`.", "", false}},
	{0, "PuTTY-User-Key-File-", Foreign{"a private key of PuTTY", giveChain,
		"Write it as PEM: `puttygen FILE -O private-openssh -o leaf.key`.", true}},
	{0, "SSH PRIVATE KEY FILE FORMAT", Foreign{"a private key of SSH", giveChain, "", true}},
	{0, "openssh-key-v1\x00", Foreign{"a private key of OpenSSH", giveChain, "", true}},
}

// textKind is told by its words, which are in lower case.
type textKind struct {
	begins bool // with one of the words; else all words are anywhere in it
	words  []string
	kind   Foreign
}

func (k *textKind) fits(text string) bool {
	if k.begins {
		return slices.ContainsFunc(k.words, func(w string) bool { return strings.HasPrefix(text, w) })
	}
	return !slices.ContainsFunc(k.words, func(w string) bool { return !strings.Contains(text, w) })
}

// textKinds are looked for once the scanner has found nothing in them. The first that fits counts.
var textKinds = []textKind{
	{true, []string{"<!doctype html", "<html", "<head", "<body"},
		Foreign{"an HTML page, perhaps a login or an error page",
			"Download the certificate again, and look at the file before you give it.", "", false}},
	{false, []string{"<", "x509certificate>"}, Foreign{"XML with certificates, as SAML metadata and trusted lists are",
		"Copy what stands in X509Certificate between a line -----BEGIN CERTIFICATE----- and a line -----END " +
			"CERTIFICATE-----.", "", false}},
	{false, []string{"<", "urn:oasis:names:tc:saml"}, Foreign{"a SAML document", giveChain, "", false}},
	{true, []string{"<?xml", "<"}, Foreign{"an XML document", giveChain, "", false}},
	{true, []string{"ssh-rsa ", "ssh-ed25519 ", "ssh-dss ", "ecdsa-sha2-", "sk-ssh-", "sk-ecdsa-", "ssh-rsa-cert",
		"ssh-ed25519-cert", "---- begin ssh2"},
		Foreign{"a public key of SSH", giveChain, "", false}},
	{false, []string{"-----begin pgp"}, Foreign{"an OpenPGP message or key",
		"Decrypt it or check its signature with gpg, and give the certificate chain that is in it.", "", false}},
	{false, []string{"-----begin age encrypted"},
		Foreign{"a file that age has encrypted", "Decrypt it: `age -d FILE | qwac check -`.", "", false}},
	{true, []string{"version https://git-lfs"},
		Foreign{"a pointer of Git LFS in place of the file", "Fetch the file: `git lfs pull`.", "", false}},
	{false, []string{"\nmime-version:", ":"},
		Foreign{"an e-mail", "Save what is attached to it, and give that.", "", false}},
	{false, []string{"certificate:", "signature algorithm:", "subject public key info:"},
		Foreign{"what openssl x509 -text shows, without the certificate itself",
			"Provide the certificate that this text was made of.", "", false}},
	{true, []string{"{", "["}, Foreign{"JSON without a certificate that can be read",
		"Provide the certificate chain in PEM, or a JWK or JWS header with x5c.", "", false}},
	{true, []string{"eyj"}, Foreign{"a token (JWT or JWS) without certificates", giveChain, "", false}},
}

// derKinds are structures in DER.
var derKinds = []struct {
	kind ber.Kind
	what Foreign
}{
	{ber.ListKind, Foreign{"a certificate revocation list (CRL)", "Give it with --crl, beside the certificate chain.",
		"", false}},
	{ber.OCSPKind, Foreign{"an OCSP response", "Give it with --ocsp, beside the certificate chain.", "", false}},
	{ber.RequestKind, Foreign{"a certificate signing request (PKCS#10)",
		"Provide the certificate that the QTSP issued on this request.", "", false}},
	{ber.PublicKind, Foreign{"a public key", giveChain, "", false}},
	{ber.PrivateKind, Foreign{"a private key in DER", giveChain,
		"Write it as PEM: `openssl pkey -inform DER -in FILE -out leaf.key`.", true}},
	{ber.StoreKind, Foreign{"PKCS#12", "Write the certificates as PEM: " + asPEM, fromPKCS12, false}},
	{ber.MessageKind, Foreign{"PKCS#7, which holds certificates", giveChain, "", false}},
	{ber.CertificateKind, Foreign{"a certificate in DER", giveChain, "", false}},
}

// Recognise names a file that is not PEM by how it begins; nil: it is of no known kind.
func Recognise(data []byte) *Foreign {
	if f := recogniseBinary(data); f != nil {
		return f
	}
	if e, _, ok := ber.ReadElement(data); ok && isBinary(data) {
		for i := range derKinds {
			if derKinds[i].kind == ber.KindOf(e) {
				return &derKinds[i].what
			}
		}
	}
	return recogniseText(data)
}

func recogniseBinary(data []byte) *Foreign {
	for i := range binaryKinds {
		k := &binaryKinds[i]
		if len(data) > k.off && bytes.HasPrefix(data[k.off:], []byte(k.magic)) {
			return &k.kind
		}
	}
	// a key of version 4 (RFC 4880, section 5.5)
	if len(data) > 3 && data[3] == 4 && (data[0] == 0x95 || data[0] == 0x99) {
		return &Foreign{"an OpenPGP key", giveChain, "", data[0] == 0x95}
	}
	return nil
}

// maxLook bounds how much of a text is looked at to name its kind.
const maxLook = 64 << 10

func recogniseText(data []byte) *Foreign {
	data = bytes.TrimSpace(bytes.TrimPrefix(data[:min(len(data), maxLook)], utf8BOM))
	text := strings.ToLower(string(data))
	for i := range textKinds {
		if k := &textKinds[i]; k.fits(text) {
			return &k.kind
		}
	}
	if isDump(data) {
		return &Foreign{"what xxd or hexdump shows of a file",
			"Make bytes of it: `xxd -r FILE | qwac check -`, or take the file that it was made from.", "", false}
	}
	if isHex(data) {
		return &Foreign{"hexadecimal digits", "Make bytes of them: `xxd -r -p FILE | qwac check -`.", "", false}
	}
	return nil
}

// isDump tells the lines that xxd, hexdump and od write of a SEQUENCE: an offset, its bytes, perhaps their letters.
func isDump(data []byte) bool {
	offset, bytesOf, ok := bytes.Cut(data, []byte(" "))
	offset = bytes.TrimRight(offset, ":")
	return ok && len(offset) >= 6 && len(bytes.Trim(offset, "0")) == 0 &&
		bytes.HasPrefix(bytes.TrimLeft(bytesOf, " "), []byte("30"))
}

// isHex tells the digits of a SEQUENCE, as they stand or as a program or a database writes them: 0x30, \x30.
func isHex(data []byte) bool {
	for _, before := range []string{"0x", "0X", `\x`} {
		data = bytes.TrimPrefix(data, []byte(before))
	}
	digits := 0
	for _, c := range data {
		switch {
		case '0' <= c && c <= '9', 'a' <= c|0x20 && c|0x20 <= 'f':
			digits++
		case bytes.IndexByte([]byte(" :\r\n\t"), c) < 0:
			return false
		}
	}
	return digits > enoughBase64 && bytes.HasPrefix(data, []byte("30"))
}

// foreign notes an input that is of another kind; false: it is not known, or may be read as text.
func (r *reader) foreign(f *Foreign, at lint.Location) bool {
	switch {
	case f == nil:
		return false
	case f.key:
		r.faults.key(at, f.What)
	case at.Line > 0:
		r.faults.add(&PEMNoCertificate, at,
			"the base64 here is "+f.What+", and no certificate was read from it").Hint = f.Next
	default:
		r.faults.add(&PEMNoCertificate, at,
			"the input is "+f.What+", and no certificate was read from it").Hint = f.Next
	}
	return true
}
