package testpki

import (
	"archive/zip"
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"
)

// RegisterEntity is an entry of the EBA's register of payment institutions, in the form in which it is published.
type RegisterEntity struct {
	Owner, Code, Kind string
	Numbers, Names    []string
	Country           string
	Dates             []string          // authorised, withdrawn, ...
	Services          []RegisterService // by country, in order
	Parent            string            // EntityCode, of agents and branches
	ParentKind        string
	Active            bool
	Version           string // digits of a time; empty: RegisterVersion
	Extra             string // members of JSON beside the known ones, with a comma behind; empty: none
}

// RegisterService is what an institution may do in a country.
type RegisterService struct {
	Country string
	Codes   []string
}

// RegisterVersion is that of entities which have none of their own.
const RegisterVersion = "20260831223344848"

// Institution is a payment institution of Denmark with a number, authorised for payment initiation and account
// information at home and in Sweden.
func Institution(number string) RegisterEntity {
	return RegisterEntity{
		Owner: "DK_DFSA", Code: "DK_DFSA!" + number, Kind: "PSD_PI", Numbers: []string{number},
		Names: []string{"Fixture Payments A/S"}, Country: "DK", Dates: []string{"2019-03-27"},
		Services: []RegisterService{{"DK", []string{"PS_070", "PS_080"}}, {"SE", []string{"PS_080"}}},
	}
}

// RegisterAgent is an agent of an institution.
func RegisterAgent(of RegisterEntity, number string) RegisterEntity {
	return RegisterEntity{
		Owner: of.Owner, Code: of.Kind + "!" + of.Code + "!" + number, Kind: "PSD_AG", Numbers: []string{number},
		Names: []string{"Fixture Agent " + number}, Country: of.Country, Parent: of.Code, ParentKind: of.Kind,
		Active: true,
	}
}

// registerDisclaimer stands before the entities.
const registerDisclaimer = `[{"disclaimer":"FIXTURE. This register was made by a test and says nothing about ` +
	`anybody."}]`

// RegisterJSON is the document with these entities.
func RegisterJSON(entities ...RegisterEntity) []byte {
	var out bytes.Buffer
	w := newRegisterWriter(&out)
	for _, e := range entities {
		w.add(e)
	}
	if err := w.close(); err != nil {
		panic("testpki: " + err.Error())
	}
	return out.Bytes()
}

// RegisterZIP packs a document as it is published, with its digest beside it.
func RegisterZIP(document []byte) []byte {
	sum := fmt.Sprintf("%x", sha256.Sum256(document))
	return Zip(map[string][]byte{"register.json": document, "register.json.sha256": []byte(sum)},
		"register.json", "register.json.sha256")
}

// Zip packs files in the order of the names.
func Zip(files map[string][]byte, names ...string) []byte {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, name := range names {
		f, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: At()})
		if err == nil {
			_, err = f.Write(files[name])
		}
		if err != nil {
			panic("testpki: " + err.Error())
		}
	}
	if err := z.Close(); err != nil {
		panic("testpki: " + err.Error())
	}
	return out.Bytes()
}

type registerWriter struct {
	to    *bufio.Writer
	first bool
}

func newRegisterWriter(to io.Writer) *registerWriter {
	w := &registerWriter{bufio.NewWriter(to), true}
	fmt.Fprintf(w.to, "[%s,[", registerDisclaimer)
	return w
}

func (w *registerWriter) close() error {
	fmt.Fprint(w.to, "]]\n")
	return w.to.Flush()
}

// oneOrMany is how the register writes values: a text alone, or a list.
func oneOrMany(values []string) string {
	var v any = values
	if len(values) == 1 {
		v = values[0]
	}
	text, err := json.Marshal(v)
	if err != nil {
		panic("testpki: " + err.Error())
	}
	return string(text)
}

func (w *registerWriter) add(e RegisterEntity) {
	if !w.first {
		w.to.WriteByte(',')
	}
	w.first = false
	var properties []string
	property := func(name string, values ...string) {
		if len(values) > 0 && values[0] != "" {
			properties = append(properties, fmt.Sprintf(`{%q:%s}`, name, oneOrMany(values)))
		}
	}
	property("ENT_NAT_REF_COD", e.Numbers...)
	property("ENT_NAM", e.Names...)
	property("ENT_ADD", "1 Fixture Street")
	property("ENT_TOW_CIT_RES", "Fixture Town")
	property("ENT_POS_COD", "1000")
	property("ENT_COU_RES", e.Country)
	if len(e.Dates) > 0 {
		list, _ := json.Marshal(e.Dates)
		properties = append(properties, fmt.Sprintf(`{"ENT_AUT":%s}`, list))
	}
	property("ENT_TYP_PAR_ENT", e.ParentKind)
	property("ENT_COD_PAR_ENT", e.Parent)
	if e.Parent != "" {
		property("DER_CHI_ENT_AUT", map[bool]string{true: "Active", false: "Inactive"}[e.Active])
	}
	fmt.Fprintf(w.to, `{"CA_OwnerID":%q,"EntityCode":%q,"EntityType":%q,"Properties":[%s],`, e.Owner, e.Code, e.Kind,
		strings.Join(properties, ","))
	if len(e.Services) > 0 {
		var services []string
		for _, s := range e.Services {
			services = append(services, fmt.Sprintf(`{%q:%s}`, s.Country, oneOrMany(s.Codes)))
		}
		fmt.Fprintf(w.to, `"Services":[%s],`, strings.Join(services, ","))
	}
	version := e.Version
	if version == "" {
		version = RegisterVersion
	}
	fmt.Fprintf(w.to, `%s"__EBA_EntityVersion":%q}`, e.Extra, version)
}

// registerOwners are the authorities of entities that are made in numbers, with two spelled as the register does.
var registerOwners = []string{"DK_DFSA", "SE_FINA", "FI_FIN-FSA", "DE_BAFIN", "FR_ACPR", "LT_BL", "ES_BE", "PL_PFSA",
	"LV_LV", "NL_DNB", "IE_CBI", "IT_BI", "CZ_CNB", "MT_MFSA", "AT_FMA"}

// WriteRegister writes a document of n entities, 98 of 100 of them agents as in the published one, and the entities
// given first. It is the same for the same n.
func WriteRegister(to io.Writer, n int, given ...RegisterEntity) error {
	w := newRegisterWriter(to)
	for _, e := range given {
		w.add(e)
	}
	var of RegisterEntity
	for i := len(given); i < n; i++ {
		owner := registerOwners[i%len(registerOwners)]
		if (i-len(given))%50 == 0 {
			of = madeInstitution(owner, i)
			w.add(of)
			continue
		}
		agent := RegisterAgent(of, fmt.Sprintf("%s%09d", of.Country, i*7919%1_000_000_000))
		agent.Active = i%5 < 2
		w.add(agent)
	}
	return w.close()
}

func madeInstitution(owner string, i int) RegisterEntity {
	number := fmt.Sprintf("%07d-%d", i, i%10)
	country := owner[:2]
	e := RegisterEntity{
		Owner: owner, Code: owner + "!" + number, Kind: []string{"PSD_PI", "PSD_EMI", "PSD_AISP", "PSD_EPI"}[i/50%4],
		Numbers: []string{number}, Names: []string{fmt.Sprintf("Fixture Pay %d A/S", i)}, Country: country,
		Dates: []string{"2018-01-13"},
	}
	if i/50%3 == 0 {
		day := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, i%2000)
		e.Dates = append(e.Dates, day.Format(time.DateOnly))
	}
	for j, owner := range registerOwners {
		if j == 0 || i/50%2 == 0 {
			e.Services = append(e.Services, RegisterService{owner[:2], []string{"PS_070", "PS_080"}[:1+i/50%2]})
		}
	}
	return e
}

// Number is the authorisation number in the organizationIdentifier of the clean leaf.
const Number = "97351842"
