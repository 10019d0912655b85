package psd2

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"qwac/pkg/ber"
	"qwac/pkg/eidas"
	"qwac/pkg/lint"
)

// pdsRules judge where the PKI disclosure statement is (group Q, EN 319 412-5, 4.3.4). Entries that cannot be read are
// left to qc-pds-string-type.
var pdsRules = []*lint.Rule[*eidas.Subject]{
	{
		Meta: &lint.Meta{
			ID: "qc-pds-missing", Code: "Q16", Severity: lint.Warning, Source: eidas.EN5("QCS-5-01"),
			Title: "no PKI disclosure statement",
			Means: "The issuer of a qualified certificate publishes its terms, the PKI disclosure statement. " +
				"The statement QcPDS in the certificate has their address and language. This certificate does not " +
				"have it.",
			Why: "People at the bank do not find the terms. The newest edition of the standard makes the " +
				"statement optional.",
			Right: "QcPDS https://pki.fixture-trust.example/pds/en.pdf, en",
			Fix:   "Ask the issuer (QTSP) to add QcPDS at the next re-issue.",
			Ask: "qcStatements of our certificate has no QcPDS. Please add it at the next re-issue (ETSI EN 319 " +
				"412-5, QCS-5-01).",
			See:        lint.SeeStatements,
			SilencedBy: []*lint.Meta{&eidas.RuleStatementsMalformed},
		},
		Applies: func(s *eidas.Subject) bool {
			return s.Leaf != nil && s.Info.Compliance && !s.Info.States(eidas.OIDQcPDS)
		},
		Check: func(p *lint.Pass, s *eidas.Subject) {
			p.Reportf(s.Where(eidas.PathStatements),
				"no %s among the statements (%s)", eidas.Label(eidas.OIDQcPDS), statementNames(s.Info))
		},
	},
	{
		Meta: &lint.Meta{
			ID: "qc-pds-no-english", Code: "Q17", Severity: lint.Error, Source: eidas.EN5("QCS-5-01"),
			Title: "no disclosure statement in English",
			Means: "The issuer of a qualified certificate publishes its terms, the PKI disclosure statement. " +
				"The statement QcPDS in the certificate has their address and language. One of the languages must " +
				"be English. Here none is.",
			Why: "People at banks in other countries cannot read the terms. No bank is known to refuse the " +
				"certificate for it.",
			Wrong: "languages da, sv",
			Right: "languages da, en",
			Fix:   "Ask the issuer (QTSP) to add the statement in English at the next re-issue.",
			Ask: "QcPDS in qcStatements of our certificate has no statement in English. Please add it at the " +
				"next re-issue (ETSI EN 319 412-5, QCS-5-01).",
			See: lint.SeeStatements,
		},
		Applies: func(s *eidas.Subject) bool { return s.Leaf != nil && len(s.Info.PDS) > 0 },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			english := func(d eidas.PDS) bool { return strings.EqualFold(d.Language, "en") }
			if !slices.ContainsFunc(s.Info.PDS, english) {
				p.Reportf(s.Where(eidas.PathPDS),
					"QcPDS: the languages are %s, want en among them", eidas.Quoted(languages(s.Info.PDS)))
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "qc-pds-duplicate-language", Code: "Q18", Severity: lint.Error, Source: eidas.EN5("QCS-5-01"),
			Title: "two disclosure statements in one language",
			Means: "The issuer of a qualified certificate publishes its terms, the PKI disclosure statement. " +
				"The statement QcPDS in the certificate has their address and language. There may be one for each " +
				"language. Here one language is there twice.",
			Why:   "A reader cannot tell which of the two documents is in force.",
			Wrong: "languages en, da, en",
			Right: "languages en, da",
			Fix:   "Ask the issuer (QTSP) for one statement in each language at the next re-issue.",
			Ask: "QcPDS in qcStatements of our certificate has two statements in one language. Please keep one " +
				"for each language at the next re-issue (ETSI EN 319 412-5, QCS-5-01).",
			See: lint.SeeStatements,
		},
		Applies: func(s *eidas.Subject) bool { return s.Leaf != nil },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			for i, d := range s.Info.PDS {
				same := func(o eidas.PDS) bool { return strings.EqualFold(o.Language, d.Language) }
				if first := slices.IndexFunc(s.Info.PDS, same); d.Language != "" && first < i {
					p.Reportf(pdsPlace(s, i,
						"language"), "QcPDS[%d]: the language is %s, as in QcPDS[%d], want each once", i,
						ber.Quote(d.Language), first)
				}
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "qc-pds-not-https", Code: "Q19", Severity: lint.Error, Source: eidas.EN5("QCS-4.3.4-03"),
			Title: "disclosure statement without https",
			Means: "The issuer of a qualified certificate publishes its terms, the PKI disclosure statement. " +
				"The statement QcPDS in the certificate has their address and language. The address must begin with " +
				"https, so that nobody on the way can change the document. Here it does not.",
			Why:   "Somebody between reader and issuer could change the terms. No bank is known to look at it.",
			Wrong: "http://pki.fixture-trust.example/pds/en.pdf",
			Right: "https://pki.fixture-trust.example/pds/en.pdf",
			Fix:   "Ask the issuer (QTSP) for an address with https at the next re-issue.",
			Ask: "An address in QcPDS of our certificate does not begin with https. Please correct it at the " +
				"next re-issue (ETSI EN 319 412-5, QCS-4.3.4-03).",
			See: lint.SeeStatements,
		},
		Applies: func(s *eidas.Subject) bool { return s.Leaf != nil },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			for i, d := range s.Info.PDS {
				if u, err := url.Parse(d.URL); err == nil && !strings.EqualFold(u.Scheme, "https") {
					p.Reportf(pdsPlace(s, i, "url"), "QcPDS[%d]: the address is %s, want https", i, ber.Quote(d.URL))
				}
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "qc-pds-language", Code: "Q20", Severity: lint.Error, Source: eidas.EN5("QCS-4.3.4-01"),
			Title: "language of a disclosure statement is no code of ISO 639-1",
			Means: "The issuer of a qualified certificate publishes its terms, the PKI disclosure statement. " +
				"The statement QcPDS in the certificate has their address and language. The language is a code of " +
				"ISO 639-1, such as da for Danish. The value here is not such a code; often it is the code of a " +
				"country.",
			Why:   "Software cannot tell in which language the document is.",
			Wrong: "dk",
			Right: "da",
			Fix: "Ask the issuer (QTSP) for a language code of two small letters (ISO 639-1) at the next " +
				"re-issue.",
			Ask: "A language in QcPDS of our certificate is not a code of ISO 639-1. Please correct it at the " +
				"next re-issue (ETSI EN 319 412-5, QCS-4.3.4-01).",
			See: lint.SeeStatements,
		},
		Applies: func(s *eidas.Subject) bool { return s.Leaf != nil },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			for i, d := range s.Info.PDS {
				if !isLanguage(strings.ToLower(d.Language)) {
					p.Reportf(pdsPlace(s, i,
						"language"), "QcPDS[%d]: the language is %s, want two letters of ISO 639-1", i,
						ber.Quote(d.Language))
				}
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "qc-pds-language-case", Code: "Q21", Severity: lint.Warning, Source: eidas.EN5("QCS-4.3.4-01"),
			Title: "language of a disclosure statement in capital letters",
			Means: "The issuer of a qualified certificate publishes its terms, the PKI disclosure statement. " +
				"The statement QcPDS in the certificate has their address and language. The language is a code in " +
				"small letters (ISO 639-1). Here it is in capital letters.",
			Why:   "Software that compares the code letter by letter does not find the language.",
			Wrong: "EN",
			Right: "en",
			Fix:   "Ask the issuer (QTSP) for the language code in small letters at the next re-issue.",
			Ask: "A language in QcPDS of our certificate is in capital letters. Please write it in small " +
				"letters at the next re-issue (ETSI EN 319 412-5, QCS-4.3.4-01).",
			See: lint.SeeStatements,
		},
		Applies: func(s *eidas.Subject) bool { return s.Leaf != nil },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			for i, d := range s.Info.PDS {
				if lower := strings.ToLower(d.Language); lower != d.Language && isLanguage(lower) {
					p.Reportf(pdsPlace(s, i, "language"), "QcPDS[%d]: the language is %s, want %s", i,
						ber.Quote(d.Language),
						ber.Quote(lower))
				}
			}
		},
	},
}

// pdsPlace is the place of a field of an entry; the language tells the entries apart.
func pdsPlace(s *eidas.Subject, i int, field string) lint.Where {
	w := s.Where(fmt.Sprintf("%s[%d].%s", eidas.PathPDS, i, field))
	w.Discriminator = cmp.Or(s.Info.PDS[i].Language, s.Info.PDS[i].URL)
	return w
}

func languages(list []eidas.PDS) []string {
	var out []string
	for _, d := range list {
		out = append(out, d.Language)
	}
	return out
}

// isoLanguages are the codes of ISO 639-1.
const isoLanguages = "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy " +
	"da de dv dz ee el en " +
	"eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja " +
	"jv ka kg ki kj kk kl " +
	"km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr " +
	"nv ny oc oj om or os " +
	"pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl " +
	"tn to tr ts tt tw ty " +
	"ug uk ur uz ve vi vo wa wo xh yi yo za zh zu"

func isLanguage(code string) bool {
	return len(code) == 2 && !strings.Contains(code, " ") && strings.Contains(isoLanguages, code)
}
