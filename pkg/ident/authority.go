package ident

// Authority is a national competent authority as the EBA names it in NCAId.
type Authority struct {
	ID      string // "DK-DFSA"
	Country string // "DK"
	Name    string // "Danish Financial Supervisory Authority"
	Status  NCAStatus
}

// NCAStatus says how an NCAId stands to the list of the EBA.
type NCAStatus string

// The statuses.
const (
	NCACurrent  NCAStatus = "current"
	NCAHistoric NCAStatus = "historic" // was in use; fine in old certificates
	NCADoubtful NCAStatus = "doubtful" // occurs in examples only
)
