package tsl

import (
	"strings"
	"time"
)

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

// Date formats the day of a time for messages.
func Date(t time.Time) string { return t.UTC().Format(time.DateOnly) }

// Short shortens the URIs that lists use as words to their last parts, joined by commas: "granted", "ForeSeals",
// "CA/QC".
func Short(uris ...string) string {
	out := make([]string, len(uris))
	for i, uri := range uris {
		out[i] = short(uri)
	}
	return strings.Join(out, ", ")
}

func short(uri string) string {
	for _, prefix := range []string{typePrefix, StatusPrefix, InfoPrefix} {
		if rest, ok := strings.CutPrefix(uri, prefix); ok && rest != "" {
			return rest
		}
	}
	return uri
}
