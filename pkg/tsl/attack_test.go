package tsl

import (
	"bytes"
	"crypto"
	"fmt"
	"strings"
	"testing"

	"qwac/internal/testpki"
)

// replace changes exactly one place.
func replace(t *testing.T, data []byte, old, new string) []byte {
	t.Helper()
	if !bytes.Contains(data, []byte(old)) {
		t.Fatalf("nothing to replace: %s", old)
	}
	return bytes.Replace(data, []byte(old), []byte(new), 1)
}

// part is the text from the first occurrence of from through the first of to behind it.
func part(t *testing.T, data []byte, from, to string) string {
	t.Helper()
	_, rest, ok := strings.Cut(string(data), from)
	inner, _, ok2 := strings.Cut(rest, to)
	if !ok || !ok2 {
		t.Fatalf("no part from %s to %s", from, to)
	}
	return from + inner + to
}

// Attacks on the file of a well-signed list.
func TestAttackDocument(t *testing.T) {
	good := signedDK()
	if err := check(good); err != nil {
		t.Fatal(err)
	}
	const status = "/Svcstatus/granted"
	nested := func(n int) string { return strings.Repeat("<x>", n) + strings.Repeat("</x>", n) }
	attributes := ""
	for i := range maxAttrs + 1 {
		attributes += fmt.Sprintf(` a%d=""`, i)
	}
	for _, c := range []struct {
		name string
		data []byte
		want Kind
	}{
		{"altered status", replace(t, good, status, "/Svcstatus/withdrawn"), KindDigest},
		{"altered date", replace(t, good, "2022-02-01", "2020-02-01"), KindDigest},
		{"element added", replace(t, good, "</SchemeInformation>", "<Extra></Extra></SchemeInformation>"), KindDigest},
		{"comment in a value", replace(t, good, status, "/Svcstatus/gra<!-- -->nted"), KindComment},
		{"comment before a value", replace(t, good, "<ServiceStatus>", "<ServiceStatus><!-- -->"), KindComment},
		{"doctype", append([]byte("<!DOCTYPE x>"), good...), KindDoctype},
		{"entity bomb", append([]byte(`<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>`),
			replace(t, good, "Fixture web CA", "&b;")...), KindDoctype},
		{"entity without doctype", replace(t, good, "Fixture web CA", "&b;"), KindXML},
		{"processing instruction", replace(t, good, "<SchemeInformation>", "<?php ?><SchemeInformation>"),
			KindInstruction},
		{"tab in an attribute", replace(t, good, `TSLTag="`, "TSLTag=\"\t"), KindAttribute},
		{"line end in an attribute", replace(t, good, `TSLTag="`, "TSLTag=\"\n"), KindAttribute},
		{"attribute twice", replace(t, good, `Id="fixture-list"`, `Id="fixture-list" Id="other"`), KindDuplicate},
		{"attribute twice by namespace", replace(t, good, "<SchemeInformation>",
			`<SchemeInformation xmlns:a="u:" xmlns:b="u:" a:c="" b:c="">`), KindDuplicate},
		{"identifier twice", replace(t, good, "<SchemeInformation>", `<SchemeInformation Id="fixture-list">`),
			KindDuplicateID},
		{"identifier in other spelling",
			replace(t, good, "<SchemeInformation>", `<SchemeInformation ID="fixture-properties">`), KindDuplicateID},
		{"xml:id", replace(t, good, "<SchemeInformation>", `<SchemeInformation xml:id="fixture-signature">`),
			KindDuplicateID},
		{"undeclared prefix", replace(t, good, "<SchemeInformation>", "<SchemeInformation><a:b></a:b>"), KindNamespace},
		{"undeclared attribute prefix", replace(t, good, "<SchemeInformation>", `<SchemeInformation a:b="">`),
			KindNamespace},
		{"prefix undone", replace(t, good, "<SchemeInformation>", `<SchemeInformation xmlns:a="">`), KindNamespace},
		{"xml prefix stolen", replace(t, good, "<SchemeInformation>", `<SchemeInformation xmlns:xml="u:">`),
			KindNamespace},
		{"xmlns prefix stolen", replace(t, good, "<SchemeInformation>", `<SchemeInformation xmlns:xmlns="u:">`),
			KindNamespace},
		{"name that begins with a colon", replace(t, good, "<SchemeInformation>", `<SchemeInformation><:a></:a>`),
			KindNamespace},
		{"name with two colons",
			replace(t, good, "<SchemeInformation>", `<SchemeInformation><a:b:c xmlns:a="u:"></a:b:c>`), KindXML},
		{"root in another namespace", replace(t, good, tslDeclaration, `xmlns="http://example.com/"`), KindRoot},
		{"content in another namespace",
			replace(t, good, "<SchemeInformation>", `<SchemeInformation xmlns="http://example.com/">`), KindContent},
		{"not UTF-8", append([]byte("\xff\xfe"), good...), KindEncoding},
		{"UTF-16", []byte("\xfe\xff\x00<\x00a"), KindEncoding},
		{"other encoding declared", append([]byte(`<?xml version="1.0" encoding="ISO-8859-1"?>`), good...),
			KindEncoding},
		{"declaration inside", append([]byte(" "), append([]byte(`<?xml version="1.0"?>`), good...)...), KindXML},
		{"two roots", append(bytes.Clone(good), []byte("<x></x>")...), KindXML},
		{"text behind", append(bytes.Clone(good), 'x'), KindXML},
		{"cut off", good[:len(good)/2], KindXML},
		{"wrong end", replace(t, good, "</SchemeInformation>", "</SchemeInformatiom>"), KindXML},
		{"empty", nil, KindXML},
		{"too large", bytes.Repeat([]byte(" "), MaxSize+1), KindSize},
		{"too deep", replace(t, good, "<SchemeInformation>", "<SchemeInformation>"+nested(MaxDepth)), KindDepth},
		{"too many elements", replace(t, good, "<SchemeInformation>",
			"<SchemeInformation>"+strings.Repeat("<x/>", maxParts)), KindElements},
		{"too many comments", replace(t, good, "<SchemeInformation>",
			"<SchemeInformation>"+strings.Repeat("<!---->", maxParts)), KindElements},
		{"too many attributes", replace(t, good, "<SchemeInformation>", "<SchemeInformation"+attributes+">"),
			KindElements},
		{"version 4", testpki.TL{Version: 4, Territory: "DK"}.XML(), KindVersion},
		{"version 7", testpki.TL{Version: 7, Territory: "DK"}.XML(), KindVersion},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := kindOf(check(c.data)); got != c.want {
				t.Errorf("%q, want %q: %v", got, c.want, check(c.data))
			}
		})
	}
}

const tslDeclaration = `xmlns="` + nsTSL + `"`

// Attacks that move a signed list to where a careless reader does not look, and put another in its place.
func TestAttackWrapping(t *testing.T) {
	good := signedDK()
	evil := testDK(testpki.TLService{Certs: granted().Certs, States: []testpki.TLState{{Since: day(2021, 1, 1)}}}).XML()
	signature := part(t, good, "<ds:Signature ", "</ds:Signature>")
	unsigned := replace(t, good, signature, "")
	byID := testDK(granted()).Sign(dkSigner(), testpki.TLSignature{ByID: true})
	byIDSignature := part(t, byID, "<ds:Signature ", "</ds:Signature>")
	other := bytes.ReplaceAll(evil, []byte("fixture-list"), []byte("evil-list"))
	const end = "</TrustServiceStatusList>"
	into := func(place, what string) []byte { return replace(t, other, place, what+place) }
	for _, c := range []struct {
		name string
		data []byte
		want Kind
	}{
		{"unsigned", unsigned, KindUnsigned},
		{"signature renamed", bytes.ReplaceAll(good, []byte("ds:Signature "), []byte("ds:Signatur ")), KindXML},
		{"signature in another namespace",
			replace(t, good, `ds:Signature xmlns:ds="`+nsDS, `ds:Signature xmlns:ds="u:`), KindUnsigned},
		{"two signatures", replace(t, good, signature,
			strings.ReplaceAll(signature, `="fixture-`, `="second-`)+signature), KindSignatures},
		{"signature of another list",
			replace(t, evil, "</TrustServiceStatusList>", signature+"</TrustServiceStatusList>"), KindDigest},
		{"signature first", replace(t, unsigned, "<SchemeInformation>", signature+"<SchemeInformation>"), KindWrapped},
		{"signature inside the scheme", replace(t, unsigned, "</SchemeInformation>", signature+"</SchemeInformation>"),
			KindWrapped},
		{"element behind the signature", replace(t, good, "</ds:Signature>", "</ds:Signature><Extra></Extra>"),
			KindWrapped},
		{"list inside an object", replace(t, other, "</TrustServiceStatusList>",
			replaceString(byIDSignature, "</ds:Signature>", "<ds:Object>"+string(replace(t, byID, byIDSignature, ""))+
				"</ds:Object></ds:Signature>")+"</TrustServiceStatusList>"), KindWrapped},
		{"list inside key info", replace(t, other, "</TrustServiceStatusList>",
			replaceString(byIDSignature, "</ds:KeyInfo>", string(replace(t, byID, byIDSignature, ""))+"</ds:KeyInfo>")+
				"</TrustServiceStatusList>"), KindWrapped},
		{"signed list inside the list", into("</TrustServiceStatusList>", string(byID)), KindWrapped},
		{"list inside, signature outside",
			into("</TrustServiceStatusList>", string(replace(t, byID, byIDSignature, ""))+byIDSignature), KindWrapped},
		{"list inside the scheme, signature outside", append(bytes.TrimSuffix(into("</SchemeInformation>",
			string(replace(t, byID, byIDSignature, ""))), []byte(end)), byIDSignature+end...), KindWrapped},
		{"properties moved out",
			replace(t, replace(t, good, part(t, good, "<xades:SignedProperties", "</xades:SignedProperties>"), ""),
				"</ds:Signature>", "<ds:Object>"+part(t, good, "<xades:SignedProperties", "</xades:SignedProperties>")+
					"</ds:Object></ds:Signature>"), KindLayout},
		{"second properties", replace(t, good, "</ds:Object>", "</ds:Object><ds:Object>"+
			strings.ReplaceAll(part(t, good, "<xades:QualifyingProperties", "</xades:QualifyingProperties>"),
				"fixture-prop", "evil-prop")+"</ds:Object>"), KindLayout},
		{"properties for another signature", replace(t, good, `Target="#fixture-signature"`, `Target="#other"`),
			KindWrapped},
		{"properties renamed", replace(t, good, `Id="fixture-properties"`, `Id="evil-properties"`), KindWrapped},
		{"properties altered", replace(t, good, "2026-08-01T00:00:00Z</xades", "2026-09-01T00:00:00Z</xades"),
			KindDigest},
		{"signature value of another", replace(t, good, part(t, good, "<ds:SignatureValue>", "</ds:SignatureValue>"),
			part(t, byID, "<ds:SignatureValue>", "</ds:SignatureValue>")), KindSignature},
		{"key info of another", replace(t, good, part(t, good, "<ds:KeyInfo>", "</ds:KeyInfo>"),
			part(t, testDK().Sign(lotlSigner(), testpki.TLSignature{}), "<ds:KeyInfo>", "</ds:KeyInfo>")),
			KindSignerCert},
		{"no key info", replace(t, good, part(t, good, "<ds:KeyInfo>", "</ds:KeyInfo>"), ""), KindLayout},
		{"signed info altered", replace(t, good, "ds:Reference URI", "ds:Reference Id=\"x\" URI"), KindSignature},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := kindOf(check(c.data)); got != c.want {
				t.Errorf("%q, want %q: %v", got, c.want, check(c.data))
			}
		})
	}
}

func replaceString(s, old, new string) string { return strings.Replace(s, old, new, 1) }

// Lists that are rightly signed in a way that trusted lists may not be.
func TestAttackSignedInfo(t *testing.T) {
	with := func(old, new string) testpki.TLSignature {
		return testpki.TLSignature{Info: func(s string) string {
			if !strings.Contains(s, old) {
				t.Fatalf("nothing to replace: %s", old)
			}
			return strings.Replace(s, old, new, 1)
		}}
	}
	const exclusive, enveloped = algExclusive, algEnveloped
	weak := testpki.Root()
	weak.Key.Alg = testpki.RSA1024
	for _, c := range []struct {
		name   string
		signer testpki.Cert
		how    testpki.TLSignature
		want   Kind
	}{
		{"SHA-1", dkSigner(), testpki.TLSignature{Hash: crypto.SHA1}, KindAlgorithm},
		{"RSA of 1024 bits", testpki.Issue(weak, nil), testpki.TLSignature{}, KindAlgorithm},
		{"inclusive SignedInfo", dkSigner(), with(exclusive, "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"),
			KindAlgorithm},
		{"comments kept", dkSigner(), with(exclusive, exclusive+"WithComments"), KindAlgorithm},
		{"prefix list", dkSigner(), with("</ds:CanonicalizationMethod>",
			`<ec:InclusiveNamespaces xmlns:ec="`+exclusive+
				`" PrefixList="ds"></ec:InclusiveNamespaces></ds:CanonicalizationMethod>`), KindAlgorithm},
		{"XPath", dkSigner(), with(enveloped, "http://www.w3.org/TR/1999/REC-xpath-19991116"), KindAlgorithm},
		{"XSLT", dkSigner(), with(enveloped, "http://www.w3.org/TR/1999/REC-xslt-19991116"), KindAlgorithm},
		{"no enveloped transform", dkSigner(), with(`<ds:Transform Algorithm="`+enveloped+`"></ds:Transform>`, ""),
			KindAlgorithm},
		{"HMAC", dkSigner(), with("xmldsig-more#ecdsa-sha256", "xmldsig-more#hmac-sha256"), KindAlgorithm},
		{"RSA named, EC key", dkSigner(), with("#ecdsa-sha256", "#rsa-sha256"), KindSignature},
		{"manifest", dkSigner(), with(`Type="`+typeProps+`"`, `Type="http://www.w3.org/2000/09/xmldsig#Manifest"`),
			KindLayout},
		{"reference into the list", dkSigner(), with(`URI=""`, `URI="#other"`), KindWrapped},
		{"reference to the web", dkSigner(), with(`URI=""`, `URI="http://example.com/"`), KindWrapped},
		{"no URI", dkSigner(), with(` URI=""`, ""), KindWrapped},
		{"XPointer", dkSigner(), with(`URI=""`, `URI="#xpointer(/)"`), KindWrapped},
		{"third reference", dkSigner(), with("</ds:SignedInfo>", "<ds:Reference></ds:Reference></ds:SignedInfo>"),
			KindLayout},
		{"one reference", dkSigner(), testpki.TLSignature{Info: func(s string) string {
			i := strings.Index(s, "<ds:Reference Type")
			return s[:i] + "</ds:SignedInfo>"
		}}, KindLayout},
		{"signer not named", dkSigner(), testpki.TLSignature{Properties: func(s string) string {
			return strings.ReplaceAll(s, "SigningCertificate", "SigningCertifikate")
		}}, KindLayout},
		{"another signer named", dkSigner(), testpki.TLSignature{Properties: func(s string) string {
			i := strings.Index(s, "</ds:DigestValue>")
			return s[:i-4] + "AAA=" + s[i:]
		}}, KindSignerCert},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := kindOf(check(testDK(granted()).Sign(c.signer, c.how))); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

// Ways to sign that real lists have.
func TestSignatureVariants(t *testing.T) {
	rsa := testpki.Root()
	rsa.Key = testpki.Key{Name: "list signer rsa", Alg: testpki.RSA2048}
	p521 := testpki.Root()
	p521.Key = testpki.Key{Name: "list signer p521", Alg: testpki.P521}
	rsaSigner, ecSigner := testpki.Issue(rsa, nil), testpki.Issue(p521, nil)
	for _, c := range []struct {
		name   string
		signer testpki.Cert
		how    testpki.TLSignature
		odd    bool
	}{
		{"ecdsa-sha256", dkSigner(), testpki.TLSignature{}, false},
		{"ecdsa-sha512", ecSigner, testpki.TLSignature{Hash: crypto.SHA512}, false},
		{"ecdsa-sha384", ecSigner, testpki.TLSignature{Hash: crypto.SHA384}, false},
		{"rsa-sha256", rsaSigner, testpki.TLSignature{}, false},
		{"rsa-sha512", rsaSigner, testpki.TLSignature{Hash: crypto.SHA512}, false},
		{"rsa-pss", rsaSigner, testpki.TLSignature{Hash: crypto.SHA256, PSS: true}, false},
		{"inclusive properties", dkSigner(), testpki.TLSignature{Inclusive: true}, false},
		{"reference by identifier", dkSigner(), testpki.TLSignature{ByID: true}, false},
		{"SigningCertificateV2", dkSigner(), testpki.TLSignature{V2: true}, false},
		{"more certificates", dkSigner(), testpki.TLSignature{More: []testpki.Cert{lotlSigner()}}, false},
		{"DigestInfo without NULL", rsaSigner, testpki.TLSignature{Hash: crypto.SHA512, OddRSA: true}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := parse(t, testDK(granted()).Sign(c.signer, c.how))
			if err := l.SignatureError(); err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(l.Signer.DER, c.signer.DER) {
				t.Error("another signer")
			}
			odd := false
			for _, w := range l.Warnings {
				odd = odd || w.Kind == KindDigestInfo
			}
			if odd != c.odd {
				t.Errorf("odd encoding %v, want %v: %v", odd, c.odd, l.Warnings)
			}
		})
	}
}

// Harmless differences: what canonicalization removes.
func TestSignatureHarmless(t *testing.T) {
	good := signedDK()
	for _, c := range []struct {
		name string
		data []byte
	}{
		{"byte order mark", append([]byte("\ufeff"), good...)},
		{"XML declaration", append([]byte(`<?xml version="1.0" encoding="UTF-8"?>`+"\r\n"), good...)},
		{"comment before", append([]byte("<!-- list -->"), good...)},
		{"comment between elements", replace(t, good, "<TSPServices>", "<TSPServices><!-- services -->")},
		{"empty element form", replace(t, good, `<PointersToOtherTSL></PointersToOtherTSL>`, `<PointersToOtherTSL/>`)},
		{"single quotes", replace(t, good, `Id="fixture-list"`, `Id='fixture-list'`)},
		{"line ends", bytes.ReplaceAll(good, []byte("\n"), []byte("\r\n"))},
		{"character reference", replace(t, good, "Fixture web CA", "Fixture&#x20;web CA")},
		{"CDATA", replace(t, good, "Fixture web CA", "<![CDATA[Fixture web CA]]>")},
		{"unused namespace", replace(t, good, "<SchemeInformation>", `<SchemeInformation xmlns:unused="u:">`)},
	} {
		t.Run(c.name, func(t *testing.T) {
			if err := check(c.data); err != nil {
				t.Error(err)
			}
		})
	}
}
