package tsl

import (
	"strconv"
	"time"

	"qwac/pkg/ber"

	"github.com/beevik/etree"
)

// readScheme reads SchemeInformation (5.3).
func (l *List) readScheme(root *etree.Element) error {
	info, err := single(root, "SchemeInformation")
	if err != nil {
		return err
	}
	if err := l.readNumbers(info); err != nil {
		return err
	}
	_, l.Operators = multilingual(descend(info, "SchemeOperatorName"))
	l.InfoURIs = infoURIs(descend(info, "SchemeInformationURI"))
	if l.Issued, err = singleTime(info, "ListIssueDateTime"); err != nil {
		return err
	}
	if l.NextUpdate, err = readNextUpdate(info); err != nil {
		return err
	}
	for _, p := range children(descend(info, "PointersToOtherTSL"), nsTSL, "OtherTSLPointer") {
		l.Pointers = append(l.Pointers, l.readPointer(p))
	}
	return nil
}

// readNumbers reads territory and sequence first, so that errors can name the list.
func (l *List) readNumbers(info *etree.Element) (err error) {
	if l.Territory, err = singleValue(info, "SchemeTerritory"); err != nil {
		return err
	}
	l.Territory = Territory(l.Territory)
	if l.Sequence, err = singleNumber(info, "TSLSequenceNumber"); err != nil {
		return err
	}
	if l.Type, err = singleValue(info, "TSLType"); err != nil {
		return err
	}
	if l.Version, err = singleNumber(info, "TSLVersionIdentifier"); err != nil {
		return err
	}
	if l.Version != 5 && l.Version != 6 {
		return Errorf(KindVersion, "version %d, want 5 or 6 (TS 119 612 5.3.1)", l.Version)
	}
	return nil
}

func singleNumber(info *etree.Element, tag string) (int, error) {
	s, err := singleValue(info, tag)
	if err != nil {
		return 0, err
	}
	n, err := strconv.ParseInt(s, 10, 32)
	if err != nil || n < 0 {
		return 0, Errorf(KindContent, "%s %s is no number", tag, ber.Quote(s))
	}
	return int(n), nil
}

// readNextUpdate returns the zero time for a list that is closed.
func readNextUpdate(info *etree.Element) (time.Time, error) {
	next, err := single(info, "NextUpdate")
	if err != nil {
		return time.Time{}, err
	}
	if len(children(next, nsTSL, "dateTime")) == 0 {
		return time.Time{}, nil
	}
	return singleTime(next, "dateTime")
}

// infoURIs keeps the English values, because each address is repeated in every language.
func infoURIs(el *etree.Element) []string {
	var uris []string
	for _, c := range children(el, nsTSL, "URI") {
		if c.SelectAttrValue("xml:lang", "en") == "en" {
			uris = append(uris, value(c))
		}
	}
	return uris
}

func (l *List) readPointer(el *etree.Element) Pointer {
	p := Pointer{Location: value(descend(el, "TSLLocation"))}
	for _, other := range children(descend(el, "AdditionalInformation"), nsTSL, "OtherInformation") {
		for _, c := range other.ChildElements() {
			switch {
			case is(c, nsTSL, "SchemeTerritory"):
				p.Territory = Territory(value(c))
			case is(c, nsTSL, "TSLType"):
				p.Type = value(c)
			case is(c, nsAdd, "MimeType"):
				p.MIMEType = value(c)
			}
		}
	}
	for _, identity := range children(descend(el, "ServiceDigitalIdentities"), nsTSL, "ServiceDigitalIdentity") {
		for _, id := range children(identity, nsTSL, "DigitalId") {
			for _, c := range children(id, nsTSL, "X509Certificate") {
				p.Signers = l.appendCertificate(p.Signers, c, "signer of "+p.Territory)
			}
		}
	}
	return p
}

// appendCertificate notes what is odd about a certificate and leaves out one that cannot be read at all.
func (l *List) appendCertificate(list []Certificate, el *etree.Element, of string) []Certificate {
	c, err := parseCertificate(value(el))
	switch {
	case err != nil:
		l.warn(KindCertificate, "%s: %s", of, err.(*Error).Detail)
		return list
	case c.Fault != "":
		l.warn(KindCertificate, "%s: %s", of, c.Fault)
	}
	return append(list, c)
}
