package trustlist

import (
	"bytes"
	"encoding/binary"
	"slices"
	"time"

	"qwac/pkg/tsl"
)

// rows are those of a table while it is made.
type rows [][]byte

func (r *rows) add(h hash, record int) {
	row := appendFixed32(slices.Clone(h[:]), record)
	if !slices.ContainsFunc((*r)[max(0, len(*r)-8):], func(other []byte) bool { return bytes.Equal(row, other) }) {
		*r = append(*r, row)
	}
}

func (r *rows) append(out []byte) []byte {
	slices.SortFunc(*r, bytes.Compare)
	out = appendFixed32(out, len(*r))
	return append(out, slices.Concat(*r...)...)
}

// encoder writes sources and records.
type encoder struct{ out []byte }

func (e *encoder) number(n int64)    { e.out = binary.AppendVarint(e.out, n) }
func (e *encoder) bytes(b []byte)    { e.number(int64(len(b))); e.out = append(e.out, b...) }
func (e *encoder) text(s string)     { e.bytes([]byte(s)) }
func (e *encoder) hash(h hash)       { e.out = append(e.out, h[:]...) }
func (e *encoder) time(t time.Time)  { e.number(unix(t)) }
func (e *encoder) texts(ss []string) { each(e, ss, (*encoder).text) }
func (e *encoder) words(ss []string) { each(e, ss, (*encoder).word) }

func each[T any](e *encoder, list []T, write func(*encoder, T)) {
	e.number(int64(len(list)))
	for _, v := range list {
		write(e, v)
	}
}

// unix keeps the zero time apart from 1970.
func unix(t time.Time) int64 {
	if t.IsZero() {
		return -1 << 62
	}
	return t.Unix()
}

// word writes an address that lists use as a word as its number in [words].
func (e *encoder) word(s string) {
	i := slices.Index(words[:], s)
	e.number(int64(i + 1))
	if i < 0 {
		e.text(s)
	}
}

// words are part of the format: the order may not change without a new version.
var words = [...]string{
	tsl.TypeCAQC, tsl.TypeCAPKC, tsl.StatusGranted, tsl.StatusWithdrawn,
	tsl.StatusPrefix + "recognisedatnationallevel", tsl.StatusPrefix + "deprecatedatnationallevel",
	tsl.StatusPrefix + "undersupervision", tsl.StatusPrefix + "supervisionincessation",
	tsl.StatusPrefix + "supervisionceased",
	tsl.StatusPrefix + "supervisionrevoked", tsl.StatusPrefix + "accredited", tsl.StatusPrefix + "accreditationceased",
	tsl.StatusPrefix + "accreditationrevoked", tsl.StatusPrefix + "setbynationallaw",
	tsl.ForWebSiteAuthentication, tsl.ForESignatures, tsl.ForESeals, tsl.RootCAQC,
	tsl.QCStatement, tsl.NotQualified, tsl.QCForESig, tsl.QCForESeal, tsl.QCForWSA, tsl.InfoPrefix + "QCForLegalPerson",
	tsl.InfoPrefix + "QCWithQSCD", tsl.InfoPrefix + "QCNoQSCD", tsl.InfoPrefix + "QCQSCDStatusAsInCert",
	tsl.InfoPrefix + "QCQSCDManagedOnBehalf", tsl.InfoPrefix + "QCWithSSCD", tsl.InfoPrefix + "QCNoSSCD",
	tsl.InfoPrefix + "QCSSCDStatusAsInCert",
}

func appendFixed32(b []byte, n int) []byte { return binary.LittleEndian.AppendUint32(b, uint32(n)) }
