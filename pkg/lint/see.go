package lint

// Commands that show a place in the file chain.pem, which has the leaf first.
const (
	SeeText       = "sed -n l chain.pem"
	SeeBlocks     = "openssl crl2pkcs7 -nocrl -certfile chain.pem | openssl pkcs7 -print_certs -noout"
	SeeAll        = "openssl x509 -in chain.pem -noout -text"
	SeeSubject    = "openssl x509 -in chain.pem -noout -subject -nameopt multiline,show_type"
	SeeIssuer     = "openssl x509 -in chain.pem -noout -issuer -nameopt multiline,show_type"
	SeeDates      = "openssl x509 -in chain.pem -noout -dates"
	SeeSerial     = "openssl x509 -in chain.pem -noout -serial"
	SeeKey        = "openssl x509 -in chain.pem -noout -pubkey | openssl pkey -pubin -noout -text"
	SeeStructure  = "openssl asn1parse -in chain.pem -i"
	SeeUsage      = "openssl x509 -in chain.pem -noout -ext keyUsage,extendedKeyUsage,basicConstraints"
	SeeNames      = "openssl x509 -in chain.pem -noout -ext subjectAltName"
	SeePolicies   = "openssl x509 -in chain.pem -noout -ext certificatePolicies"
	SeeAddresses  = "openssl x509 -in chain.pem -noout -ext authorityInfoAccess,crlDistributionPoints"
	SeeKeyIDs     = "openssl x509 -in chain.pem -noout -ext subjectKeyIdentifier,authorityKeyIdentifier"
	SeeChain      = "openssl verify -x509_strict -show_chain -CAfile root.pem -untrusted chain.pem chain.pem"
	SeeStatements = "openssl asn1parse -in chain.pem -i -strparse " +
		"$(openssl asn1parse -in chain.pem | sed -n '/qcStatements/,/OCTET/s/:d=.*OCTET.*//p')"
)

// Commands that show a place in every certificate of chain.pem, and the text of the file.
const (
	SeeEvery          = "openssl storeutl -certs -noout -text chain.pem"
	SeeEveryKey       = SeeEvery + " | grep -e 'Public Key Algorithm' -e Public-Key -e 'ASN1 OID' -e Exponent"
	SeeEverySignature = SeeEvery + " | grep 'Signature Algorithm'"
	SeeEveryDates     = SeeEvery + " | grep -e 'Subject:' -e 'Not Before' -e 'Not After'"
	SeeEveryCA        = SeeEvery + " | grep -A 1 'Basic Constraints'"
	SeeEveryUsage     = SeeEvery + " | grep -A 1 'X509v3 Key Usage'"
	SeeEveryPurpose   = SeeEvery + " | grep -A 1 -e 'Subject:' -e 'Extended Key Usage'"
	SeeEveryKeyIDs    = SeeEvery + " | grep -A 1 'Key Identifier'"
	SeeSignature      = SeeAll + " | grep -A 3 'Signature Algorithm'"
	SeeSubjectBytes   = SeeSubject + " | sed -n l"
	SeeBytes          = "od -c chain.pem | head"
	SeeLabels         = "grep -n BEGIN chain.pem"
	SeeBoundaries     = "grep -n -e ----- chain.pem"
)
