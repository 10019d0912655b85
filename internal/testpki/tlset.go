package testpki

import "time"

// TLJournal is the address of the publication that says who signs the list of lists of fixtures: [TLSet.Anchor].
const TLJournal = "https://eur-lex.europa.eu/fixture/C/2026/1/oj"

// TLSet is a small world of lists: the list of lists, which points to itself and to Denmark, where the issuers of this
// package are, and the list of Denmark. Both are issued on 20 August 2026, with the next update on 1 January 2027.
type TLSet struct{ LOTL, DK TL }

// TLLists is the set with these services of the provider of this package.
func TLLists(services ...TLService) TLSet {
	issued := date(2026, time.August, 20)
	return TLSet{
		LOTL: TL{
			Sequence: 10, Territory: "EU", LOTL: true, Issued: issued, InfoURIs: []string{TLJournal},
			Pointers: []TLPointer{
				{Territory: "EU", LOTL: true, Signers: []Cert{tlAnchor()}},
				{Territory: "DK", Signers: []Cert{tlDK()}},
			},
		},
		DK: TL{Sequence: 7, Territory: "DK", Issued: issued, Providers: []TLProvider{{Services: services}}},
	}
}

// TLGranted is the service of a CA that is granted for web sites since 1 February 2022.
func TLGranted(ca Cert) TLService {
	return TLService{
		Name: "Fixture web CA", Certs: []Cert{ca},
		States: []TLState{{Since: date(2022, time.February, 1), Infos: []string{"ForWebSiteAuthentication"}}},
	}
}

// Anchor is the certificate that signs the list of lists.
func (s TLSet) Anchor() Cert { return tlAnchor() }

// Documents are the signed lists, the list of lists first.
func (s TLSet) Documents() [][]byte {
	return [][]byte{s.LOTL.Sign(tlAnchor(), TLSignature{}), s.DK.Sign(tlDK(), TLSignature{})}
}

func tlAnchor() Cert { return TLSigner("lotl", "BE") }
func tlDK() Cert     { return TLSigner("dk", "DK") }
