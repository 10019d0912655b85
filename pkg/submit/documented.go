package submit

import (
	"slices"
)

// documented is what the bank says of an answer.
type documented struct {
	call   Call
	status int
	text   string
}

// documentation returns the error tables of Lunar's client management API. Of the other calls it documents no errors.
func documentation() []documented {
	const authentication = "invalid token or certificate authentication failed"
	return []documented{
		{CallRedirectURIs, 400, "invalid URI or empty array"},
		{CallRedirectURIs, 401, authentication},
		{CallRedirectURIs, 404, "client id not found or not owned by your certificate"},
		{CallCertificate, 400, "invalid certificate format or incomplete chain"},
		{CallCertificate, 401, authentication},
		{CallCertificate, 403, "certificate does not meet eIDAS requirements, or role mismatch"},
		{CallCertificate, 404, "client id not found"},
	}
}

// Documented is what the bank documents for this status of this call; empty: nothing.
func Documented(call Call, status int) string {
	rows := documentation()
	i := slices.IndexFunc(rows, func(d documented) bool { return d.call == call && d.status == status })
	if i < 0 {
		return ""
	}
	return rows[i].text
}
