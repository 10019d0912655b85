package revocation

import (
	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"
)

func contextTag(n uint8) cbasn1.Tag { return cbasn1.Tag(n).ContextSpecific() }
