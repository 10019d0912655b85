package key

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/x509"
	"math/big"

	"golang.org/x/crypto/cryptobyte"
	casn1 "golang.org/x/crypto/cryptobyte/asn1"
)

// LoadKey makes a key of the standard library out of a SubjectPublicKeyInfo. Beside what crypto/x509 reads it takes
// points in the compressed and the hybrid form, RSA keys without their NULL, and keys for RSASSA-PSS alone. Nil: the
// library has no use for such a key.
func LoadKey(spki []byte) crypto.PublicKey {
	if key, err := x509.ParsePKIXPublicKey(spki); err == nil {
		return key
	}
	info := cryptobyte.String(spki)
	var key []byte
	if !info.ReadASN1(&info, casn1.SEQUENCE) || !info.SkipASN1(casn1.SEQUENCE) || !info.ReadASN1BitStringAsBytes(&key) {
		return nil
	}
	k := Of(&x509.Certificate{RawSubjectPublicKeyInfo: spki})
	switch k.Algorithm {
	case OIDEC:
		if pub := k.Point(); pub != nil {
			return pub
		}
	case OIDRSA, OIDPSS:
		if pub := loadRSA(key); pub != nil {
			return pub
		}
	}
	return nil
}

// Point is the point of an elliptic-curve key in any form; nil: it is none of its curve, or the library does not have
// the curve.
func (k *Info) Point() *ecdsa.PublicKey {
	if k.curve() == nil {
		return nil
	}
	if pub, err := ecdsa.ParseUncompressedPublicKey(k.curve(), k.Key); err == nil {
		return pub
	}
	return loadPoint(k.curve(), k.Key)
}

// wholePoint is the point of both coordinates of a key, whatever its first octet says of their form; nil: it is none.
func (k *Info) wholePoint() *ecdsa.PublicKey {
	pub, err := ecdsa.ParseUncompressedPublicKey(k.curve(), append([]byte{pointUncompressed}, k.Key[1:]...))
	if err != nil {
		return nil
	}
	return pub
}

// curve is the curve of a key where crypto/elliptic has it; nil: it does not.
func (k *Info) curve() elliptic.Curve {
	switch OIDText(k.Parameters) {
	case "1.3.132.0.33":
		return elliptic.P224()
	case "1.2.840.10045.3.1.7":
		return elliptic.P256()
	case "1.3.132.0.34":
		return elliptic.P384()
	case "1.3.132.0.35":
		return elliptic.P521()
	}
	return nil
}

// The first octet of a point says its form (SEC 1, 2.3.3; X9.62, 4.3.6). The last bit is that of y.
const (
	PointCompressed   = 0x02 // or 03
	pointUncompressed = 0x04
	PointHybrid       = 0x06 // or 07
)

// PointForm is the first octet of a point without its last bit; zero: there is none.
func PointForm(point []byte) byte {
	if len(point) == 0 {
		return 0
	}
	return point[0] &^ 1
}

// loadPoint reads a point of a curve that is compressed or hybrid; nil: it is no such point.
func loadPoint(curve elliptic.Curve, point []byte) *ecdsa.PublicKey {
	size := (curve.Params().BitSize + 7) / 8
	plain := []byte{pointUncompressed}
	switch PointForm(point) {
	case PointCompressed:
		x, y := elliptic.UnmarshalCompressed(curve, point)
		if x == nil {
			return nil
		}
		plain = append(plain, x.FillBytes(make([]byte, size))...)
		plain = append(plain, y.FillBytes(make([]byte, size))...)
	case PointHybrid:
		if len(point) != 1+2*size || point[0]&1 != point[2*size]&1 {
			return nil
		}
		plain = append(plain, point[1:]...)
	default:
		return nil
	}
	pub, err := ecdsa.ParseUncompressedPublicKey(curve, plain)
	if err != nil {
		return nil
	}
	return pub
}

// loadRSA reads an RSAPublicKey (RFC 8017, A.1.1) whose exponent crypto/rsa can hold.
func loadRSA(key cryptobyte.String) *rsa.PublicKey {
	var pair cryptobyte.String
	pub := &rsa.PublicKey{N: new(big.Int)}
	if !key.ReadASN1(&pair, casn1.SEQUENCE) || !key.Empty() || !pair.ReadASN1Integer(pub.N) ||
		!pair.ReadASN1Integer(&pub.E) {
		return nil
	}
	if !pair.Empty() || pub.N.Sign() <= 0 || pub.E <= 0 {
		return nil
	}
	return pub
}
