package testpki

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"strings"
)

// Participant is an entry of the local file of the EPC Directory Service. What it contains is documented by the EPC;
// how the fields are called is assumed.
type Participant struct {
	BIC   string
	NANs  []string
	Roles []string
	Ready string
}

// BIC is that of the holder of the clean leaf.
const BIC = "FXTUDKKKXXX"

// VOPParticipant is the holder of the clean leaf, requester and responder.
func VOPParticipant() Participant {
	return Participant{BIC: BIC, NANs: []string{OrgID}, Roles: []string{"REQUESTER", "RESPONDER"}, Ready: "2025-10-05"}
}

// otherParticipants stand in every file.
func otherParticipants() []Participant {
	return []Participant{
		{"FXTUSESSXXX", []string{"PSDSE-FINA-556000-1234"}, []string{"RESPONDER"}, "2025-10-05"},
		{"FXTUFIHHXXX", []string{"PSDFI-FINFSA-0111027-9", "PSDFI-FINFSA-0111028-7"}, []string{"REQUESTER"},
			"2025-10-05"},
	}
}

// EDS is a local file with these participants and two others, as "json", "xml" or "csv".
func EDS(form string, participants ...Participant) []byte {
	all := append(otherParticipants(), participants...)
	switch form {
	case "xml":
		return edsXML(all)
	case "csv":
		return edsCSV(all)
	}
	return edsJSON(all)
}

func edsJSON(all []Participant) []byte {
	type object = map[string]any
	var list []object
	for _, p := range all {
		list = append(list, object{
			"participantBIC": p.BIC, "accountHoldingBICs": []string{p.BIC[:8] + "ACC"},
			"nationalAuthorisationNumbers": p.NANs,
			"adherence":                    []object{{"scheme": "VOP", "roles": p.Roles, "readinessDate": p.Ready}},
			"apiEndpoints": []object{
				{"uri": "https://vop.example/" + p.BIC, "startDate": "2027-01-01"}},
		})
	}
	out, err := json.MarshalIndent(object{"fileDate": "2026-08-31", "participants": list}, "", " ")
	if err != nil {
		panic("testpki: " + err.Error())
	}
	return out
}

func edsXML(all []Participant) []byte {
	type adherence struct {
		Scheme        string
		Roles         []string `xml:"Roles>Role"`
		ReadinessDate string
	}
	type participant struct {
		ParticipantBIC     string
		AccountHoldingBICs []string `xml:"AccountHoldingBICs>BIC"`
		NANs               []string `xml:"NANs>NAN"`
		Adherence          adherence
	}
	type file struct {
		XMLName      xml.Name      `xml:"urn:fixture:eds EDSLocalFile"`
		Participants []participant `xml:"Participants>Participant"`
	}
	var f file
	for _, p := range all {
		f.Participants = append(f.Participants, participant{p.BIC, []string{p.BIC[:8] + "ACC"}, p.NANs,
			adherence{"VOP", p.Roles, p.Ready}})
	}
	out, err := xml.MarshalIndent(f, "", " ")
	if err != nil {
		panic("testpki: " + err.Error())
	}
	return append([]byte(xml.Header), out...)
}

func edsCSV(all []Participant) []byte {
	var out strings.Builder
	fmt.Fprintln(&out, "Participant BIC;Account Holding BIC;NAN;Scheme;Role;Readiness Date;URI")
	for _, p := range all {
		for _, nan := range p.NANs {
			fmt.Fprintf(&out, "%s;%sACC;%s;VOP;%s;%s;https://vop.example/%s\n", p.BIC, p.BIC[:8], nan,
				strings.Join(p.Roles, "|"), p.Ready, p.BIC)
		}
	}
	return []byte(out.String())
}
