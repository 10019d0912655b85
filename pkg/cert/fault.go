package cert

import (
	"fmt"

	"qwac/pkg/ber"
)

// BrokenElement says what is wrong with bytes that are no element of BER.
func BrokenElement(data []byte) string {
	var e ber.Element
	header, length, ok := ber.ReadHeader(data, &e)
	if ok && !e.Indefinite && length > len(data)-header {
		return fmt.Sprintf("cut short: there are %d bytes of %d", len(data), header+length)
	}
	return "no length can be read from its first bytes"
}

func broken(field, what string) error { return fmt.Errorf("%s: %s", field, what) }
