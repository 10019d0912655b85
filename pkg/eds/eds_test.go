package eds_test

import (
	"strings"
	"testing"

	"qwac/internal/testpki"
	"qwac/pkg/eds"
	"qwac/pkg/ident"
)

// TestForms reads the same of all three forms.
func TestForms(t *testing.T) {
	for _, form := range []string{"json", "xml", "csv"} {
		d, err := eds.Read(testpki.EDS(form, testpki.VOPParticipant()))
		if err != nil {
			t.Fatalf("%s: %v", form, err)
		}
		if len(d.Participants) != 3 {
			t.Errorf("%s: %d participants: %+v", form, len(d.Participants), d.Participants)
		}
		a := d.Ask(testpki.BIC[:8], testpki.OrgID, testpki.Number)
		if a.How != eds.Found || a.Participant.Ready.Format("2006-01-02") != "2025-10-05" ||
			len(a.Participant.Roles) != 2 || len(a.Participant.Accounts) != 1 {
			t.Errorf("%s: %+v %+v", form, a, a.Participant)
		}
		if a := d.Ask("FXTUFIHHXXX", "PSDFI-FINFSA-0111028-7", "0111028-7"); a.How != eds.Found {
			t.Errorf("%s: the second number: %+v", form, a)
		}
	}
}

// TestRefused: a file in which nothing can be looked up is no answer.
func TestRefused(t *testing.T) {
	whole := string(testpki.EDS("json", testpki.VOPParticipant()))
	for name, text := range map[string]string{
		"empty": " \n", "half": whole[:len(whole)/2], "behind": whole + "1", "no participant": `{"a":[{"b":1}]}`,
		"no numbers":    strings.ReplaceAll(whole, "nationalAuthorisationNumbers", "other"),
		"latin":         "BIC;NAN\nFXTUDKKKXXX;\xe9\n",
		"no column":     "Name;Number\nA;1\n",
		"ragged":        "BIC;NAN\nFXTUDKKKXXX\n",
		"doctype":       `<!DOCTYPE a [<!ENTITY b "c">]><a><p><BIC>FXTUDKKKXXX</BIC><NAN>1</NAN></p></a>`,
		"XML, half":     string(testpki.EDS("xml"))[:300],
		"Latin XML":     `<?xml version="1.0" encoding="ISO-8859-1"?><d><p BIC="FXTUDKKK" NAN="1" n="é"/></d>`,
		"external":      `<!DOCTYPE d SYSTEM "file:///etc/passwd"><d><p BIC="FXTUDKKK" NAN="1"/></d>`,
		"long":          "<d><p><BIC>" + strings.Repeat("x<!-- -->", 70_000) + "</BIC><NAN>1</NAN></p></d>",
		"deep":          strings.Repeat("[", 100) + strings.Repeat("]", 100),
		"other schemes": `[{"participantBIC":"FXTUDKKKXXX","scheme":"SRTP","nan":"1"}]`,
	} {
		if d, err := eds.Read([]byte(text)); err == nil {
			t.Errorf("%s: %+v", name, d)
		}
	}
}

// TestRead: files as spreadsheets and other tools write them say the same.
func TestRead(t *testing.T) {
	for name, text := range map[string]string{
		"comma":          "BIC,NAN\nFXTUDKKKXXX,PSDDK-DFSA-1\n",
		"mark and CRLF":  "\ufeffBIC;NAN\r\nFXTUDKKKXXX;PSDDK-DFSA-1\r\n",
		"tab":            "BIC\tNAN\nFXTUDKKKXXX\tPSDDK-DFSA-1\n",
		"quoted":         "\"BIC\",\"Account BIC (several; with semicolons)\",NAN\nFXTUDKKKXXX,,PSDDK-DFSA-1\n",
		"lower case":     "bic,nan\nfxtudkkk,psddk-dfsa-1\n",
		"namespaces":     `<a:d xmlns:a="urn:x"><a:p><a:BIC>FXTUDKKK</a:BIC><a:NAN>PSDDK-DFSA-1</a:NAN></a:p></a:d>`,
		"attributes":     `<d><p BIC="FXTUDKKK" NAN="PSDDK-DFSA-1"/></d>`,
		"ASCII as Latin": `<?xml version="1.0" encoding="ISO-8859-1"?><d><p BIC="FXTUDKKK" NAN="PSDDK-DFSA-1"/></d>`,
		"comments":       `<d><p><BIC>FXTU<!-- x -->DKKK</BIC><NAN><![CDATA[PSDDK-DFSA-1]]></NAN></p></d>`,
	} {
		d, err := eds.Read([]byte(text))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if a := d.Ask("FXTUDKKKXXX", "PSDDK-DFSA-1", "1"); a.How != eds.Found && a.How != eds.Spelled {
			t.Errorf("%s: %+v", name, a)
		}
	}
}

// TestOtherScheme: roles and days of another scheme do not count.
func TestOtherScheme(t *testing.T) {
	d, err := eds.Read([]byte(`{"list":[{"bic":"FXTUDKKK","NAN":["PSDDK-DFSA-1"],"adherences":[
		{"scheme":"SRTP","role":"REQUESTER","readinessDate":"2030-01-01"},
		{"scheme":"VOP","role":"RESPONDER","readinessDate":"2025-10-05T00:00:00Z"}]}]}`))
	if err != nil {
		t.Fatal(err)
	}
	p := d.Participants[0]
	if is, known := p.Requester(); is || !known || p.Ready.Year() != 2025 {
		t.Errorf("%+v", p)
	}
}

// TestAlike: spellings of one number, and other numbers.
func TestAlike(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want bool
	}{
		{"PSDDK-DFSA-12345", "PSDDK_DFSA_12345", true}, {"PSDDK-DFSA-12345", "psddk-dfsa-12345", true},
		{"PSDDK-DFSA-12345", "12345", true}, {"PSDDK-DFSA-123-45", "12345", true}, {"012345", "12345", true},
		{"PSDDK-DFSA-12345", "PSDDK-DFSA-12345\u00a0", true},
		{"PSDDK-DFSA-12345", "PSDSE-FINA-12345", false}, {"PSDDK-DFSA-12345", "2345", false},
		{"PSDDK-DFSA-12345", "", false}, {"12345", "12346", false},
	} {
		if eds.Alike(tt.a, tt.b) != tt.want || eds.Alike(tt.b, tt.a) != tt.want {
			t.Errorf("%q and %q: want %v", tt.a, tt.b, tt.want)
		}
	}
}

// TestBIC reads BICs of eight and eleven characters.
func TestBIC(t *testing.T) {
	for text, want := range map[string]string{
		"FXTUDKKK": "FXTUDKKKXXX", "fxtudkkkxxx": "FXTUDKKKXXX", " FXTUDKKK123 ": "FXTUDKKK123",
		"FXTUXKPR": "FXTUXKPRXXX",
		"1234DKKK": "1234DKKKXXX", "FXTU1KKK": "", "FXTUZZKK": "", "FXTUDKK": "", "FXTUDKKKXX": "", "FXTU-KKKXXX": "",
		"FXTUDKK\u00d8XXX": "", "": "",
	} {
		if got, err := eds.CheckBIC(text, ident.IsCountry); got != want || (err == nil) != (want != "") {
			t.Errorf("%q: %q, %v", text, got, err)
		}
	}
}

// FuzzRead: whatever is read has participants with a BIC, and answers.
func FuzzRead(f *testing.F) {
	for _, form := range []string{"json", "xml", "csv"} {
		f.Add(testpki.EDS(form, testpki.VOPParticipant()))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := eds.Read(data)
		if err != nil {
			return
		}
		for _, p := range d.Participants {
			if p.BIC == "" {
				t.Fatal("a participant without BIC")
			}
		}
		d.Ask(testpki.BIC, testpki.OrgID, testpki.Number)
	})
}
