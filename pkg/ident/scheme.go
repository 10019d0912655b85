package ident

// OrgID is an organizationIdentifier of the form of EN 319 412-1, 5.1.4, taken apart. Nothing in it is trimmed or
// folded.
type OrgID struct {
	Scheme    string // "PSD", "VAT", "NTR", "LEI", or two letters and a colon for a national scheme
	Country   string // "DK"; "XG" with LEI
	State     string // after the plus sign; empty: none
	NCA       string // short name of the authority, with PSD only: "DFSA"
	Reference string // "12345"; may hold hyphens and blanks; empty: none
	bare      bool   // the reference is missing together with its hyphen
}

// String puts the identifier together again.
func (o OrgID) String() string {
	s := o.Scheme + o.Country
	if o.State != "" {
		s += "+" + o.State
	}
	if o.NCA != "" {
		s += "-" + o.NCA
	}
	if o.bare {
		return s
	}
	return s + "-" + o.Reference
}

// NCAID is what stands before the reference in a PSD identifier: "DK-DFSA".
func (o OrgID) NCAID() string { return o.Country + "-" + o.NCA }

// separators stand between the parts of an identifier where a hyphen belongs, or where nothing does. The
// EBA register writes an exclamation mark: PSD_PI!DK_DFSA!1234.
const separators = " -_./:!"

func knownScheme(s string) bool { return s == "PSD" || s == "VAT" || s == "NTR" || s == "LEI" }
