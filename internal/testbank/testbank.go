// Package testbank has an invented bank, which has nothing in common with a known one but what no bank could do
// otherwise. Tests show by it that what is known of one bank is never told of another.
package testbank

import (
	"qwac/pkg/bank"
	"qwac/pkg/ident"
	"qwac/pkg/lint"
)

// Fixture returns the bank.
func Fixture() *bank.Bank {
	none := bank.Named("etsi") // has what no bank could accept
	return &bank.Bank{
		Name: "fixture", Title: "Fixture Bank", Offers: []ident.Role{ident.RoleIC},
		Texts:             answered(none.Texts, bank.Answer{Status: 415, Basis: bank.Documented}),
		Certificates:      answered(none.Certificates, bank.Answer{Status: 422, Basis: bank.Assumed}),
		Registrations:     answered(none.Registrations, bank.Answer{Status: 409, Basis: bank.Documented}),
		RedirectURIs:      answered(none.RedirectURIs, bank.Answer{Status: 409, Basis: bank.Assumed}),
		Connection:        bank.Answer{Status: 495, Basis: bank.Documented},
		Order:             []int{422, 415, 409},
		RegistrationOrder: []int{409, 495},
		Sources: []bank.Source{{Clause: lint.Clause{Document: "Fixture Bank handbook", Section: "7"},
			Rules: []string{"role-none-offered"}}},
		API: bank.API{
			Clients: "/v3/partners", RedirectURIs: "/callbacks", Certificates: "/chains", Certificate: "pem_chain",
			RequestID: "Fixture-Call-ID",
			Members: []bank.Member{
				{Ours: "name", Theirs: "partner_name"}, {Ours: "roles", Theirs: "permissions"},
				{Ours: "redirectUris", Theirs: "return_to"},
				{Ours: "clientId", Theirs: "partner_id"}, {Ours: "clientSecret", Theirs: "partner_key"},
				{Ours: "certificateChains", Theirs: "chains"}, {Ours: "certificates", Theirs: "links"},
				{Ours: "subjectKeyId", Theirs: "ski"},
				{Ours: "serialNumber", Theirs: "serial"}, {Ours: "notBefore", Theirs: "from"},
				{Ours: "notAfter", Theirs: "until"},
			},
			Errors: []bank.DocumentedError{
				{Call: bank.CallCertificate, Status: 422, Text: "the chain is not one that we take"}},
		},
		Environments: []bank.Environment{{
			Name: bank.Sandbox, TokenURL: "https://login.fixture-bank.example/token",
			BaseURL: "https://api.fixture-bank.example",
		}},
		Support: []bank.Section{bank.SectionPEM, bank.SectionChain},
	}
}

// answered returns the rules of the rows with one answer.
func answered(rows []bank.Block, a bank.Answer) []bank.Block {
	var out []bank.Block
	for _, row := range rows {
		out = append(out, bank.Block{Answer: a, Rules: row.Rules})
	}
	return out
}
