package trustlist

import (
	"encoding/binary"
	"testing"

	"qwac/internal/testpki"
	"qwac/pkg/tsl"
)

// Criteria evaluate to one of three values, the same after a passage through an index; "none" is the opposite of
// "some".
func FuzzCriteria(f *testing.F) {
	f.Add(testpki.TLCriteria("all", testpki.TLPolicies("1.2.3"),
		testpki.TLCriteria("none", testpki.TLKeyUsage("digitalSignature=true"))))
	f.Add(testpki.TLCriteria("atLeastOne", testpki.TLOther("Unheard", "Of", "1.2.3"),
		testpki.TLPolicies("0.4.0.194112.1.6")))
	facts := factsOf(testpki.Clean().Leaf.X509())
	f.Fuzz(func(t *testing.T, criteria string) {
		service := granted()
		service.States[0].Extensions = testpki.TLQualification(false, criteria, "QCForWSA")
		l, err := tsl.Parse(testDK(service).XML())
		if err != nil || len(l.Providers[0].Services[0].States[0].Qualifications) != 1 {
			return
		}
		c := l.Providers[0].Services[0].States[0].Qualifications[0].Criteria
		var e encoder
		e.criteria(c)
		d := decoder{rest: string(e.out)}
		decoded := d.criteria()
		v := holds(c, facts)
		if d.bad || d.rest != "" || holds(decoded, facts) != v || v < no || v > yes {
			t.Fatalf("%+v holds %v, decoded %+v", c, v, decoded)
		}
		c.Assert = tsl.AssertAtLeastOne
		some := holds(c, facts)
		c.Assert = tsl.AssertNone
		if none := holds(c, facts); len(c.Tests)+len(c.Lists) > 0 && none != yes-some {
			t.Fatalf("some %v, none %v", some, none)
		}
	})
}

// An index may say anything once its checksum is right, but reading it ends.
func FuzzIndex(f *testing.F) {
	x, _ := richIndex(f)
	data, _ := x.MarshalBinary()
	f.Add(data)
	path := pathOf(testpki.Clean())
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) < indexHeader {
			return
		}
		binary.LittleEndian.PutUint32(data[8:], checksum(data[12:]))
		var y Index
		if y.UnmarshalBinary(data) != nil {
			return
		}
		again, err := y.MarshalBinary()
		if err != nil || string(again) != string(data) {
			t.Fatal("the bytes changed")
		}
		if _, err := y.Services(""); err != nil {
			return
		}
		if d, err := y.Determine(path, testpki.At()); err == nil && len(d.Explain()) > maxSteps {
			t.Fatal("too long")
		}
	})
}
