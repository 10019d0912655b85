package ber

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
)

const (
	// maxDiffering is how many differing characters of a text are shown. Names that are not equal and differ in more do
	// not look alike.
	maxDiffering = 4
	// maxDifferences is how many differing attributes are named; a person reads no more.
	maxDifferences = 3
)

// NameDifferences says where the name of an issuer and that of a subject (DER) differ that are equal, or that a person
// may take for the same: in how the same attributes are arranged, in the string type, in case, in blanks, or in
// characters, which it gives as U+XXXX. Empty: they do not look alike, or they are the same bytes.
func NameDifferences(issuer, subject []byte) string {
	if text := arrangement(issuer, subject); text != "" {
		return text
	}
	as, bs := Attributes(issuer), Attributes(subject)
	if len(as) != len(bs) {
		return ""
	}
	var all []string
	for i := range as {
		if as[i].Kind != bs[i].Kind {
			return ""
		}
		if as[i].Tag == bs[i].Tag && string(as[i].Value) == string(bs[i].Value) {
			continue
		}
		text := attributeDifference(as[i], bs[i])
		if text == "" {
			return ""
		}
		all = append(all, as[i].Kind+" "+text)
	}
	if len(all) > maxDifferences {
		all = append(all[:maxDifferences], fmt.Sprintf("%d more differ", len(all)-maxDifferences))
	}
	return strings.Join(all, ", ")
}

// attributeDifference is NameDifferences for two values of one attribute.
func attributeDifference(a, b Attribute) string {
	textA, okA := DecodeString(a.Tag, a.Value)
	textB, okB := DecodeString(b.Tag, b.Value)
	switch {
	case !okA || !okB:
		return ""
	case textA == textB && a.Tag != b.Tag:
		return fmt.Sprintf("is %s in the issuer and %s in the subject", DescribeType(a.Tag), DescribeType(b.Tag))
	case textA == textB:
		return "is written in other bytes"
	case printableASCII(textA) && printableASCII(textB) && strings.EqualFold(textA, textB):
		return "differs in upper and lower case"
	case printableASCII(textA) && printableASCII(textB) && slices.Equal(strings.Fields(textA), strings.Fields(textB)):
		return "differs in blanks"
	}
	onlyA, onlyB := differing([]rune(textA), []rune(textB))
	if max(len(onlyA), len(onlyB)) > maxDiffering &&
		!bytes.Equal(foldValue(nil, a.Tag, a.Value), foldValue(nil, b.Tag, b.Value)) {
		return ""
	}
	return fmt.Sprintf("of the issuer has %s where that of the subject has %s", codePoints(onlyA), codePoints(onlyB))
}

// differing cuts off what two texts begin and end with alike.
func differing(a, b []rune) ([]rune, []rune) {
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	return a, b
}

// codePoints writes the first characters of a text as "U+0075 U+0308".
func codePoints(runes []rune) string {
	if len(runes) == 0 {
		return "nothing"
	}
	var all []string
	for _, r := range runes[:min(len(runes), maxDiffering)] {
		all = append(all, fmt.Sprintf("%U", r))
	}
	if more := len(runes) - maxDiffering; more > 0 {
		all = append(all, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(all, " ")
}

func printableASCII(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r < ' ' || r >= 0x7f })
}
