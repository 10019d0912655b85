package submit

import (
	"crypto/x509/pkix"
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// compareName compares a distinguished name as text with the attributes of a certificate: how many attributes of the
// text are of a known type, and whether one of these is not in the certificate. Order, case and white space do not
// count.
func compareName(name string, attrs []pkix.AttributeTypeAndValue) (compared int, differ bool) {
	for _, a := range splitName(name) {
		oid := attributeType(a.key)
		if oid == "" {
			continue
		}
		compared++
		differ = differ || !slices.ContainsFunc(attrs, func(c pkix.AttributeTypeAndValue) bool {
			return c.Type.String() == oid && folded(fmt.Sprint(c.Value)) == folded(a.value)
		})
	}
	return compared, differ
}

func folded(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }

// attributeType returns the dotted object identifier of an attribute type as written in names, or "".
func attributeType(key string) string {
	key = strings.ToLower(key)
	if oid := strings.TrimPrefix(key, "oid."); strings.Trim(oid, "0123456789.") == "" {
		return oid
	}
	for _, t := range attributeTypes() {
		if slices.Contains(t.names, key) {
			return t.oid
		}
	}
	return ""
}

type attributeNames struct {
	oid   string
	names []string // lower case
}

// attributeTypes are those that issuers of qualified certificates are named by (EN 319 412-2 4.2.3.1, 412-3 4.2.1) and
// the rest of RFC 4514 3, in the spellings of common programs. ETSI's identifier comes out of many as dotted form.
func attributeTypes() []attributeNames {
	return []attributeNames{
		{"2.5.4.3", []string{"cn", "commonname"}},
		{"2.5.4.5", []string{"serialnumber"}},
		{"2.5.4.6", []string{"c", "countryname"}},
		{"2.5.4.7", []string{"l", "localityname"}},
		{"2.5.4.8", []string{"st", "s", "sp", "stateorprovincename"}},
		{"2.5.4.9", []string{"street", "streetaddress"}},
		{"2.5.4.10", []string{"o", "organizationname"}},
		{"2.5.4.11", []string{"ou", "organizationalunitname"}},
		{"2.5.4.97", []string{"organizationidentifier", "orgid"}},
		{"0.9.2342.19200300.100.1.25", []string{"dc", "domaincomponent"}},
		{"1.2.840.113549.1.9.1", []string{"e", "email", "emailaddress"}},
	}
}

type attribute struct{ key, value string }

// attributeStart is the beginning of an attribute: a name or an object identifier, then an equals sign.
const attributeStart = `^\s*([A-Za-z][A-Za-z0-9.-]*|[0-9]+(?:\.[0-9]+)+)\s*=`

// nameBound is above any CA name in use; anything longer is cut there.
const nameBound = 4096

// splitName splits a name at commas, semicolons, plus signs and line ends (RFC 4514, RFC 2253), or at the slashes
// of the old form of OpenSSL. If the text after a separator does not start an attribute, it belongs to the value before
// it: not every program escapes.
func splitName(name string) []attribute {
	name = name[:min(len(name), nameBound)]
	separators := ",;+\n"
	if strings.HasPrefix(name, "/") {
		separators, name = "/", name[1:]
	}
	var list []attribute
	start := regexp.MustCompile(attributeStart)
	for _, part := range cutUnquoted(name, separators) {
		if m := start.FindStringSubmatch(part.text); m != nil {
			list = append(list, attribute{m[1], part.text[len(m[0]):]})
		} else if n := len(list); n > 0 {
			list[n-1].value += part.before + part.text
		}
	}
	for i := range list {
		list[i].value = unescape(strings.TrimSpace(list[i].value))
	}
	return list
}

type part struct{ before, text string }

// cutUnquoted cuts at separators outside quotes and not after a backslash.
func cutUnquoted(s, separators string) []part {
	var parts []part
	start, before, quoted := 0, "", false
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\':
			i++
		case s[i] == '"':
			quoted = !quoted
		case !quoted && strings.IndexByte(separators, s[i]) >= 0:
			parts = append(parts, part{before, s[start:i]})
			start, before = i+1, s[i:i+1]
		}
	}
	return append(parts, part{before, s[start:]})
}

// unescape undoes quotes, backslashes and the form with a number sign, which is the DER of the value in hexadecimal.
func unescape(v string) string {
	if der, err := hex.DecodeString(strings.TrimPrefix(v, "#")); err == nil && strings.HasPrefix(v, "#") &&
		len(der) >= 2 &&
		der[1] < 0x80 && int(der[1]) == len(der)-2 {
		return string(der[2:])
	}
	if len(v) >= 2 && v[0] == '"' && v[len(v)-1] == '"' {
		v = v[1 : len(v)-1]
	}
	var b strings.Builder
	for i := 0; i < len(v); i++ {
		if v[i] != '\\' || i+1 == len(v) {
			b.WriteByte(v[i])
			continue
		}
		if octet, err := hex.DecodeString(v[i+1 : min(i+3, len(v))]); err == nil && len(octet) == 1 {
			b.Write(octet)
			i += 2
			continue
		}
		i++
		b.WriteByte(v[i])
	}
	return strings.ToValidUTF8(b.String(), string(utf8.RuneError))
}
