package ident

import "testing"

// TestPersons tells the two forms of identifiers of EN 319 412-1 for natural persons and for eIDAS nodes.
func TestPersons(t *testing.T) {
	for _, tt := range []struct {
		text         string
		person, node bool
	}{
		{"PNODK-970101-0000", true, false},
		{"TAXGR-1", true, false},
		{"PI:SE-970101", true, false},
		{"PASXG-1", false, false},
		{"PASdk-1", false, false},
		{"PAXDK-1", false, false},
		{"PNODK-", false, false},
		{"PNODK 1", false, false},
		{"p1:DK-1", false, false},
		{"1:2DK-1", false, false},
		{"VATDK-97351842", false, false},
		{"97351842", false, false},
		{"DK/SE/97351842", false, true},
		{"EL/EU/1/2", false, true},
		{"UK/DK/1", false, true},
		{"DK/SE/", false, false},
		{"DK/97351842", false, false},
		{"QQ/DK/1", false, false},
		{"DK/qq/1", false, false},
		{"", false, false},
	} {
		if IsPersonID(tt.text) != tt.person || IsNodeID(tt.text) != tt.node {
			t.Errorf("%q: person %t, node %t", tt.text, IsPersonID(tt.text), IsNodeID(tt.text))
		}
	}
}
