package chain

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"qwac/pkg/ber"
	"qwac/pkg/cert"
	"qwac/pkg/lint"
)

var chainLeafNotFirst = lint.Meta{
	ID: "chain-leaf-not-first", Code: "C03", Severity: lint.Error, Fixable: true,
	Title: "the leaf is not the first certificate of its file",
	Means: "The leaf is your own certificate. In a chain it stands first, and each issuer follows the " +
		"certificate that it issued. Here another certificate stands first.",
	Why:    "A bank takes the first certificate as yours. It would judge the certificate of a CA as your QWAC.",
	Wrong:  "intermediate, leaf, root",
	Right:  "leaf, intermediate, root",
	Fix:    "Put the leaf first, then its issuer, then the root.",
	Source: lint.Clause{Document: "RFC 8446", Section: "4.4.2"},
	See:    lint.SeeBlocks,
}

func checkChainLeafNotFirst(p *lint.Pass, c *Chain) { c.reportOrder(p, leafBehind) }

var chainWrongOrder = lint.Meta{
	ID: "chain-wrong-order", Code: "C04", Severity: lint.Error, Fixable: true,
	Title: "the certificates are not in the order of the chain",
	Means: "In a chain each certificate is followed by the one of its issuer: your own (the leaf), the " +
		"intermediate, the root. The leaf is first here, but the others are not in this order.",
	Why: "The bank asks for the unbroken chain from leaf to root, and software that follows it step by step " +
		"stops.",
	Wrong:  "leaf, root, intermediate",
	Right:  "leaf, intermediate, root",
	Fix:    "Sort the certificates from leaf to root.",
	Source: lint.Clause{Document: rfc5246, Section: "7.4.2"},
	See:    lint.SeeBlocks,
}

func checkChainWrongOrder(p *lint.Pass, c *Chain) { c.reportOrder(p, shuffled) }

var chainReversed = lint.Meta{
	ID: "chain-reversed", Code: "C05", Severity: lint.Error, Fixable: true,
	Title: "the chain is in reverse order, root first",
	Means: "In a chain your own certificate (the leaf) comes first and the root last. Here it is the other way " +
		"round. Some tools export chains like this.",
	Why:    "A bank takes the first certificate as yours. It would judge the root as your QWAC.",
	Wrong:  "root, intermediate, leaf",
	Right:  "leaf, intermediate, root",
	Fix:    "Reverse the order, leaf first.",
	Source: lint.Inference(),
	See:    lint.SeeBlocks,
}

func checkChainReversed(p *lint.Pass, c *Chain) { c.reportOrder(p, reversed) }

// disorder is what is wrong with the order of one file.
type disorder int

const (
	ordered disorder = iota
	leafBehind
	shuffled
	reversed
)

// listed is a certificate as it stands in a file.
type listed struct {
	cert  *cert.Cert
	place int // on the path from 0; -1: not on it
}

// reportOrder reports every file with that kind of disorder. Each file has one kind at most.
func (c *Chain) reportOrder(p *lint.Pass, kind disorder) {
	for _, file := range c.filesInOrder() {
		if at, found := c.disorder(file); found == kind {
			p.Reportf(lint.Where{At: file[at].cert.At, Cert: file[at].place + 1}, "%s", c.orderText(file))
		}
	}
}

// filesInOrder lists the certificates of each file that has an order: not those of a container, whose certificates all
// stand at one place. Second copies and what belongs to another leaf do not count.
func (c *Chain) filesInOrder() [][]listed {
	beside := c.besideLeaves()
	byName := map[string]int{}
	var files [][]listed
	for _, cert := range c.Bundle.Certs {
		if beside[cert] || slices.Contains(c.Duplicates, cert) {
			continue
		}
		i, ok := byName[cert.At.File]
		if !ok {
			i = len(files)
			byName[cert.At.File] = i
			files = append(files, nil)
		}
		files[i] = append(files[i], listed{cert, slices.Index(c.Path, cert)})
	}
	return slices.DeleteFunc(files, func(f []listed) bool { return len(f) > 1 && f[0].cert.At == f[1].cert.At })
}

// disorder says what is wrong with the order of a file and at which of its certificates it shows.
func (c *Chain) disorder(file []listed) (at int, kind disorder) {
	leaf := slices.IndexFunc(file, func(l listed) bool { return l.place == 0 })
	onPath := slices.DeleteFunc(slices.Clone(file), func(l listed) bool { return l.place < 0 })
	down := func(a, b listed) int { return cmp.Compare(b.place, a.place) }
	up := func(a, b listed) int { return cmp.Compare(a.place, b.place) }
	switch {
	case len(onPath) > 1 && c.Gap == nil && onPath[0].place == len(c.Path)-1 && slices.IsSortedFunc(onPath, down):
		return slices.Index(file, onPath[0]), reversed
	case leaf > 0:
		return leaf, leafBehind
	case !slices.IsSortedFunc(onPath, up):
		i := 1
		for onPath[i].place > onPath[i-1].place {
			i++
		}
		return slices.Index(file, onPath[i]), shuffled
	}
	return 0, ordered
}

// orderText says which order was found and which is wanted, by the places on the path.
func (c *Chain) orderText(file []listed) string {
	var found, wanted []string
	for _, l := range file {
		if l.place < 0 {
			found = append(found, "other")
			continue
		}
		found = append(found, strconv.Itoa(l.place+1))
		wanted = append(wanted, strconv.Itoa(l.place+1))
	}
	slices.SortFunc(wanted, func(a, b string) int { return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b)) })
	return fmt.Sprintf("the certificates are in the order %s (1 is the leaf, %d the end of the chain), want %s",
		strings.Join(found, ", "), len(c.Path), strings.Join(wanted, ", "))
}

var chainDuplicateCertificate = lint.Meta{
	ID: "chain-duplicate-certificate", Code: "C09", Severity: lint.Warning, Fixable: true,
	Title: "a certificate is there twice",
	Means: "The same certificate is in the input two or more times. This happens when files are joined that " +
		"each have a part of the chain. Copies in different files, as where a folder has the chain and each " +
		"certificate, are only noted.",
	Why:    "Software that expects each certificate to be followed by its issuer finds a copy instead.",
	Wrong:  "leaf, intermediate, intermediate, root",
	Right:  "leaf, intermediate, root",
	Fix:    "Remove the second copy.",
	Source: lint.Inference(),
	See:    lint.SeeBlocks,
}

func checkChainDuplicateCertificate(p *lint.Pass, c *Chain) {
	for i, d := range c.Duplicates {
		same := func(o *cert.Cert) bool { return o.Equal(d.Certificate) }
		if slices.ContainsFunc(c.Duplicates[:i], same) {
			continue
		}
		first := c.Bundle.Certs[slices.IndexFunc(c.Bundle.Certs, same)]
		more := ""
		if n := countFunc(c.Duplicates[i+1:], same); n > 0 {
			more = fmt.Sprintf(" (and %d more)", n)
		}
		severity := chainDuplicateCertificate.Severity
		if d.At.File != first.At.File { // as when a folder has the chain, and each certificate in a file of its own
			severity = lint.Notice
		}
		p.Report(lint.Finding{
			Where: lint.Where{At: d.At, Cert: slices.IndexFunc(c.Path, same) + 1}, Severity: severity,
			Message: fmt.Sprintf("certificate of %s is a copy of the one at %s%s", nameOf(d), first.At, more),
		})
	}
}

func countFunc(certs []*cert.Cert, is func(*cert.Cert) bool) int {
	n := 0
	for _, c := range certs {
		if is(c) {
			n++
		}
	}
	return n
}

var chainExtraCertificate = lint.Meta{
	ID: "chain-extra-certificate", Code: "C10", Severity: lint.Warning, Fixable: true,
	Title: "a certificate does not belong to the chain",
	Means: "The input has a certificate that is not on the way from your certificate to the root. Often it is " +
		"the CA of another certificate, such as your seal, or an older or newer CA of the same QTSP.",
	Why:    "A bank that follows the certificates one by one finds one that issued nothing in the chain.",
	Wrong:  "leaf, intermediate, root, another root",
	Right:  "leaf, intermediate, root",
	Fix:    "Remove it.",
	Source: lint.Clause{Document: "RFC 8446", Section: "4.4.2"},
	See:    lint.SeeBlocks,
}

func checkChainExtraCertificate(p *lint.Pass, c *Chain) {
	beside := c.besideLeaves()
	for _, u := range c.Unused {
		if !beside[u] {
			p.Reportf(lint.Where{At: u.At}, "certificate of %s, issued by %s, is not on the path of the leaf %s",
				nameOf(u), ber.Quote(cert.ShortName(u.Issuer, u.RawIssuer)), nameOf(c.Path[0]))
		}
	}
}

// besideLeaves are the further leaves and what by its name is above them alone: one cause, told by
// chain-multiple-leaves.
func (c *Chain) besideLeaves() map[*cert.Cert]bool {
	beside := map[*cert.Cert]bool{}
	issuers := map[string]bool{}
	for _, l := range c.Leaves[1:] {
		beside[l] = true
		issuers[ber.FoldName(l.RawIssuer)] = true
	}
	for grown := len(c.Leaves) > 1; grown; {
		grown = false
		for _, u := range c.Unused {
			if !beside[u] && issuers[ber.FoldName(u.RawSubject)] {
				beside[u], grown = true, true
				issuers[ber.FoldName(u.RawIssuer)] = true
			}
		}
	}
	return beside
}

var chainCrossCertificate = lint.Meta{
	ID: "chain-cross-certificate", Code: "C11", Severity: lint.Notice,
	Title: "a CA is there with two issuers",
	Means: "A CA can have several certificates for one key: one by each issuer that vouches for it " +
		"(cross-certificates). The input has two of them, so more than one path leads upward from your certificate.",
	Why: "A bank may take the other path. If its end is not trusted there, or has expired, the bank refuses a " +
		"chain that is good on this path.",
	Wrong:  "Root 2 by Root 2, and Root 2 by Root 1",
	Right:  "Root 2 by Root 2",
	Fix:    "Send only the certificates of one path, the one that is named here.",
	Needs:  []lint.Need{{What: lint.NeedPayload}},
	Source: lint.Clause{Document: "RFC 5280", Section: "3.2"},
	See:    lint.SeeBlocks,
}

// checkChainCrossCertificate looks for the twins of CAs on the path: the same subject and key, by another issuer.
func checkChainCrossCertificate(p *lint.Pass, c *Chain) {
	for _, u := range c.Unused {
		i := slices.IndexFunc(c.Path, func(ca *cert.Cert) bool {
			return bytes.Equal(ca.RawSubjectPublicKeyInfo, u.RawSubjectPublicKeyInfo) &&
				ber.SameName(ca.RawSubject, u.RawSubject) && !ber.SameName(ca.RawIssuer, u.RawIssuer)
		})
		if i > 0 {
			issuers := [2]string{}
			for n, by := range []*cert.Cert{c.Path[i], u} {
				issuers[n] = ber.Quote(cert.ShortName(by.Issuer, by.RawIssuer))
			}
			p.Reportf(lint.Where{At: u.At}, "two certificates of %s have the same key: the path uses the one "+
				"issued by %s, this one is issued by %s", nameOf(u), issuers[0], issuers[1])
		}
	}
}
