package psd2

import (
	"fmt"
	"time"

	"qwac/pkg/ber"
	"qwac/pkg/eidas"
	"qwac/pkg/ident"
	"qwac/pkg/lint"
)

// checkListedNCA looks at the NCAId, or where that is none at the authority of the organizationIdentifier.
func checkListedNCA(p *lint.Pass, s *eidas.Subject) {
	unlisted := func(n ident.NCAID) bool {
		a, listed := ident.LookupNCA(n.String())
		return inEEA(s, n.Country) && n.Country != "GB" && (!listed || a.Status == ident.NCADoubtful)
	}
	n, ok := nca(s)
	o, isPSD := psdID(s)
	switch fault := ncaFault(s); {
	case ok && unlisted(n):
		reportOtherNCA(p, s)
	case !ok && (fault != ncaGood || s.Info.PSD2 == nil) && isPSD &&
		unlisted(ident.NCAID{Country: o.Country, NCA: o.NCA}) && !testAuthority(o.Country, o.NCA):
		want, _ := ident.CurrentNCA(o.Country)
		reportOrgID(p, s, 0, ident.RepairOrgID(o.String(), ident.NCAID{}),
			"the identifier %s names the authority %s, the list of %s has %s for %s", ber.Quote(o.String()), o.NCAID(),
			ident.NCATableDate, ber.Quote(want.ID), o.Country)
	}
}

// checkHistoricNCA takes the old code of a certificate from before the list for good to know: it was the right one.
func checkHistoricNCA(p *lint.Pass, s *eidas.Subject) {
	if s.Leaf.NotBefore.UTC().Format(time.DateOnly) >= ident.NCATableDate {
		reportOtherNCA(p, s)
		return
	}
	n, _ := nca(s)
	want, _ := ident.CurrentNCA(n.Country)
	p.Report(lint.Finding{
		Where: s.Where(eidas.PathNCAID), Severity: lint.Notice,
		Message: fmt.Sprintf("the NCAId is %s, which was in use when the certificate was issued; the list of %s has "+
			"%s for %s", ber.Quote(n.String()), ident.NCATableDate, ber.Quote(want.ID), n.Country),
		Hint: fmt.Sprintf("Nothing to do for this certificate; the next one should have %s, the code of %s.", want.ID,
			want.Name),
	})
}

// reportOtherNCA names the current authority of the country. The hint stays that of the rule: the list may have
// changed.
func reportOtherNCA(p *lint.Pass, s *eidas.Subject) {
	n, _ := nca(s)
	want, _ := ident.CurrentNCA(n.Country)
	p.Reportf(s.Where(eidas.PathNCAID), "the NCAId is %s, the list of %s has %s for %s, %s", ber.Quote(n.String()),
		ident.NCATableDate, ber.Quote(want.ID), n.Country, want.Name)
}
