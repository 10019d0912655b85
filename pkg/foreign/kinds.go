package foreign

import (
	"qwac/pkg/ber"
	"qwac/pkg/lint"
)

// Kind is a kind of file that has no certificates to read.
type Kind struct {
	What  string    // "a ZIP archive"
	Next  string    // what to do where certificates are wanted, as a sentence
	Need  lint.Need // of that step; zero: none
	Key   string    // what to do where a private key is wanted; empty: provide another file
	IsKey bool      // it is a private key by itself
}

// Needs are what the next step needs.
func (k *Kind) Needs() []lint.Need {
	if k.Need == (lint.Need{}) {
		return nil
	}
	return []lint.Need{k.Need}
}

const (
	// FromPKCS12 is the way out for a PKCS#12 file that is not read.
	FromPKCS12 = "`openssl pkcs12 -nokeys -in FILE -out chain.pem` (with -legacy where OpenSSL 3 refuses the file)."

	unpackIt = "Unpack it, and provide the certificate files that are in it."
	asPKCS12 = "Make PKCS#12 of it: `keytool -importkeystore -srckeystore FILE -destkeystore chain.p12 " +
		"-deststoretype PKCS12`, and provide that."
	withBouncy   = "Export from it with the Bouncy Castle provider and `keytool -exportcert -rfc -storetype "
	bouncyCastle = withBouncy + "BKS -alias NAME`."
	fipsBouncy   = withBouncy + "BCFKS -alias NAME -keystore FILE`."
	keyOfBouncy  = "Make PKCS#12 of it with the Bouncy Castle provider and `keytool -importkeystore -srcstoretype "
	keyOfBKS     = keyOfBouncy + "BKS`."
	keyOfPKCS12  = "Write the key as PEM: `openssl pkcs12 -nocerts -in FILE -out leaf.key` (with -legacy where " +
		"OpenSSL 3 refuses the file)."
	keyOfStore = "Make PKCS#12 of it: `keytool -importkeystore -srckeystore FILE -destkeystore leaf.p12 " +
		"-deststoretype PKCS12`, then `openssl pkcs12 -nocerts -in leaf.p12 -out leaf.key`."
	giveChain = "Provide the certificate chain that your QTSP issued, in PEM, leaf first."
	saveIt    = "Ask for the certificates as files, or save them from it; text that was copied out of it loses line " +
		"breaks."
	decryptIt  = "Decrypt it."
	oldNSS     = "a Berkeley database, as the older certificate store of NSS is (cert8.db)"
	oldNSSNext = "Export from it with `certutil -L -d dbm:DIRECTORY -n NAME -a`; without -n it lists the names."
	capture    = "a capture of a network"

	captureNext = "Export the certificates from it with Wireshark (Export Packet Bytes), and provide those."
)

// binaryKinds are told by how they begin. None of them is ever looked into as text.
var binaryKinds = []struct {
	off   int
	magic string
	kind  Kind
}{
	{0, "PK\x03\x04", Kind{What: "a ZIP archive (also docx, xlsx, odt and jar are)", Next: unpackIt}},
	{0, "PK\x05\x06", Kind{What: "an empty ZIP archive", Next: unpackIt}},
	{0, "PK\x07\x08", Kind{What: "a ZIP archive in several parts", Next: unpackIt}},
	{0, "\x1f\x8b", Kind{What: "a file that gzip has compressed", Next: "Unpack it (an archive with `tar -xzf FILE`).",
		Need: lint.Need{What: lint.NeedChain, With: "gunzip -c FILE"}}},
	{0, "BZh", Kind{What: "a file that bzip2 has compressed", Next: "Unpack it.",
		Need: lint.Need{What: lint.NeedChain, With: "bunzip2 -c FILE"}}},
	{0, "\xfd7zXZ\x00", Kind{What: "a file that xz has compressed", Next: "Unpack it.",
		Need: lint.Need{What: lint.NeedChain, With: "xz -dc FILE"}}},
	{0, "\x28\xb5\x2f\xfd", Kind{What: "a file that zstd has compressed", Next: "Unpack it.",
		Need: lint.Need{What: lint.NeedChain, With: "zstd -dc FILE"}}},
	{0, "7z\xbc\xaf\x27\x1c", Kind{What: "a 7z archive", Next: unpackIt}},
	{0, "Rar!\x1a\x07", Kind{What: "a RAR archive", Next: unpackIt}},
	{0, "MSCF", Kind{What: "a cabinet archive of Windows", Next: unpackIt}},
	{257, "ustar", Kind{What: "a tar archive",
		Next: "Unpack it: `tar -xf FILE`, and provide the certificate files that are in it."}},
	{0, "\xfe\xed\xfe\xed", Kind{What: "a Java key store (JKS)", Next: asPKCS12, Key: keyOfStore}},
	{0, "\xce\xce\xce\xce", Kind{What: "a Java key store (JCEKS)", Next: asPKCS12, Key: keyOfStore}},
	{0, "\x00\x00\x00\x01\x00\x00\x00\x14", Kind{What: "a key store of Bouncy Castle (BKS)", Next: bouncyCastle,
		Key: keyOfBKS}},
	{0, "\x00\x00\x00\x02\x00\x00\x00\x14", Kind{What: "a key store of Bouncy Castle (BKS)", Next: bouncyCastle,
		Key: keyOfBKS}},
	{0, "SQLite format 3\x00", Kind{What: "an SQLite database, as the certificate store of NSS is",
		Next: "Export from it with `certutil -L -d DIRECTORY -n NAME -a`; without -n it lists the names."}},
	{0, "\x00\x00\x00\x00CERT", Kind{What: "a serialized certificate store of Windows (SST)",
		Next: "Export it from there as PKCS#7 (.p7b), and provide that."}},
	{0, "%PDF-", Kind{What: "a PDF document", Next: saveIt}},
	{0, "{\\rtf", Kind{What: "an RTF document", Next: saveIt}},
	{0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind{
		What: "a document of older Microsoft Office, or a message of Outlook (msg)", Next: saveIt}},
	{0, "\x89PNG", Kind{What: "a picture (PNG)", Next: saveIt}},
	{0, "\xff\xd8\xff", Kind{What: "a picture (JPEG)", Next: saveIt}},
	{0, "\x7f\x21", Kind{What: "a card verifiable certificate", Next: giveChain}},
	{0, "$ANSIBLE_VAULT;", Kind{What: "a file that Ansible Vault has encrypted", Next: decryptIt,
		Need: lint.Need{What: lint.NeedChain, With: "ansible-vault view FILE"}}},
	{0, "\x60\x60\x60\x60\x60\xc2\xc5\xc7\xc9\xd5", Kind{What: "a text in EBCDIC, as a mainframe writes it",
		Next: "Write it in ASCII.", Need: lint.Need{What: lint.NeedChain, With: "iconv -f IBM1047 -t ASCII FILE"}}},
	{0, "PuTTY-User-Key-File-", Kind{What: "a private key of PuTTY", Next: giveChain,
		Key: "Write it as PEM: `puttygen FILE -O private-openssh -o leaf.key`.", IsKey: true}},
	{0, "SSH PRIVATE KEY FILE FORMAT", Kind{What: "a private key of SSH", Next: giveChain, IsKey: true}},
	{0, "\x1e\xf1\xb5\xb0", Kind{What: "a private key of Microsoft (PVK)", Next: giveChain,
		Key: "Write it as PEM: `openssl rsa -inform PVK -in FILE -out leaf.key`.", IsKey: true}},
	{0, "\x07\x02\x00\x00", Kind{What: "a private key of Microsoft (PRIVATEKEYBLOB)", Next: giveChain,
		Key: "Write it as PEM: `openssl rsa -inform MSBLOB -in FILE -out leaf.key`.", IsKey: true}},
	{0, "\x06\x02\x00\x00", Kind{What: "a public key of Microsoft (PUBLICKEYBLOB)", Next: giveChain}},
	{0, "\x00\x06\x15\x61", Kind{What: oldNSS, Next: oldNSSNext}},
	{0, "\x61\x15\x06\x00", Kind{What: oldNSS, Next: oldNSSNext}},
	{0, "kych", Kind{What: "a keychain of macOS",
		Next: "Export the certificates from it with Keychain Access, as .cer or .p12, and provide that."}},
	{0, "\x03\xd9\xa2\x9a", Kind{What: "a database of KeePass",
		Next: "Save the certificate files that are attached in it, and provide those."}},
	{0, "bplist00", Kind{What: "a property list of Apple", Next: giveChain}},
	{0, "L\x00\x00\x00\x01\x14\x02\x00", Kind{What: "a shortcut of Windows (lnk)",
		Next: "Provide the file that it points to."}},
	{4, "ftyp", Kind{What: "a picture (HEIC) or a film", Next: saveIt}},
	{0, "GIF8", Kind{What: "a picture (GIF)", Next: saveIt}},
	{0, "II*\x00", Kind{What: "a picture (TIFF)", Next: saveIt}},
	{0, "MM\x00*", Kind{What: "a picture (TIFF)", Next: saveIt}},
	{0, "\x0a\x0d\x0d\x0a", Kind{What: capture, Next: captureNext}},
	{0, "\xd4\xc3\xb2\xa1", Kind{What: capture, Next: captureNext}},
	{0, "\xa1\xb2\xc3\xd4", Kind{What: capture, Next: captureNext}},
	{0, "openssh-key-v1\x00", Kind{What: "a private key of OpenSSH", Next: giveChain, IsKey: true}},
}

// textKind is told by its words, which are in lower case.
type textKind struct {
	begins bool // with one of the words; else all words are anywhere in it
	words  []string
	kind   Kind
	base64 string // what a word of base64 in it begins with; empty: none is looked for
}

// textKinds are looked for once no certificate is found in a text. The first that fits counts.
var textKinds = []textKind{
	{begins: true, words: []string{"<?php"}, kind: Kind{What: "the source of a program (PHP)", Next: giveChain}},
	{begins: true, words: []string{"<!doctype html", "<html", "<head", "<body"}, kind: Kind{
		What: "an HTML page, perhaps a login or an error page",
		Next: "Download the certificate again, and look at the file before you use it."}},
	{words: []string{"<", "x509certificate>"}, kind: Kind{
		What: "XML with certificates, as SAML metadata and trusted lists are",
		Next: "Copy what stands in X509Certificate between a line -----BEGIN CERTIFICATE----- and a line -----END " +
			"CERTIFICATE-----."}},
	{words: []string{"<", "urn:oasis:names:tc:saml"}, kind: Kind{What: "a SAML document", Next: giveChain}},
	{begins: true, words: []string{"<?xml", "<"}, base64: "LS0tLS1CRUdJTi", kind: Kind{
		What: "XML with a PEM file in it, as base64",
		Next: "Copy the base64 to a file and decode that: `base64 -d COPY > chain.pem`."}},
	{begins: true, words: []string{"<?xml", "<"}, base64: "MII", kind: Kind{
		What: "XML with base64 in it that may be certificates",
		Next: "Copy each piece of it between a line -----BEGIN CERTIFICATE----- and a line -----END " +
			"CERTIFICATE-----."}},
	{begins: true, words: []string{"<?xml", "<"}, kind: Kind{What: "an XML document", Next: giveChain}},
	{begins: true, words: []string{"ssh-rsa ", "ssh-ed25519 ", "ssh-dss ", "ecdsa-sha2-", "sk-ssh-", "sk-ecdsa-",
		"ssh-rsa-cert", "ssh-ed25519-cert", "---- begin ssh2"}, kind: Kind{
		What: "a public key of SSH", Next: giveChain}},
	{words: []string{"-----begin pgp"}, kind: Kind{What: "an OpenPGP message or key",
		Next: "Decrypt it or check its signature with gpg, and provide the certificate chain that is in it."}},
	{begins: true, words: []string{"-----begin age encrypted", "age-encryption.org/"}, kind: Kind{
		What: "a file that age has encrypted", Next: decryptIt,
		Need: lint.Need{What: lint.NeedChain, With: "age -d FILE"}}},
	{begins: true, words: []string{"version https://git-lfs"}, kind: Kind{
		What: "a pointer of Git LFS in place of the file",
		Next: "Fetch the file: `git lfs pull`."}},
	{words: []string{"\nmime-version:", ":"}, kind: Kind{What: "an e-mail",
		Next: "Save what is attached to it, and provide that."}},
	{words: []string{"certificate:", "signature algorithm:", "subject public key info:"}, kind: Kind{
		What: "what openssl x509 -text shows, without the certificate itself",
		Next: "Provide the certificate that this text was made of."}},
	{words: []string{`"x5u"`}, kind: Kind{What: "JSON that says where the certificates are (x5u)",
		Next: "Download what x5u names, and provide that."}},
	{begins: true, words: []string{"{", "["}, kind: Kind{What: "JSON without a certificate that can be read",
		Next: "Provide the certificate chain in PEM, or a JWK or JWS header with x5c."}},
	{words: []string{"owner:", "issuer:", "certificate fingerprints:"}, kind: Kind{
		What: "what keytool shows of certificates, without the certificates themselves",
		Next: "Have it write them: `keytool -list -rfc -keystore KEYSTORE`, or `keytool -printcert -rfc -file " +
			"CERTIFICATE`."}},
	{words: []string{"certificate:", "cert hash(sha1)"}, kind: Kind{
		What: "what certutil of Windows shows of a certificate, without the certificate itself",
		Next: "Provide the file that certutil was given."}},
	{words: []string{"x.509 certificate information:"}, kind: Kind{
		What: "what certtool shows of a certificate, without the certificate itself",
		Next: "Provide the certificate that this text was made of."}},
	{words: []string{"subject=", "issuer="}, kind: Kind{
		What: "what openssl shows of a certificate, without the certificate itself",
		Next: "Provide the certificate that this text was made of."}},
	{begins: true, words: []string{"0:d=0 "}, kind: Kind{
		What: "what openssl asn1parse shows, without the certificate itself",
		Next: "Provide the certificate that this text was made of."}},
	{words: []string{" fingerprint="}, kind: Kind{
		What: "the fingerprint of a certificate, without the certificate itself",
		Next: "Provide the certificate that it was made of."}},
	{begins: true, words: []string{"windows registry editor"}, kind: Kind{
		What: "what was exported from the registry of Windows",
		Next: "Export the certificate from the store of Windows (certmgr.msc), and provide that."}},
	{begins: true, words: []string{"begin 6"}, kind: Kind{What: "a file that uuencode has written",
		Next: "Decode it: `uudecode FILE`, and provide what that writes."}},
	{words: []string{"ssl_certificate "}, kind: Kind{What: "a configuration that names the file of the certificate",
		Next: "Provide that file."}},
	{words: []string{"thumbprint", "subject", "-----"}, kind: Kind{
		What: "what PowerShell shows of a certificate, without the certificate itself",
		Next: "Export the certificate from the store of Windows (Export-Certificate), and provide that."}},
	{words: []string{"\ndata\n====", " bytes"}, kind: Kind{
		What: "what kubectl describe shows of a secret, without what is in it",
		Next: "Take the certificates out of it: `kubectl get secret NAME -o jsonpath='{.data.tls\\.crt}' | base64 " +
			"-d > chain.pem`."}},
	{words: []string{"\nsops:", "enc["}, kind: Kind{What: "a file that SOPS has encrypted", Next: decryptIt,
		Need: lint.Need{What: lint.NeedChain, With: "sops -d FILE"}}},
	{words: []string{"kind: sealedsecret"}, kind: Kind{What: "a secret that is sealed for a cluster of Kubernetes",
		Next: "Take the certificates out of the secret in the cluster: `kubectl get secret NAME -o " +
			"jsonpath='{.data.tls\\.crt}' | base64 -d > chain.pem`."}},
	{begins: true, words: []string{"eyj"}, kind: Kind{
		What: "a token (JWT or JWS) without certificates", Next: giveChain}},
}

// derKinds are structures in DER.
var derKinds = []struct {
	of   ber.Kind
	kind Kind
}{
	{ber.ListKind, Kind{What: "a certificate revocation list (CRL)",
		Next: "Provide it as a revocation list, beside the certificate chain.", Need: lint.Need{What: lint.NeedCRL}}},
	{ber.OCSPKind, Kind{What: "an OCSP response",
		Next: "Provide it as an OCSP response, beside the certificate chain.", Need: lint.Need{What: lint.NeedOCSP}}},
	{ber.RequestKind, Kind{What: "a certificate signing request (PKCS#10)",
		Next: "Provide the certificate that the QTSP issued on this request."}},
	{ber.QueryKind, Kind{What: "an OCSP request", Next: "Provide the certificate chain; the request is for the " +
		"responder of the issuer, and its answer may stand beside the chain.", Need: lint.Need{What: lint.NeedOCSP}}},
	{ber.KeyStoreKind, Kind{What: "a key store of Bouncy Castle (BCFKS)", Next: fipsBouncy,
		Key: keyOfBouncy + "BCFKS`."}},
	{ber.TimestampKind, Kind{What: "an answer of a time-stamping service", Next: giveChain}},
	{ber.PublicKind, Kind{What: "a public key", Next: giveChain}},
	{ber.PrivateKind, Kind{What: "a private key in DER", Next: giveChain,
		Key: "Write it as PEM: `openssl pkey -inform DER -in FILE -out leaf.key`.", IsKey: true}},
	{ber.StoreKind, Kind{What: "PKCS#12", Next: "Write the certificates as PEM: " + FromPKCS12, Key: keyOfPKCS12}},
	{ber.MessageKind, Kind{What: "PKCS#7, which holds certificates", Next: giveChain}},
	{ber.CertificateKind, Kind{What: "a certificate in DER", Next: giveChain}},
}
