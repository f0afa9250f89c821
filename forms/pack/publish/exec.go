package publish

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"time"
)

// execTime is how long a program may take to sign: somebody may have to find
// the token and type its PIN.
const execTime = 3 * time.Minute

// maxSignature is more than any signature has, in bytes.
const maxSignature = 1 << 10

// Exec is a key behind a program, which may ask a PKCS#11 token, a smart card
// or a service. The program is started without arguments for each signature,
// reads the message from its standard input, and writes the signature as
// [Signer] describes it to its standard output; its errors go to ours, where
// it may also ask for a PIN by the terminal. Its answer is verified with the
// public key before it counts.
//
// For a PKCS#11 token with a P-256 key the program can be four lines around
// openssl and pkcs11-tool of OpenSC; the test runs them against SoftHSM 2.6,
// which has no mechanism that hashes by itself:
//
//	#!/bin/sh
//	set -e; in=$(mktemp); out=$(mktemp); trap 'rm -f "$in" "$out"' EXIT
//	openssl dgst -sha256 -binary >"$in"
//	pkcs11-tool --module /usr/lib/opensc-pkcs11.so --login --sign --id 01 \
//	  --mechanism ECDSA --signature-format openssl \
//	  --input-file "$in" --output-file "$out" >&2
//	cat "$out"
func Exec(program string, public crypto.PublicKey) Signer { return execSigner{program, public} }

type execSigner struct {
	program string
	public  crypto.PublicKey
}

func (e execSigner) Public() crypto.PublicKey { return e.public }

func (e execSigner) Sign(message []byte) ([]byte, error) {
	ctx, cancel := context.WithTimeout(context.Background(), execTime)
	defer cancel()
	cmd := exec.CommandContext(ctx, e.program)
	cmd.Stdin, cmd.Stderr = bytes.NewReader(message), os.Stderr
	cmd.WaitDelay = time.Second
	var out limited
	cmd.Stdout = &out
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("publish: signer %s: %w", e.program, err)
	}
	if !verify(e.public, message, out.Bytes()) {
		return nil, fmt.Errorf("publish: signer %s: it gave %d bytes that are not a signature of this key", e.program, out.Len())
	}
	return out.Bytes(), nil
}

// limited takes no more than a signature.
type limited struct{ bytes.Buffer }

func (l *limited) Write(p []byte) (int, error) {
	if l.Len()+len(p) > maxSignature {
		return 0, io.ErrShortBuffer
	}
	return l.Buffer.Write(p)
}

// ReadFrom hides the one of the buffer, which has no limit.
func (l *limited) ReadFrom(r io.Reader) (int64, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxSignature+1))
	if err == nil && len(data) > maxSignature {
		err = errors.New("more than a signature")
	}
	if err != nil {
		return 0, err
	}
	n, err := l.Write(data)
	return int64(n), err
}

func verify(public crypto.PublicKey, message, signature []byte) bool {
	switch key := public.(type) {
	case ed25519.PublicKey:
		return ed25519.Verify(key, message, signature)
	case *ecdsa.PublicKey:
		sum := sha256.Sum256(message)
		return ecdsa.VerifyASN1(key, sum[:], signature)
	}
	return false
}
