package custody

import "crypto/ed25519"

// KioskIDLen is the length of a kiosk's id, in characters.
const KioskIDLen = 16

// KioskID is the name of a kiosk: the first 64 bits of the SHA-256 of its public
// key, in hexadecimal. It follows from the key, so no one else can have it.
func KioskID(key ed25519.PublicKey) string { return Sum(key)[:KioskIDLen] }

// HubID is the name of a hub, made the same way.
func HubID(key ed25519.PublicKey) string { return KioskID(key) }
