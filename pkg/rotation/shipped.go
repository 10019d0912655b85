package rotation

import _ "embed" // the rows

// ShippedName is what the rows of the program are called in messages.
const ShippedName = "banks.csv"

//go:embed banks.csv
var shipped string

// Shipped are the rows that the program has: facts from public documents, each with its source, none of them verified
// but those of a bank that a profile is for. The error is a fault of the program.
func Shipped() ([]Bank, error) { return Parse(ShippedName, []byte(shipped)) }

// ShippedText is the text of these rows, to begin a file of one's own with.
func ShippedText() string { return shipped }
