package form

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/pem"
	"math/big"
	"net/url"
	"slices"
	"strings"

	"qwac/internal/cases/kit"
	"qwac/internal/testpki"
	"qwac/pkg/check"
)

// pemCases spoil the text of the clean chain (group P).
func pemCases() []kit.Case {
	return slices.Concat(pemKindCases(), pemFormatCases(), pemTextCases(), pemEncodedCases(), pemBytesCases(),
		pemWholeCases())
}

// pemKindCases give something other than certificates in PEM.
func pemKindCases() []kit.Case {
	return []kit.Case{
		{Name: "pem-empty/no bytes", Files: only("chain.pem", nil), Want: []string{"pem-empty"}},
		{Name: "pem-empty/blank lines", Files: only("chain.pem", []byte(" \r\n\t\n")), Want: []string{"pem-empty"}},
		{Name: "pem-empty/the intermediate's file", Files: instead(1, nil), Want: []string{"pem-empty"}},
		{Name: "pem-empty/blank lines before the chain", Near: true, Files: mangled(func(s string) string {
			return "\r\n \n" + s
		})},

		{Name: "pem-no-certificate/a letter", Files: only("chain.pem", []byte("The certificate follows by mail.\n")),
			Want: []string{"pem-no-certificate"}},
		{Name: "pem-no-certificate/a public key", Files: only("chain.pem", publicKeyPEM()),
			Want: []string{"pem-no-certificate", "pem-unexpected-label"}},
		{Name: "pem-no-certificate/a ZIP archive beside the chain",
			Files: withFile("chain.zip", []byte("PK\x03\x04\x14\x00")), Want: []string{"pem-no-certificate"}},
		{Name: "pem-no-certificate/bytes of no known kind beside the chain",
			Files: withFile("chain.bin", []byte("\x01\x02\x03 no text")), Want: []string{"pem-no-certificate"}},
		{Name: "pem-no-certificate/a Java key store", Files: only("chain.jks",
			[]byte("\xfe\xed\xfe\xed\x00\x00\x00\x02")), Want: []string{"pem-no-certificate"}},
		{Name: "pem-no-certificate/an HTML page", Files: only("chain.pem",
			[]byte("<!DOCTYPE html>\n<html>Sign in</html>\n")), Want: []string{"pem-no-certificate"}},
		{Name: "pem-no-certificate/a revocation list", Files: only("ca.crl",
			testpki.CRL{Issuer: testpki.Clean().Intermediate}.DER()), Want: []string{"pem-no-certificate"}},
		{Name: "pem-no-certificate/in an HTML page", Near: true, Files: mangled(func(s string) string {
			return "<html><pre>\n" + s + "</pre></html>\n"
		}), Want: []string{"pem-explanatory-text"}},
		{Name: "pem-no-certificate/a key alone", Near: true, Files: only("leaf.key", testpki.Clean().Leaf.KeyPEM()),
			Want: []string{"pem-private-key-present"}},
		{Name: "pem-no-certificate/base64 without boundaries", Near: true, Files: bareLeaf,
			Want: []string{"pem-bad-boundary"}},

		{Name: "pem-private-key-present/before the chain", Files: withFirst(testpki.Clean().Leaf.KeyPEM()),
			Want: []string{"pem-private-key-present"}},
		{Name: "pem-private-key-present/encrypted", Files: withFirst(labelled("ENCRYPTED PRIVATE KEY")),
			Want: []string{"pem-private-key-present"}},
		{Name: "pem-private-key-present/in DER", Files: withFile("leaf.key", keyDER()),
			Want: []string{"pem-private-key-present"}},
		{Name: "pem-private-key-present/labelled as a certificate", Files: withFirst(relabelledKey()),
			Want: []string{"pem-private-key-present"}},
		{Name: "pem-private-key-present/without boundaries", Files: withFirst(unbounded(testpki.Clean().Leaf.KeyPEM())),
			Want: []string{"pem-private-key-present", "pem-explanatory-text"}},
		{Name: "pem-private-key-present/certificate without boundaries", Near: true,
			Files: withFirst(unbounded(testpki.Clean().Leaf.PEM())),
			Want:  []string{"pem-bad-boundary", "chain-duplicate-certificate", "pem-explanatory-text"}},
		{Name: "pem-private-key-present/spoken of", Near: true,
			Files: withFirst([]byte("The PRIVATE KEY is in the vault.\n")), Want: []string{"pem-explanatory-text"}},
		{Name: "pem-private-key-present/public key", Near: true, Files: withFirst(publicKeyPEM()),
			Want: []string{"pem-unexpected-label"}},

		{Name: "pem-csr-instead-of-certificate/alone", Files: only("leaf.csr", testpki.Clean().Leaf.RequestPEM()),
			Want: []string{"pem-csr-instead-of-certificate"}},
		{Name: "pem-csr-instead-of-certificate/beside the chain", Files: withFirst(testpki.Clean().Leaf.RequestPEM()),
			Want: []string{"pem-csr-instead-of-certificate"}},
		{Name: "pem-csr-instead-of-certificate/spoken of", Near: true,
			Files: withFirst([]byte("CERTIFICATE REQUEST of 1 June\n")), Want: []string{"pem-explanatory-text"}},

		{Name: "pem-unexpected-label/trusted certificate",
			Files: swapped("CERTIFICATE-----", "TRUSTED CERTIFICATE-----"), Want: []string{"pem-unexpected-label"}},
		{Name: "pem-unexpected-label/revocation list", Files: withFirst(labelled("X509 CRL")),
			Want: []string{"pem-unexpected-label"}},
		{Name: "pem-unexpected-label/curve parameters", Files: withFirst(labelled("EC PARAMETERS")),
			Want: []string{"pem-unexpected-label"}},
		{Name: "pem-unexpected-label/old label", Near: true,
			Files: swapped("CERTIFICATE-----", "X.509 CERTIFICATE-----"), Want: []string{"pem-legacy-label"}},

		{Name: "pem-legacy-label/X509 CERTIFICATE", Files: swapped("CERTIFICATE-----", "X509 CERTIFICATE-----"),
			Want: []string{"pem-legacy-label"}},
		{Name: "pem-legacy-label/lower case", Near: true, Files: swapped("BEGIN CERTIFICATE", "Begin Certificate"),
			Want: []string{"pem-bad-boundary"}},
		{Name: "pem-legacy-label/words in the text outside", Near: true, Files: withFirst([]byte("X509 certificate\n")),
			Want: []string{"pem-explanatory-text"}},
	}
}

// pemFormatCases give the chain in another format, or too much of it.
func pemFormatCases() []kit.Case {
	clean := testpki.Clean()
	return []kit.Case{
		{Name: "pem-input-der/leaf", Files: instead(0, clean.Leaf.DER), Want: []string{"pem-input-der"}},
		{Name: "pem-input-der/all in one file", Files: only("chain.der", allDER()), Want: []string{"pem-input-der"}},
		{Name: "pem-input-der/PEM by that name", Near: true, Files: only("chain.der", clean.PEM())},

		{Name: "pem-input-pkcs12/without its password", Files: only("chain.p12", testpki.PKCS12(clean, "fixture")),
			Want: []string{"pem-input-pkcs12"}},
		{Name: "pem-input-pkcs12/with an empty password", Files: only("chain.p12", testpki.PKCS12(clean, "")),
			Want: []string{"pem-input-pkcs12"}},
		{Name: "pem-input-pkcs12/that may hold the chain", Files: func(c testpki.Chain) []kit.Input {
			return []kit.Input{{Name: "leaf.pem", Data: c.Leaf.PEM()},
				{Name: "chain.p12", Data: testpki.PKCS12(clean, "fixture")}}
		}, Want: []string{"pem-input-pkcs12"}},
		{Name: "pem-input-pkcs12/beside the chain", Files: withFile("leaf.p12", testpki.PKCS12(clean, "fixture")),
			Want: []string{"pem-input-pkcs12"}},
		{Name: "pem-input-pkcs12/to be sent", Files: only("chain.p12", testpki.PKCS12(clean, "fixture")),
			Options: check.Options{Sent: true}, Want: []string{"pem-input-pkcs12"}},
		{Name: "pem-input-pkcs12/written out by OpenSSL", Near: true, Files: withFirst([]byte(bagAttributes)),
			Want: []string{"pem-explanatory-text"}},
		{Name: "pem-input-pkcs12/PKCS#7", Near: true, Files: only("chain.p12", testpki.PKCS7(clean.Certs()...)),
			Want: []string{"pem-input-pkcs7"}},

		{Name: "pem-input-pkcs7/DER", Files: only("chain.p7b", testpki.PKCS7(clean.Certs()...)),
			Want: []string{"pem-input-pkcs7"}},
		{Name: "pem-input-pkcs7/PEM, root first", Files: only("chain.p7b",
			testpki.PKCS7PEM(clean.Root, clean.Intermediate, clean.Leaf)), Want: []string{"pem-input-pkcs7"}},
		{Name: "pem-input-pkcs7/old label", Files: only("chain.p7b",
			bytes.ReplaceAll(testpki.PKCS7PEM(clean.Certs()...), []byte("PKCS7"), []byte("PKCS #7 SIGNED DATA"))),
			Want: []string{"pem-input-pkcs7"}},
		{Name: "pem-input-pkcs7/certificates by that name", Near: true, Files: only("chain.p7b", clean.PEM())},

		{Name: "pem-input-utf16/little endian with mark",
			Files: only("chain.pem", inUTF16(binary.LittleEndian, "\ufeff")), Want: []string{"pem-input-utf16"}},
		{Name: "pem-input-utf16/big endian without mark", Files: only("chain.pem", inUTF16(binary.BigEndian, "")),
			Want: []string{"pem-input-utf16"}},
		{Name: "pem-input-utf16/letters beyond ASCII outside", Near: true,
			Files: withFirst([]byte("Utstedt i Århus\n")), Want: []string{"pem-explanatory-text"}},

		{Name: "pem-input-too-large/21 certificates", Files: only("chain.pem", many(21)),
			Want: []string{"pem-input-too-large", "chain-duplicate-certificate"}},
		{Name: "pem-input-too-large/one byte above 1 MiB", Files: mangled(filled(1<<20 + 1)),
			Want: []string{"pem-input-too-large"}},
		{Name: "pem-input-too-large/1 MiB", Near: true, Files: mangled(filled(1 << 20))},
		{Name: "pem-input-too-large/20 certificates", Near: true, Files: only("chain.pem", many(20)),
			Want: []string{"chain-duplicate-certificate"}},
	}
}

// pemTextCases spoil boundaries and lines.
func pemTextCases() []kit.Case {
	return []kit.Case{
		{Name: "pem-bom/first in the file", Files: mangled(func(s string) string {
			return "\ufeff" + s
		}), Want: []string{"pem-bom"}},
		{Name: "pem-bom/before each block", Files: swapped(beginLine, "\ufeff"+beginLine), Want: []string{"pem-bom"}},
		{Name: "pem-bom/before text outside", Near: true, Files: withFirst(
			[]byte("\ufeffsubject=CN = " + testpki.Host + "\n")), Want: []string{"pem-explanatory-text"}},
		{Name: "pem-bom/behind the last block", Near: true, Files: mangled(func(s string) string {
			return s + "\ufeff\n"
		})},

		{Name: "pem-glued-boundaries/no line break", Files: swapped(endLine+"\n"+beginLine, endLine+beginLine),
			Want: []string{"pem-glued-boundaries"}},
		{Name: "pem-glued-boundaries/files without last line break", Near: true, Files: withoutLastBreak,
			Want: []string{"pem-no-final-newline", "pem-no-final-newline", "pem-no-final-newline"}},
		{Name: "pem-glued-boundaries/CRLF", Near: true, Files: swapped("\n", "\r\n")},

		{Name: "pem-escaped-newlines/from JSON", Files: swapped("\n", `\n`), Want: []string{"pem-escaped-newlines"}},
		{Name: "pem-escaped-newlines/in JSON, with CRLF", Files: mangled(func(s string) string {
			return `{"certificate":"` + strings.ReplaceAll(s, "\n", `\r\n`) + `"}` + "\n"
		}), Want: []string{"pem-escaped-newlines"}},
		{Name: "pem-escaped-newlines/in the text outside", Near: true,
			Files: withFirst([]byte(`made with printf "%s\n"` + "\n")), Want: []string{"pem-explanatory-text"}},

		{Name: "pem-indented/all lines", Files: mangled(indented), Want: []string{"pem-indented"}},
		{Name: "pem-indented/END lines", Files: swapped(endLine, "  "+endLine), Want: []string{"pem-indented"}},
		{Name: "pem-indented/no-break spaces", Files: swapped("\n", "\u00a0\n"), Want: []string{"pem-indented"}},
		{Name: "pem-indented/blanks at the ends of lines", Near: true, Files: swapped("\n", "  \n")},
		{Name: "pem-indented/indented text outside", Near: true,
			Files: withFirst([]byte("    leaf, intermediate, root\n")), Want: []string{"pem-explanatory-text"}},

		{Name: "pem-no-line-breaks/a line for each", Files: mangled(oneLineEach), Want: []string{"pem-no-line-breaks"}},
		{Name: "pem-no-line-breaks/END on the last line", Files: swapped("\n"+endLine, endLine),
			Want: []string{"pem-no-line-breaks"}},
		{Name: "pem-no-line-breaks/boundaries on lines of their own", Near: true, Files: mangled(longLines),
			Want: []string{"pem-line-length"}},

		{Name: "pem-cr-only/old Mac", Files: swapped("\n", "\r"), Want: []string{"pem-cr-only"}},
		{Name: "pem-cr-only/CR CR LF", Files: swapped("\n", "\r\r\n"), Want: []string{"pem-cr-only"}},
		{Name: "pem-cr-only/CRLF", Near: true, Files: swapped("\n", "\r\n")},

		{Name: "pem-bad-boundary/four dashes", Files: swapped("-----", "----"), Want: []string{"pem-bad-boundary"}},
		{Name: "pem-bad-boundary/em dashes", Files: swapped("-----", "——-"), Want: []string{"pem-bad-boundary"}},
		{Name: "pem-bad-boundary/labels differ", Files: swappedOnce("END CERTIFICATE", "END X509 CERTIFICATE"),
			Want: []string{"pem-bad-boundary"}},
		{Name: "pem-bad-boundary/no END", Files: swappedOnce(endLine+"\n", ""), Want: []string{"pem-bad-boundary"}},
		{Name: "pem-bad-boundary/no BEGIN", Files: swappedOnce(beginLine+"\n", ""), Want: []string{"pem-bad-boundary"}},
		{Name: "pem-bad-boundary/quoted mail", Files: mangled(quoted), Want: []string{"pem-bad-boundary"}},
		{Name: "pem-bad-boundary/text behind END", Files: swappedOnce(endLine, endLine+" # leaf"),
			Want: []string{"pem-bad-boundary"}},
		{Name: "pem-bad-boundary/rulers between the blocks", Near: true,
			Files: swapped(endLine, endLine+"\n----- certificate -----"), Want: []string{"pem-explanatory-text"}},
		{Name: "pem-bad-boundary/comment above", Near: true, Files: withFirst([]byte("# leaf\n")),
			Want: []string{"pem-explanatory-text"}},
		{Name: "pem-bad-boundary/blank lines", Near: true, Files: swapped("\n", "\n\n")},
	}
}

// pemEncodedCases encode the chain once more, or lose something by decoding it once too often.
func pemEncodedCases() []kit.Case {
	clean := string(testpki.Clean().PEM())
	der := base64.StdEncoding.EncodeToString(testpki.Clean().Leaf.DER)
	return []kit.Case{
		{Name: "pem-encoded-twice/base64 of the file", Files: mangled(inBase64), Want: []string{"pem-encoded-twice"}},
		{Name: "pem-encoded-twice/PEM in PEM", Files: mangled(func(s string) string {
			return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: []byte(s)}))
		}), Want: []string{"pem-encoded-twice"}},
		{Name: "pem-encoded-twice/secret of Kubernetes", Files: mangled(func(s string) string {
			return "data:\n  tls.crt: " + inBase64(s) + "\n"
		}), Want: []string{"pem-encoded-twice"}},
		{Name: "pem-encoded-twice/with text before the first block", Files: mangled(func(s string) string {
			return "data:\n  tls.crt: " + inBase64("Bag Attributes\n"+s) + "\n"
		}), Want: []string{"pem-encoded-twice", "pem-explanatory-text"}},
		{Name: "pem-encoded-twice/beside a block", Files: func(c testpki.Chain) []kit.Input {
			secret := "data: " + inBase64(string(c.Intermediate.PEM())) + "\n---\n"
			return []kit.Input{{Name: "all.yaml",
				Data: slices.Concat(c.Leaf.PEM(), []byte(secret), c.Root.PEM())}}
		}, Want: []string{"pem-encoded-twice", "pem-explanatory-text"}},
		{Name: "pem-encoded-twice/spoken of", Near: true, Files: withFirst(
			[]byte("LS0tLS1CRUdJTi is what it begins with.\n")), Want: []string{"pem-explanatory-text"}},

		{Name: "pem-url-encoded/in a header", Files: mangled(url.PathEscape), Want: []string{"pem-url-encoded"}},
		{Name: "pem-url-encoded/in a form", Files: mangled(url.QueryEscape), Want: []string{"pem-url-encoded"}},
		{Name: "pem-url-encoded/in the text outside", Near: true,
			Files: withFirst([]byte("https://pki.example/a%20b%0A\n")), Want: []string{"pem-explanatory-text"}},

		{Name: "pem-plus-lost/all", Files: swapped("+", " "), Want: []string{"pem-plus-lost"}},
		{Name: "pem-plus-lost/a blank too many", Near: true, Files: swapped("\nMII", "\nM II"),
			Want: []string{"pem-line-length"}},

		{Name: "input-json-x5c/JWK", Files: only("leaf.jwk", []byte(`{"kty":"EC","x5c":["`+der+`"]}`+"\n")),
			Want: []string{"input-json-x5c", "chain-incomplete-single"}},
		{Name: "x509-parse-failed/a value of x5c cut off", Files: only("leaf.jwk",
			[]byte(`{"kty":"EC","x5c":["`+der+`","`+der[:40]+`"]}`+"\n")),
			Want: []string{"input-json-x5c", "x509-parse-failed"}},
		{Name: "input-json-x5c/JWS header", Files: func(c testpki.Chain) []kit.Input {
			files := kit.ThreeFiles(c)
			files[0].Data = []byte(`{"alg":"ES256","x5c":["` + der + `"]}` + "\n")
			return files
		}, Want: []string{"input-json-x5c"}},
		{Name: "input-json-x5c/PEM in JSON", Near: true, Files: only("body.json",
			[]byte(`{"certificate":"`+strings.ReplaceAll(clean, "\n", `\n`)+`"}`)),
			Want: []string{"pem-escaped-newlines"}},
	}
}

func inBase64(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }

// pemBytesCases spoil the base64, its content, and what no bank minds.
func pemBytesCases() []kit.Case {
	return []kit.Case{
		{Name: "pem-bad-base64/foreign character", Files: swappedOnce("\nMII", "\n%II"),
			Want: []string{"pem-bad-base64"}},
		{Name: "pem-bad-base64/line lost in the intermediate",
			Files: instead(1, without(testpki.Clean().Intermediate.PEM(), 3)), Want: []string{"pem-bad-base64"}},
		{Name: "pem-bad-base64/character lost in the root", Files: instead(2,
			bytes.Replace(testpki.Clean().Root.PEM(), []byte("\nMII"), []byte("\nMI"), 1)),
			Want: []string{"pem-bad-base64"}},
		{Name: "pem-bad-base64/blank inside", Near: true, Files: swapped("\nMII", "\nM II"),
			Want: []string{"pem-line-length"}},

		{Name: "pem-rfc1421-headers/Proc-Type", Files: swapped(beginLine, beginLine+"\nProc-Type: 4,CLEAR\n"),
			Want: []string{"pem-rfc1421-headers"}},
		{Name: "pem-rfc1421-headers/above BEGIN", Near: true,
			Files: swapped(beginLine, "Proc-Type: 4,CLEAR\n\n"+beginLine), Want: []string{"pem-explanatory-text"}},

		{Name: "pem-explanatory-text/bag attributes", Files: withFirst([]byte(bagAttributes)),
			Want: []string{"pem-explanatory-text"}},
		{Name: "pem-explanatory-text/behind", Files: mangled(func(s string) string {
			return s + "end of the chain\n"
		}), Want: []string{"pem-explanatory-text"}},
		{Name: "pem-explanatory-text/CR, LF and NUL at the end", Files: mangled(func(s string) string {
			return s + "\r\n\x00"
		}), Want: []string{"pem-explanatory-text", "pem-no-final-newline"}},
		{Name: "pem-explanatory-text/NUL and Ctrl-Z at the end", Files: mangled(func(s string) string {
			return s + "\x1a\x00\x00"
		}), Want: []string{"pem-explanatory-text", "pem-no-final-newline"}},
		{Name: "pem-explanatory-text/blank lines", Near: true, Files: swapped(beginLine, "\n  \n"+beginLine)},

		{Name: "pem-line-length/76 characters", Files: mangled(func(s string) string {
			return folded(s, 76)
		}), Want: []string{"pem-line-length"}},
		{Name: "pem-line-length/65 characters", Files: mangled(func(s string) string {
			return folded(s, 65)
		}), Want: []string{"pem-line-length"}},
		{Name: "pem-line-length/60 characters", Near: true, Files: mangled(func(s string) string {
			return folded(s, 60)
		})},

		{Name: "pem-no-final-newline/one file", Files: mangled(func(s string) string {
			return strings.TrimSuffix(s, "\n")
		}), Want: []string{"pem-no-final-newline"}},
		{Name: "pem-no-final-newline/blanks behind it", Near: true, Files: mangled(func(s string) string {
			return s + "\n\n"
		})},

		{Name: "pem-mixed-line-ends/first line", Files: swappedOnce("\n", "\r\n"),
			Want: []string{"pem-mixed-line-ends"}},
		{Name: "pem-mixed-line-ends/one kind in each file", Near: true,
			Files: instead(1, bytes.ReplaceAll(testpki.Clean().Intermediate.PEM(), []byte("\n"), []byte("\r\n")))},

		{Name: "x509-trailing-data/two zeros", Edit: kit.LeafOnly(func(s *testpki.Spec) {
			s.Trailing = []byte{0, 0}
		}), Want: []string{"x509-trailing-data"}},
		{Name: "x509-trailing-data/all in one block", Files: only("chain.pem",
			pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: allDER()})),
			Want: []string{"x509-trailing-data"}},
		{Name: "x509-trailing-data/all in one DER file", Near: true, Files: only("chain.der", allDER()),
			Want: []string{"pem-input-der"}},

		{Name: "x509-der-not-canonical/TRUE is 01", Edit: criticalDER(0x01), Want: []string{"x509-der-not-canonical"}},
		{Name: "x509-der-not-canonical/FALSE written out", Edit: criticalDER(0x00),
			Want: []string{"x509-der-not-canonical", "leaf-ku-not-critical"}},
		{Name: "x509-der-not-canonical/indefinite length", Edit: kit.CaOnly(func(s *testpki.Spec) {
			s.Final = indefinite
		}), Want: []string{"x509-der-not-canonical"}},
		{Name: "x509-der-not-canonical/long length in an extension", Edit: kit.LeafOnly(func(s *testpki.Spec) {
			s.Ext(testpki.OIDKeyUsage).Value = []byte{3, 0x81, 2, 7, 0x80}
		}), Want: []string{"x509-der-not-canonical"}},
		{Name: "x509-der-not-canonical/serial number with a needless zero", Edit: kit.LeafOnly(func(s *testpki.Spec) {
			s.Serial = big.NewInt(1 << 15) // 02 03 00 80 00
			s.TBS = func(tbs []byte) []byte {
				return bytes.Replace(tbs, []byte{2, 3, 0, 0x80, 0}, []byte{2, 3, 0, 0x40, 0}, 1)
			}
		}), Want: []string{"x509-der-not-canonical", "x509-serial-low-entropy"}},
		{Name: "x509-der-not-canonical/something else is broken too", Near: true,
			Edit: kit.CaOnly(func(s *testpki.Spec) {
				s.Final, s.NotAfterDER = indefinite, testpki.Null()
			}), Want: []string{"x509-parse-failed"}},
		{Name: "x509-der-not-canonical/TRUE is ff", Near: true, Edit: criticalDER(0xff)},
	}
}

const bagAttributes = "Bag Attributes\n    localKeyID: 01 02\nsubject=C = DK, CN = " + testpki.Host + "\n"
