package ident

import (
	"strings"
	"time"
)

// Member states by their codes of ISO 3166-1, separated by blanks.
const (
	euCountries = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
	efta        = "IS LI NO" // the members of the EEA that are not in the EU
)

// isoCountries are the assigned codes of ISO 3166-1 alpha-2.
const isoCountries = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR " +
	"BS BT BV BW BY " +
	"BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM " +
	"FO FR GA GB " +
	"GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP " +
	"KE KG KH KI " +
	"KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV " +
	"MW MX MY MZ " +
	"NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD " +
	"SE SG SH SI " +
	"SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC " +
	"VE VG VI VN " +
	"VU WF WS YE YT ZA ZM ZW"

// brexit is the end of the transition period, until which EU law held in the United Kingdom (withdrawal agreement,
// Article 126).
func brexit() time.Time { return time.Date(2021, 1, 1, 0, 0, 0, 0, time.UTC) }

// IsCountry reports whether cc is an assigned code of ISO 3166-1 alpha-2, in capital letters.
func IsCountry(cc string) bool { return listed(isoCountries, cc) }

// InEEA reports whether EU law on payment services held in the country at a time: members of the European Economic
// Area, and the United Kingdom before 2021. The zero time means today.
func InEEA(cc string, at time.Time) bool {
	if cc == "GB" {
		return !at.IsZero() && at.Before(brexit())
	}
	return listed(euCountries, cc) || listed(efta, cc)
}

// listed reports whether a code is in a blank-separated list.
func listed(codes, cc string) bool {
	return len(cc) == 2 && !strings.Contains(cc, " ") && strings.Contains(codes, cc)
}

// OwnCountry returns the code of ISO 3166-1 for the two codes that are often mistaken for one.
func OwnCountry(code string) string {
	switch code {
	case "UK":
		return "GB"
	case "EL":
		return "GR"
	}
	return code
}

// territories have codes of their own in ISO 3166-1, and the authority of the state that they belong to: Åland, the
// outermost regions of France, Svalbard.
const territories = "AX:FI GF:FR GP:FR MF:FR MQ:FR RE:FR YT:FR SJ:NO"

// HomeCountry is the country whose authority is that of a country or territory, by its own code: see [OwnCountry].
func HomeCountry(cc string) string {
	cc = OwnCountry(cc)
	if i := strings.Index(territories, cc+":"); i >= 0 && len(cc) == 2 {
		return territories[i+len("AX:") : i+len("AX:FI")]
	}
	return cc
}
