package tsl

import (
	"github.com/beevik/etree"
)

func (s *State) readQualifications(el *etree.Element, critical bool) {
	for _, element := range children(el, nsSIE, "QualificationElement") {
		q := Qualification{Critical: critical}
		for _, list := range children(element, nsSIE, "Qualifiers") {
			for _, c := range children(list, nsSIE, "Qualifier") {
				q.Qualifiers = append(q.Qualifiers, c.SelectAttrValue("uri", ""))
			}
		}
		lists := children(element, nsSIE, "CriteriaList")
		if len(lists) == 1 {
			q.Criteria = readCriteria(lists[0])
		}
		s.Qualifications = append(s.Qualifications, q)
	}
}

// readProviders reads TrustServiceProviderList (5.4). The list of lists has none.
func (l *List) readProviders(root *etree.Element) error {
	for _, el := range children(descend(root, "TrustServiceProviderList"), nsTSL, "TrustServiceProvider") {
		info, err := single(el, "TSPInformation")
		if err != nil {
			return err
		}
		var p Provider
		p.Name, p.Names = multilingual(descend(info, "TSPName"))
		_, p.TradeNames = multilingual(descend(info, "TSPTradeName"))
		for _, s := range children(descend(el, "TSPServices"), nsTSL, "TSPService") {
			service, err := l.readService(s)
			if err != nil {
				return err
			}
			p.Services = append(p.Services, service)
		}
		l.Providers = append(l.Providers, p)
	}
	return nil
}

func (l *List) readService(el *etree.Element) (Service, error) {
	info, err := single(el, "ServiceInformation")
	if err != nil {
		return Service{}, err
	}
	var s Service
	s.Name, _ = multilingual(descend(info, "ServiceName"))
	l.readIdentity(&s, info)
	entries := append([]*etree.Element{info},
		children(descend(el, "ServiceHistory"), nsTSL, "ServiceHistoryInstance")...)
	for _, entry := range entries {
		state, err := readState(entry)
		if err != nil {
			return Service{}, err
		}
		s.States = append(s.States, state)
	}
	if i := s.Disorder(); i >= 0 {
		l.warn(KindHistory, "%s: an entry of %s follows one of %s", s.Name, Date(s.States[i+1].Since),
			Date(s.States[i].Since))
	}
	return s, nil
}

// readIdentity reads the ServiceDigitalIdentity (5.5.3): several certificates are carriers of one key.
func (l *List) readIdentity(s *Service, info *etree.Element) {
	for _, id := range children(descend(info, "ServiceDigitalIdentity"), nsTSL, "DigitalId") {
		for _, c := range children(id, nsTSL, "X509Certificate") {
			s.Certs = l.appendCertificate(s.Certs, c, s.Name)
		}
	}
}

func readState(el *etree.Element) (State, error) {
	var s State
	var err error
	if s.Type, err = singleValue(el, "ServiceTypeIdentifier"); err != nil {
		return s, err
	}
	if s.Status, err = singleValue(el, "ServiceStatus"); err != nil {
		return s, err
	}
	if s.Since, err = singleTime(el, "StatusStartingTime"); err != nil {
		return s, err
	}
	for _, ext := range children(descend(el, "ServiceInformationExtensions"), nsTSL, "Extension") {
		critical := ext.SelectAttrValue("Critical", "false")
		s.readExtension(ext, critical == "true" || critical == "1")
	}
	s.Infos = unique(s.Infos)
	return s, nil
}

// readExtension reads one Extension (5.5.9). It ignores takeovers and expired revocation information, which do not
// affect whether a certificate is qualified.
func (s *State) readExtension(ext *etree.Element, critical bool) {
	for _, el := range ext.ChildElements() {
		switch {
		case is(el, nsTSL, "AdditionalServiceInformation"):
			if uri := value(descend(el, "URI")); uri != "" {
				s.Infos = append(s.Infos, uri)
			}
		case is(el, nsSIE, "Qualifications"):
			s.readQualifications(el, critical)
		case is(el, nsAdd, "TakenOverBy"), is(el, nsTSL, "ExpiredCertsRevocationInfo"):
		case critical:
			s.Unknown = append(s.Unknown, el.Tag)
		}
	}
}
