package app

import (
	"encoding/asn1"
	"encoding/hex"
	"fmt"
	"io"
	"regexp"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"qwac/pkg/ber"
	"qwac/pkg/life"
	"qwac/pkg/report"
	"qwac/pkg/submit"
)

func (e *env) clientCommand() *cli.Command {
	return &cli.Command{
		Usage: "show, register and change your client at the bank",
		Subcommands: []*cli.Command{
			e.showCommand(), e.redirectURIsCommand(), e.registerCommand(),
		},
	}
}

func (e *env) showCommand() *cli.Command {
	o := new(readerOptions)
	o.judge.banks = e.banks
	return &cli.Command{
		Name:      "show",
		Usage:     "show the client details: roles, redirect URIs, and the days that each registered chain has left",
		ArgsUsage: " ",
		Flags:     o.flags(),
		Action:    with(e.show, o),
	}
}

func (e *env) show(c *cli.Context, o *readerOptions) error {
	b, details, err := e.details(c, o)
	if err != nil {
		return err
	}
	view := viewOf(b, details, e.now())
	if o.format == "json" {
		return e.write("", indentedJSON(view), e.stdout)
	}
	view.text(e.stdout)
	return nil
}

// clientView is what client show shows. docs/submit.md documents every field.
type clientView struct {
	Name         string      `json:"name"`
	ClientID     string      `json:"client_id"`
	Roles        []string    `json:"roles"`
	RedirectURIs []string    `json:"redirect_uris"`
	Chains       []chainView `json:"chains"`
}

type chainView struct {
	// of the certificate that ends first; negative: it has expired; null: not known
	DaysLeft     *int              `json:"days_left"`
	InUse        bool              `json:"in_use"` // it is the chain of --cert
	Certificates []certificateView `json:"certificates"`

	end time.Time // of the certificate that ends first
}

// certificateView has texts as the bank writes them.
type certificateView struct {
	Subject      string    `json:"subject"`
	SubjectKeyID string    `json:"subject_key_id"`
	Issuer       string    `json:"issuer"`
	SerialNumber string    `json:"serial_number"`
	NotBefore    time.Time `json:"not_before,omitzero"`
	NotAfter     time.Time `json:"not_after,omitzero"`
}

func viewOf(b *bank, d *submit.ClientDetails, now time.Time) clientView {
	v := clientView{d.Name, d.ClientID, append([]string{}, d.Roles...), append([]string{}, d.RedirectURIs...),
		[]chainView{}}
	for _, registered := range d.CertificateChains {
		view := chainView{Certificates: []certificateView{}}
		for i, info := range registered.Certificates {
			view.Certificates = append(view.Certificates, certificateView(info))
			view.InUse = view.InUse || i == 0 && info.Is(b.pair.leaf.Certificate)
			if left := life.Left(info.NotAfter, now); !info.NotAfter.IsZero() &&
				(view.DaysLeft == nil || left < *view.DaysLeft) {
				view.DaysLeft, view.end = &left, info.NotAfter
			}
		}
		v.Chains = append(v.Chains, view)
	}
	return v
}

func (v clientView) text(w io.Writer) {
	line := func(name string, values ...string) {
		for i, value := range values {
			if i > 0 {
				name = ""
			}
			fmt.Fprintf(w, "%-14s%s\n", name, report.Clean(value))
		}
	}
	line("client", v.ClientID)
	line("name", v.Name)
	line("roles", strings.Join(v.Roles, " "))
	line("redirect URIs", v.RedirectURIs...)
	for _, chain := range v.Chains {
		fmt.Fprintf(w, "\nchain, %s\n", report.Clean(chain.life()))
		for _, cert := range chain.Certificates {
			fmt.Fprintf(w, "  %s\n", report.Clean(readableName(cert.Subject)))
			fmt.Fprintf(w, "    serial %s, valid %s to %s\n", report.Clean(serialWords(cert.SerialNumber)),
				day(cert.NotBefore), day(cert.NotAfter))
		}
	}
	if len(v.Chains) == 0 {
		fmt.Fprintln(w, "\nno chain is registered")
	}
}

// readableName is a name as a bank writes it with the organizationIdentifier by its name and in its letters: many
// programs write its object identifier, and its value as the hexadecimal digits of its encoding (RFC 4514, 2.4).
func readableName(name string) string {
	identifier := regexp.MustCompile(`\b(OID\.)?2\.5\.4\.97=(#[0-9a-fA-F]+|[^#,+]+)`)
	return identifier.ReplaceAllStringFunc(name, func(attribute string) string {
		value := attribute[strings.IndexByte(attribute, '=')+1:]
		if digits, ok := strings.CutPrefix(value, "#"); ok {
			data, err := hex.DecodeString(digits)
			var text string
			if err != nil {
				return attribute
			}
			if rest, err := asn1.Unmarshal(data, &text); err != nil || len(rest) > 0 {
				return attribute
			}
			value = text
		}
		return "organizationIdentifier=" + value
	})
}

// life says how long a chain still serves.
func (v chainView) life() string {
	s := "end not known"
	switch {
	case v.DaysLeft == nil:
	case *v.DaysLeft < 0:
		s = "expired"
	case life.NoEnd(v.end):
		s = "no end"
	default:
		s = ber.Count(*v.DaysLeft, "day") + " left"
	}
	if v.InUse {
		s += ", that of --cert"
	}
	return s
}
