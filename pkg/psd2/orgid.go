package psd2

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"qwac/pkg/ber"
	"qwac/pkg/eidas"
	"qwac/pkg/ident"
	"qwac/pkg/lint"
)

// orgIDShould is the month of TS 119 495 V1.5.1, since when the form of a PSD identifier is a "should".
func orgIDShould() time.Time { return time.Date(2021, 4, 1, 0, 0, 0, 0, time.UTC) }

// orgID returns the one organizationIdentifier of a certificate for PSD2 and what ParseOrgID says of it; empty: there
// is none, or several, or nothing in it.
func orgID(s *eidas.Subject) (string, error) {
	if !s.ForPSD2() {
		return "", nil
	}
	return s.Info.OrgID.Value, s.Info.OrgID.Err
}

// psdID returns the parts of a PSD identifier whose country and authority are well-formed, whatever stands between or
// behind them.
func psdID(s *eidas.Subject) (ident.OrgID, bool) {
	id, err := orgID(s)
	if id == "" || err != nil && !errors.Is(err, ident.ErrStatePart) && !errors.Is(err, ident.ErrReferenceEmpty) {
		return ident.OrgID{}, false
	}
	o := s.Info.OrgID.OrgID
	return o, o.Scheme == "PSD"
}

// bothIDs returns the parts of organizationIdentifier and NCAId when both are well-formed and the country of NCAId
// exists.
func bothIDs(s *eidas.Subject) (ident.OrgID, ident.NCAID, bool) {
	o, ok := psdID(s)
	if !ok || !s.HasPSD2() {
		return ident.OrgID{}, ident.NCAID{}, false
	}
	n, err := ident.ParseNCAID(s.Info.PSD2.NCAID)
	return o, n, err == nil && ncaFault(s) == ncaGood &&
		(ident.IsCountry(n.Country) || testAuthority(n.Country, n.NCA))
}

// placeholder recognises the numbers of documentation, and what says that there is none. Longer ones that begin like
// them are in registers.
func placeholder(ref string) bool {
	upper := strings.ToUpper(ref)
	if strings.TrimSpace(ref) == "" { // psd2-orgid-reference-empty
		return false
	}
	return slices.Contains([]string{"123456", "TEST", "DEMO", "DUMMY", "SAMPLE", "EXAMPLE"}, upper) ||
		len(ref) > 2 && (strings.Trim(upper, "X") == "" || strings.Trim(ref, "0") == "") || ident.Absent(ref)
}

// reportOrgID reports a wrong organizationIdentifier and the one that was meant; empty: not known.
func reportOrgID(p *lint.Pass, s *eidas.Subject, severity lint.Severity, want, format string, args ...any) {
	f := lint.Finding{Where: s.Where(eidas.PathOrgID), Severity: severity, Message: fmt.Sprintf(format, args...)}
	if want != "" {
		f.Message += meant(f.Message, want)
		f.Hint = setOrgID(want, s.Info.OrgIDs[0])
	}
	p.Report(f)
}

// setOrgID is the next step where an identifier should be another one.
func setOrgID(want, id string) string {
	source := "EN 319 412-1, 5.1.4"
	if eidas.IsPSD(want) {
		source = "TS 119 495, GEN-5.2.1-3"
	}
	return eidas.Reissue("organizationIdentifier",
		fmt.Sprintf("%s instead of %s (%s)", ber.Cut(want), ber.Quote(id), source))
}

func checkOrgIDMalformed(p *lint.Pass, s *eidas.Subject) {
	id, err := orgID(s)
	var severity lint.Severity
	if s.Leaf.NotBefore.Before(orgIDShould()) {
		severity = lint.Error
	}
	reportOrgID(p, s, severity, ident.RepairOrgID(id, statedNCA(s)), "the identifier is %s: %s", ber.Quote(id),
		orgIDFault(id, err))
}

// checkOrgIDForm judges identifiers that are none of PSD2. A province is of the CABF EV Guidelines, 9.2.8, and of no
// ETSI standard.
func checkOrgIDForm(p *lint.Pass, s *eidas.Subject) {
	for _, id := range s.Info.OrgIDs {
		if ident.Absent(id) || eidas.IsPSD(id) {
			continue
		}
		o, err := ident.ParseOrgID(id)
		if odd := ident.OddInID(id); err != nil && odd != "" {
			err = errors.New("it has " + odd)
		}
		switch {
		case err != nil:
			reportOrgIDForm(p, s, id, err.Error())
		case o.State != "" && o.Scheme == "NTR" && !s.Qualified(): // of EV alone, whose guidelines want it
		case o.State != "":
			f := lint.Finding{Where: s.Where(eidas.PathOrgID),
				Message: fmt.Sprintf("the identifier %s has a state or province (%s), want country, hyphen, number",
					ber.Quote(id), o.State)}
			if o.Scheme == "NTR" && s.EV() {
				f.Severity = lint.Notice
				f.Message = fmt.Sprintf("the identifier %s has a state or province (%s), which the EV guidelines "+
					"(9.2.8) want for registers of states, and EN 319 412-1 does not know", ber.Quote(id), o.State)
				f.Hint = "Nothing to do; if a bank does not find the company, show it this."
			}
			p.Report(f)
		case o.Country == "XG" && o.Scheme != "LEI":
			reportGlobal(p, s, id)
		case s.EV() && o.Scheme != "NTR" && o.Scheme != "VAT":
			p.Report(lint.Finding{Where: s.Where(eidas.PathOrgID), Severity: lint.Warning,
				Message: fmt.Sprintf("the identifier %s begins with %s; the EV guidelines (appendix H) know NTR, "+
					"VAT and PSD alone", ber.Quote(id), o.Scheme)})
		case !o.KnownCountry():
			reportOrgIDForm(p, s, id, o.Country+" is not an assigned code of ISO 3166-1")
		}
	}
}

// reportGlobal judges XG, which the EV guidelines, 7.1.4.2.8, have for each scheme of the whole world, and
// EN 319 412-1, LEG-5.1.4-03, for LEI alone.
func reportGlobal(p *lint.Pass, s *eidas.Subject, id string) {
	switch {
	case !s.EV():
		reportOrgIDForm(p, s, id, "XG stands for the whole world, with LEI alone")
	case s.Qualified():
		p.Report(lint.Finding{Where: s.Where(eidas.PathOrgID), Severity: lint.Notice,
			Message: fmt.Sprintf("the identifier %s has XG, which the EV guidelines (7.1.4.2.8) have for registers of "+
				"the whole world, and EN 319 412-1 with LEI alone", ber.Quote(id)),
			Hint: "Nothing to do; if a bank does not find the company, show it this."})
	}
}

// reportOrgIDForm suggests the identifier that a slip hides.
func reportOrgIDForm(p *lint.Pass, s *eidas.Subject, id, fault string) {
	f := lint.Finding{Where: s.Where(eidas.PathOrgID),
		Message: fmt.Sprintf("the identifier %s is of no known form: %s", ber.Quote(id), fault)}
	if want := cmp.Or(ident.RepairOrgID(id, statedNCA(s)), ident.RepairCompanyID(id)); want != "" {
		f.Message += meant(f.Message, want)
		f.Hint = setOrgID(want, id)
	}
	p.Report(f)
}

// checkOddCharacters leaves alone what cannot be read at all: psd2-orgid-malformed and qc-semantics-orgid name the
// character then.
func checkOddCharacters(p *lint.Pass, s *eidas.Subject) {
	for _, id := range s.Info.OrgIDs {
		o, err := ident.ParseOrgID(id)
		odd := ident.OddInID(id)
		if odd == "" && err == nil && strings.HasPrefix(o.Reference, " ") {
			odd = "a blank before the number"
		}
		if ident.Absent(id) || odd == "" || err != nil && !errors.Is(err, ident.ErrStatePart) {
			continue
		}
		want := ident.PlainID(id)
		if number := strings.TrimSpace(o.Reference); err == nil && number != "" {
			want = ident.PlainID(strings.TrimSuffix(id, o.Reference) + number)
		}
		if _, err := ident.ParseOrgID(want); err != nil || ident.OddInID(want) != "" || want == id {
			want = ""
		}
		reportOrgID(p, s, 0, want, "the identifier %s has %s", ber.Quote(id), odd)
	}
	if s.Info.PSD2 == nil || ident.Absent(s.Info.PSD2.NCAName) || !utf8.ValidString(s.Info.PSD2.NCAName) {
		return
	}
	name := s.Info.PSD2.NCAName
	_, misread := ident.Mojibake(name) // subject-mojibake names it, and lost letters
	if odd := ident.OddCharacter(name); odd != "" && !misread && !strings.ContainsRune(name, utf8.RuneError) {
		p.Report(lint.Finding{
			Where: s.Where(eidas.PathNCAName),
			Message: fmt.Sprintf("nCAName is %s: it has %s, want %s", ber.Quote(name), odd,
				ber.Quote(ident.Plain(name))),
			Hint: eidas.Reissue("nCAName", fmt.Sprintf("%s instead of %s", ber.Cut(ident.Plain(name)),
				ber.Quote(name))),
		})
	}
}

// orgIDFault says what is wrong with a PSD identifier; err is what ParseOrgID says.
func orgIDFault(id string, err error) string {
	name, _ := ident.Unlabelled(ident.PlainID(id))
	switch odd := ident.OddInID(id); {
	case name != "":
		return fmt.Sprintf("%s stands before the value", ber.Quote(name))
	case odd != "":
		return "it has " + odd
	case !strings.HasPrefix(id, "PSD"):
		return "want PSD at the beginning, in capital letters"
	}
	return err.Error()
}

// statedNCA is the authority that the NCAId names or can only mean. It is zero when there is none.
func statedNCA(s *eidas.Subject) ident.NCAID {
	if s.Info.PSD2 == nil {
		return ident.NCAID{}
	}
	n, err := ident.ParseNCAID(s.Info.PSD2.NCAID)
	if err != nil {
		n, _ = ident.ParseNCAID(ident.TableNCA(s.Info.PSD2.NCAID))
	}
	if !ident.IsCountry(n.Country) {
		return ident.NCAID{}
	}
	return n
}

// misplacedOrgID finds a PSD identifier in another attribute of the subject or in a name of the subjectAltName.
func misplacedOrgID(s *eidas.Subject) (field, id string) {
	for _, a := range s.Info.Subject {
		if !a.Type.Equal(eidas.OIDOrgID) && ident.GoodOrgID(a.Value) {
			return "subject." + cmp.Or(eidas.Name(a.Type), a.Type.String()), a.Value
		}
	}
	names := slices.Concat(s.Leaf.DNSNames, s.Leaf.EmailAddresses)
	if i := slices.IndexFunc(names, ident.GoodOrgID); i >= 0 {
		return "subjectAltName", names[i]
	}
	return "", ""
}

func reportMismatch(p *lint.Pass, s *eidas.Subject) {
	o, n, _ := bothIDs(s)
	f := lint.Finding{
		Where: s.Where(eidas.PathOrgID),
		Message: fmt.Sprintf("organizationIdentifier %s names the authority %s, nCAId names %s: the two do not fit "+
			"together", ber.Quote(o.String()), o.NCAID(), n),
	}
	// a hyphen inside the authority
	if want := ident.RepairOrgID(o.String(), ident.NCAID{}); strings.HasPrefix(want, "PSD"+n.String()+"-") {
		f.Message += fmt.Sprintf("; probably %s was meant", ber.Quote(want))
		f.Hint = setOrgID(want, o.String())
	}
	p.Report(f)
}
