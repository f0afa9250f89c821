package hub

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"time"
)

// Certificates of a hub that has none of its own: an authority, which kiosks and
// tools are given, and a certificate for the hub that it signed. The authority's
// key is thrown away.
type Certificates struct {
	Authority, Certificate, Key []byte // PEM
}

// certificateLife is long: nobody renews what he does not know of.
const certificateLife = 5 * 365 * 24 * time.Hour

// MakeCertificates makes them for the names and addresses that the hub is
// reached by.
func MakeCertificates(hosts []string, now time.Time) (Certificates, error) {
	caKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return Certificates{}, fmt.Errorf("hub: certificate: %w", err)
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return Certificates{}, fmt.Errorf("hub: certificate: %w", err)
	}
	ca, leaf := templates(hosts, now)
	caDER, err := x509.CreateCertificate(rand.Reader, ca, ca, caKey.Public(), caKey)
	if err != nil {
		return Certificates{}, fmt.Errorf("hub: certificate: %w", err)
	}
	der, err := x509.CreateCertificate(rand.Reader, leaf, ca, key.Public(), caKey)
	if err != nil {
		return Certificates{}, fmt.Errorf("hub: certificate: %w", err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return Certificates{}, fmt.Errorf("hub: certificate: %w", err)
	}
	return Certificates{inPEM("CERTIFICATE", caDER), inPEM("CERTIFICATE", der), inPEM("PRIVATE KEY", secret)}, nil
}

func templates(hosts []string, now time.Time) (ca, leaf *x509.Certificate) {
	begin, end := now.Add(-time.Hour), now.Add(certificateLife)
	ca = &x509.Certificate{
		SerialNumber: serial(), Subject: pkix.Name{CommonName: "Guichet hub authority"}, NotBefore: begin, NotAfter: end,
		IsCA: true, BasicConstraintsValid: true, MaxPathLenZero: true, KeyUsage: x509.KeyUsageCertSign,
	}
	leaf = &x509.Certificate{
		SerialNumber: serial(), Subject: pkix.Name{CommonName: "Guichet hub"}, NotBefore: begin, NotAfter: end,
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	for _, host := range hosts {
		if ip := net.ParseIP(host); ip != nil {
			leaf.IPAddresses = append(leaf.IPAddresses, ip)
		} else {
			leaf.DNSNames = append(leaf.DNSNames, host)
		}
	}
	return ca, leaf
}

func serial() *big.Int {
	n, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 127))
	if err != nil {
		panic(err) // crypto/rand does not fail
	}
	return n
}

func inPEM(kind string, der []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})
}

// ServerTLS is how a hub speaks TLS with a certificate.
func ServerTLS(certificate, key []byte) (*tls.Config, error) {
	pair, err := tls.X509KeyPair(certificate, key)
	if err != nil {
		return nil, fmt.Errorf("hub: certificate: %w", err)
	}
	return &tls.Config{MinVersion: tls.VersionTLS12, Certificates: []tls.Certificate{pair}}, nil
}
