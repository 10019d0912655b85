package testpki

import (
	"bytes"
	"encoding/xml"
	"io"
	"testing"
	"time"
)

func TestTL(t *testing.T) {
	list := TL{Territory: "DK", Providers: []TLProvider{{Services: []TLService{{
		Certs: []Cert{Clean().Intermediate},
		States: []TLState{{Since: date(2022, time.January, 1), Infos: []string{"ForeSeals"},
			Extensions: TLQualification(true, TLCriteria("all", TLPolicies("1.2"), TLKeyUsage("crlSign=true"),
				TLOther("A", "B", "1.2")), "QCForWSA")}},
	}}}}}
	signer := TLSigner("test", "DK")
	one, two := list.Sign(signer, TLSignature{}), list.Sign(signer, TLSignature{})
	if !bytes.Equal(one, two) {
		t.Error("two runs differ")
	}
	for d := xml.NewDecoder(bytes.NewReader(one)); ; {
		if _, err := d.Token(); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
	if signer.X509() == nil {
		t.Error("crypto/x509 refuses the signer")
	}
}
