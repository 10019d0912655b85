package app

import (
	"fmt"
	"math/big"
	"strings"
)

// serialWords is a serial number as banks write it, in decimal, and as check, inspect and openssl do, in hexadecimal.
func serialWords(decimal string) string {
	n, ok := new(big.Int).SetString(decimal, 10)
	if !ok || n.Text(16) == decimal {
		return decimal
	}
	return fmt.Sprintf("%s (hex %x)", decimal, n)
}

// isSerial reports whether what a person gives is a serial number. Without 0x, colons and letters it is taken for
// decimal.
func isSerial(given, decimal string) bool {
	n, ok := new(big.Int).SetString(decimal, 10)
	if !ok || !strings.ContainsAny(given, "xX:abcdefABCDEF") {
		return given == decimal
	}
	digits := strings.ReplaceAll(strings.TrimPrefix(strings.ToLower(given), "0x"), ":", "")
	return strings.TrimLeft(digits, "0") == n.Text(16)
}
