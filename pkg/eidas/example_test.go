package eidas_test

import (
	"fmt"

	"qwac/internal/testpki"
	"qwac/pkg/eidas"
	"qwac/pkg/ident"
)

func ExampleDecode() {
	c := testpki.Clean().Leaf.X509()
	info := eidas.Decode(c)
	fmt.Println(eidas.TypeOf(c, info), info.Profile(), info.Roles(), info.PSD2.NCAID)
	// Output: qwac QNCP-w-gen [PSP_AI PSP_PI] DK-DFSA
}

func ExampleParseOrgID() {
	id, err := ident.ParseOrgID("PSDFI-FINFSA-2858394-9")
	fmt.Println(id.NCAID(), id.Reference, err)
	// Output: FI-FINFSA 2858394-9 <nil>
}
