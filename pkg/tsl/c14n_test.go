package tsl

import (
	"testing"

	"github.com/beevik/etree"
	"github.com/google/go-cmp/cmp"
)

// TestCanonical has the rules of Canonical XML 1.0 and of its exclusive form one by one; the part that is canonicalized
// is the element x.
func TestCanonical(t *testing.T) {
	for _, tt := range []struct{ name, in, inclusive, exclusive string }{
		{"order", `<x b="1" xmlns:q="u:2" q:a="2" xmlns:p="u:9" p:a="3" a="4" xmlns="u:5"/>`,
			`<x xmlns="u:5" xmlns:p="u:9" xmlns:q="u:2" a="4" b="1" q:a="2" p:a="3"></x>`,
			`<x xmlns="u:5" xmlns:p="u:9" xmlns:q="u:2" a="4" b="1" q:a="2" p:a="3"></x>`},
		{"said before", `<x xmlns="u:1" xmlns:p="u:2"><y xmlns="u:1" xmlns:p="u:2" p:a="1"/></x>`,
			`<x xmlns="u:1" xmlns:p="u:2"><y p:a="1"></y></x>`,
			`<x xmlns="u:1"><y xmlns:p="u:2" p:a="1"></y></x>`},
		{"said otherwise, and again beside",
			`<x xmlns:p="u:1"><y xmlns:p="u:2"><z xmlns:p="u:1"/></y><y xmlns:p="u:1"/></x>`,
			`<x xmlns:p="u:1"><y xmlns:p="u:2"><z xmlns:p="u:1"></z></y><y></y></x>`,
			`<x><y><z></z></y><y></y></x>`},
		{"no namespace any more", `<x xmlns="u:1"><y xmlns=""><z xmlns=""/></y></x>`,
			`<x xmlns="u:1"><y xmlns=""><z></z></y></x>`,
			`<x xmlns="u:1"><y xmlns=""><z></z></y></x>`},
		{"instructions stay", `<x><?p  q ?></x>`, `<x><?p q ?></x>`, `<x><?p q ?></x>`},
		{"text", "<x a='\"&lt;&amp;&#10;&#9;>'>&lt;&amp;&gt;\"<![CDATA[<&]]></x>",
			"<x a=\"&quot;&lt;&amp;&#xA;&#x9;>\">&lt;&amp;&gt;\"&lt;&amp;</x>",
			"<x a=\"&quot;&lt;&amp;&#xA;&#x9;>\">&lt;&amp;&gt;\"&lt;&amp;</x>"},
		{"from around it", `<r xmlns="u:1" xmlns:p="u:2" xml:lang="da" id="r"><s xmlns:p="u:3"><x/></s></r>`,
			`<x xmlns="u:1" xmlns:p="u:3" xml:lang="da"></x>`, `<x xmlns="u:1"></x>`},
		{"its own before those around it", `<r xmlns="u:1" xml:lang="da"><x xmlns="u:2" xml:lang="en"/></r>`,
			`<x xmlns="u:2" xml:lang="en"></x>`, `<x xmlns="u:2" xml:lang="en"></x>`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for exclusive, want := range map[bool]string{false: tt.inclusive, true: tt.exclusive} {
				doc := etree.NewDocument()
				if err := doc.ReadFromString(tt.in); err != nil {
					t.Fatal(err)
				}
				got, err := canonical(doc.FindElement("//x"), exclusive)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(want, string(got)); diff != "" {
					t.Errorf("exclusive %v (-want +got):\n%s", exclusive, diff)
				}
			}
		})
	}
}
