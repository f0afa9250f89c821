package document_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	"guichet/drivers/document"
	"guichet/drivers/printer"
)

// The reference receipt was given as lines of text, each with bold (0 or 1),
// size (1 or 2) and alignment (c, l, r), and the address of its symbol. These
// are the number of lines and the SHA-256 of the lines "bold size alignment
// text", the address last.
const (
	referenceLines = 40
	referenceHash  = "7c0c2aa0c94cdc6fb8e15eb1fd66349e0116ddb4056bf1e68fe96d7f515c661c"
)

// The document says what the original says, to the letter.
func TestReferenceIsFaithful(t *testing.T) {
	doc, err := document.Read("../escpos/testdata/reference.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	var address string
	for _, b := range doc.Blocks {
		line, qr := original(t, b)
		lines, address = append(lines, line), address+qr
	}
	text := strings.Join(append(lines, address), "\n") + "\n"
	if sum := sha256.Sum256([]byte(text)); len(lines) != referenceLines || hex.EncodeToString(sum[:]) != referenceHash {
		t.Errorf("%d lines, hash %x:\n%s", len(lines), sum, text)
	}
}

// original is the block as a line of the original. A rule was a line of 48
// dashes, and the line "QR" stood for the symbol.
func original(t *testing.T, b printer.Block) (line, qr string) {
	t.Helper()
	switch b := b.(type) {
	case printer.Rule:
		return "0 1 l " + strings.Repeat("-", 48), ""
	case printer.QR:
		return "0 1 c QR", b.Data
	case printer.Text:
		bold, size := 0, 1
		if b.Bold {
			bold = 1
		}
		if b.Big {
			size = 2
		}
		return fmt.Sprintf("%d %d %c %s", bold, size, "lcr"[b.Align], b.S), ""
	}
	t.Fatalf("a %T is not in the original", b)
	return "", ""
}
