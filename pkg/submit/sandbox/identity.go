package sandbox

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net/netip"
	"slices"
	"time"

	"go.etcd.io/bbolt"
)

// Identity is what the sandbox shows to its clients.
type Identity struct {
	Certificate tls.Certificate // leaf and CA
	CA          []byte          // PEM of the CA, which clients must trust
}

const (
	// identityLife is the most that browsers took when this was written; nothing depends on it.
	identityLife = 398 * 24 * time.Hour
	// identityRest is the minimum life left when the sandbox starts.
	identityRest = 30 * 24 * time.Hour
)

// Identity returns the identity that is kept in the database. If it is missing, lacks a host or ends soon, a new one
// replaces it. Hosts are names or addresses. Now is the time of the clients, who check the dates.
func (s *Server) Identity(hosts []string, now time.Time) (*Identity, error) {
	var id *Identity
	err := s.options.DB.Update(func(tx *bbolt.Tx) error {
		meta := tx.Bucket(metaBucket)
		if id = readIdentity(meta.Get(identityKey)); id != nil && id.serves(hosts, now) {
			return nil
		}
		kept, err := makeIdentity(hosts, now)
		if err != nil {
			return err
		}
		id = readIdentity(kept)
		return meta.Put(identityKey, kept)
	})
	if err != nil {
		return nil, fmt.Errorf("sandbox: server certificate: %w", err)
	}
	return id, nil
}

// readIdentity reads key, leaf and CA in PEM, or returns nil.
func readIdentity(data []byte) *Identity {
	pair, err := tls.X509KeyPair(data, data)
	if err != nil || len(pair.Certificate) != 2 {
		return nil
	}
	return &Identity{pair, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: pair.Certificate[1]})}
}

func (id *Identity) serves(hosts []string, now time.Time) bool {
	leaf := id.Certificate.Leaf
	fits := func(host string) bool { return leaf.VerifyHostname(host) == nil }
	return !slices.ContainsFunc(hosts, func(h string) bool { return !fits(h) }) &&
		now.After(leaf.NotBefore) && now.Add(identityRest).Before(leaf.NotAfter)
}

// makeIdentity makes a CA that signs one certificate. Its key is forgotten.
func makeIdentity(hosts []string, now time.Time) ([]byte, error) {
	caKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	ca, leaf := identityTemplates(hosts, now)
	caDER, err := x509.CreateCertificate(rand.Reader, ca, ca, caKey.Public(), caKey)
	if err != nil {
		return nil, err
	}
	leafDER, err := x509.CreateCertificate(rand.Reader, leaf, ca, key.Public(), caKey)
	if err != nil {
		return nil, err
	}
	keyDER, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	for _, block := range []pem.Block{{Type: "PRIVATE KEY", Bytes: keyDER}, {Type: "CERTIFICATE", Bytes: leafDER},
		{Type: "CERTIFICATE", Bytes: caDER}} {
		if err := pem.Encode(&b, &block); err != nil {
			return nil, err
		}
	}
	return b.Bytes(), nil
}

// identityTemplates have a common name of their own each time, so that clients do not mistake an old CA for the new
// one.
func identityTemplates(hosts []string, now time.Time) (ca, leaf *x509.Certificate) {
	from, to := now.Add(-time.Hour), now.Add(identityLife)
	mark := rand.Text()[:8]
	ca = &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "qwac sandbox TEST CA " + mark},
		NotBefore: from, NotAfter: to, KeyUsage: x509.KeyUsageCertSign,
		BasicConstraintsValid: true, IsCA: true, MaxPathLenZero: true,
	}
	leaf = &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "qwac sandbox TEST " + mark},
		NotBefore: from, NotAfter: to, KeyUsage: x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}, BasicConstraintsValid: true,
	}
	for _, h := range hosts {
		if ip, err := netip.ParseAddr(h); err == nil {
			leaf.IPAddresses = append(leaf.IPAddresses, ip.AsSlice())
			continue
		}
		leaf.DNSNames = append(leaf.DNSNames, h)
	}
	return ca, leaf
}
