package tsl

import (
	"fmt"
	"slices"
	"time"

	"github.com/beevik/etree"
)

// Provider is a trust service provider (5.4).
type Provider struct {
	Name       string   // English where there is one
	Names      []string // in all languages
	TradeNames []string // also identifiers such as VATNL-…
	Services   []Service
}

// Service is one service, that is one key of a provider (5.5).
type Service struct {
	Name   string // English where there is one
	Certs  []Certificate
	States []State // the current one first, then the history in the order of the list (5.5.10)
}

// State is what is said of a service from a time on.
type State struct {
	Type           string // URI of the service type, see TypeCAQC
	Status         string // URI, see StatusGranted
	Since          time.Time
	Infos          []string // additional service information URIs, see ForWebSiteAuthentication
	Qualifications []Qualification
	Unknown        []string // critical extensions that this package does not know
}

// Service types, states and additional information (5.5.1, 5.5.4, 5.5.9.4).
const (
	TypeCAQC  = "http://uri.etsi.org/TrstSvc/Svctype/CA/QC"
	TypeCAPKC = "http://uri.etsi.org/TrstSvc/Svctype/CA/PKC"

	StatusGranted   = StatusPrefix + "granted"
	StatusWithdrawn = StatusPrefix + "withdrawn"

	ForWebSiteAuthentication = InfoPrefix + "ForWebSiteAuthentication"
	ForESignatures           = InfoPrefix + "ForeSignatures"
	ForESeals                = InfoPrefix + "ForeSeals"
	RootCAQC                 = InfoPrefix + "RootCA-QC"

	typePrefix   = "http://uri.etsi.org/TrstSvc/Svctype/"
	StatusPrefix = "http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/"
	InfoPrefix   = "http://uri.etsi.org/TrstSvc/TrustedList/SvcInfoExt/"
)

// String is the state in a few words: "granted since 2022-02-01 (ForWebSiteAuthentication)".
func (s State) String() string {
	text := fmt.Sprintf("%s since %s", Short(s.Status), Date(s.Since))
	if len(s.Infos) > 0 {
		text += " (" + Short(s.Infos...) + ")"
	}
	return text
}

// WebSite reports whether the service is a CA for web site authentication in this state, granted or not.
func (s State) WebSite() bool {
	return s.Type == TypeCAQC && slices.Contains(s.Infos, ForWebSiteAuthentication)
}

// GrantedWebSite reports whether the service may issue certificates for web sites in this state.
func (s State) GrantedWebSite() bool { return s.WebSite() && s.Status == StatusGranted }

// At is the state at a time: the current one, else the first of the history that had begun (TS 119 615 PRO-4.3.4-03). It is
// nil before the first.
func (s *Service) At(t time.Time) *State {
	for i := range s.States {
		if !t.Before(s.States[i].Since) {
			return &s.States[i]
		}
	}
	return nil
}

// readProviders reads TrustServiceProviderList (5.4). The list of lists has none.
func (l *List) readProviders(root *etree.Element) error {
	for _, el := range children(descend(root, "TrustServiceProviderList"), nsTSL, "TrustServiceProvider") {
		info, err := wanted(el, "TSPInformation")
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
	info, err := wanted(el, "ServiceInformation")
	if err != nil {
		return Service{}, err
	}
	var s Service
	s.Name, _ = multilingual(descend(info, "ServiceName"))
	l.readIdentity(&s, info)
	entries := append([]*etree.Element{info}, children(descend(el, "ServiceHistory"), nsTSL, "ServiceHistoryInstance")...)
	for _, entry := range entries {
		state, err := readState(entry)
		if err != nil {
			return Service{}, err
		}
		s.States = append(s.States, state)
	}
	if i := s.Disorder(); i >= 0 {
		l.warn(KindHistory, "%s: an entry of %s follows one of %s", s.Name, Date(s.States[i+1].Since), Date(s.States[i].Since))
	}
	return s, nil
}

// Disorder is the first state that does not begin after the one that follows it (PRO-4.3.4-03A), or -1.
func (s *Service) Disorder() int {
	for i := 0; i+1 < len(s.States); i++ {
		if !s.States[i].Since.After(s.States[i+1].Since) {
			return i
		}
	}
	return -1
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
	if s.Type, err = wantedValue(el, "ServiceTypeIdentifier"); err != nil {
		return s, err
	}
	if s.Status, err = wantedValue(el, "ServiceStatus"); err != nil {
		return s, err
	}
	if s.Since, err = wantedTime(el, "StatusStartingTime"); err != nil {
		return s, err
	}
	for _, ext := range children(descend(el, "ServiceInformationExtensions"), nsTSL, "Extension") {
		critical := ext.SelectAttrValue("Critical", "false")
		s.readExtension(ext, critical == "true" || critical == "1")
	}
	s.Infos = unique(s.Infos)
	return s, nil
}

// readExtension reads what stands in one Extension (5.5.9). Takeovers and expired revocation information do not change
// whether a certificate is qualified.
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
