package ber

// MaxOID bounds object identifiers in bytes: RFC 2578, section 3.5 allows 128 numbers, and those in use have some 20
// bytes. Their text takes time by the square of the length.
const MaxOID = 128

// MaxName bounds distinguished names that are shown, in bytes of DER. Those in use have some 300.
const MaxName = 64 << 10
