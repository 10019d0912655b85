package secret

import (
	"bytes"
	"encoding/binary"

	"qwac/pkg/ber"
)

// shortest is how many characters of base64 or hexadecimal digits may hold a key: one of 32 bytes has more.
const shortest = 40

// isBinaryKey tells a key or a store with keys by how it begins.
func isBinaryKey(data []byte) bool {
	return isDER(data) || inJavaStore(data) || inBouncyCastle(data) || isOpenPGP(data) ||
		bytes.HasPrefix(data, []byte("openssh-key-v1\x00")) ||
		isMicrosoft(data)
}

// isMicrosoft tells a PVK file, a PRIVATEKEYBLOB (after whose header of eight bytes the key begins), and what CNG
// exports, each by its magic and by the upper half of the size behind it, which is zero.
func isMicrosoft(data []byte) bool {
	if bytes.HasPrefix(data, []byte("\x1e\xf1\xb5\xb0")) {
		return true
	}
	if bytes.HasPrefix(data, []byte("\x07\x02\x00\x00")) && len(data) > 8 {
		data = data[8:]
	}
	for _, magic := range []string{"RSA2", "RSA3", "ECS2", "ECS4", "ECS6"} {
		if bytes.HasPrefix(data, []byte(magic)) && len(data) > 8 && data[6] == 0 && data[7] == 0 {
			return true
		}
	}
	return false
}

func isDER(data []byte) bool {
	if len(data) < shortest/2 || data[0] != ber.TagSequence {
		return false
	}
	if e, _, ok := ber.ReadElement(data); ok {
		return ber.KindOf(e) == ber.PrivateKind
	}
	return ber.KindOfCut(data) == ber.PrivateKind
}

// javaReader reads what DataOutputStream of Java writes.
type javaReader struct {
	data []byte
	cut  bool // there was less than was read
}

func (r *javaReader) take(n uint64) []byte {
	if n > uint64(len(r.data)) {
		r.data, r.cut = nil, true
		return nil
	}
	taken := r.data[:n]
	r.data = r.data[n:]
	return taken
}

func (r *javaReader) number(size int) (n uint64) {
	for _, b := range r.take(uint64(size)) {
		n = n<<8 | uint64(b)
	}
	return n
}

// sized skips what follows its length, which has so many bytes.
func (r *javaReader) sized(size int) { r.take(r.number(size)) }

// certificateEntry is the type of entries with a certificate alone, in the stores of Java and Bouncy Castle.
const (
	certificateEntry     = 2
	certificateEntryOfBC = 1
)

// inJavaStore tells a key store of Java (JKS, JCEKS) with a key from one that has certificates alone, which is what
// banks and browsers trust.
func inJavaStore(data []byte) bool {
	if !bytes.HasPrefix(data, []byte("\xfe\xed\xfe\xed")) && !bytes.HasPrefix(data, []byte("\xce\xce\xce\xce")) {
		return false
	}
	r := &javaReader{data: data[4:]}
	version, count := r.number(4), r.number(4)
	for ; count > 0 && !r.cut; count-- {
		if r.number(4) != certificateEntry {
			return true
		}
		r.sized(2)
		r.take(8) // when it was made
		if version == 2 {
			r.sized(2)
		}
		r.sized(4)
	}
	return r.cut
}

// inBouncyCastle tells a store of Bouncy Castle (BKS) whose first entry is no certificate.
func inBouncyCastle(data []byte) bool {
	r := &javaReader{data: data}
	version, salt := r.number(4), r.number(4)
	if version < 1 || version > 2 || salt != 20 {
		return false
	}
	r.take(salt)
	r.take(4) // rounds
	return r.number(1) != certificateEntryOfBC && !r.cut
}

// isOpenPGP tells a secret key or subkey (RFC 9580, sections 4.2 and 5.5.3) by its first packet.
func isOpenPGP(data []byte) bool {
	if len(data) < shortest {
		return false
	}
	var tag byte
	var size uint64
	r := &javaReader{data: data[1:]}
	switch first := data[0]; {
	case first&0xC0 == 0x80 && first&3 < 3:
		tag, size = first>>2&0xF, r.number(1<<(first&3))
	case first&0xC0 == 0xC0:
		tag, size = first&0x3F, r.number(1)
		if size >= 192 && size < 224 {
			size = (size-192)<<8 + r.number(1) + 192
		} else if size == 255 {
			size = r.number(4)
		}
	}
	if tag != 5 && tag != 7 || size < shortest/2 || len(r.data) < 6 || size > uint64(len(r.data)) {
		return false
	}
	version, made, algorithm := r.data[0], binary.BigEndian.Uint32(r.data[1:]), r.data[5]
	return version >= 3 && version <= 6 && made > 0 && algorithm > 0 && algorithm < 40
}
