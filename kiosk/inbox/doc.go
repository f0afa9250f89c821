// Package inbox is the town hall's end of a submission: it opens what a kiosk
// has sealed, checks that it is what its envelope says, and writes it as JSON,
// CSV or PDF.
//
// It runs where the secret key is, on an agent's machine. The hub, which stores
// and hands out ciphertext, cannot do any of this.
//
// What it returns is personal. Its errors are not: they never quote content.
package inbox
