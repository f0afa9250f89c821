package detect

import (
	"bytes"
	"strings"
)

// realTime finds the answer to DLE EOT 1 to 4: 0xx1xx10 (page dle_eot). A
// status that the printer tells by itself (ASB) begins with 0xx1xx00, and XON
// and XOFF are 11h and 13h.
func realTime(reply []byte) (b byte, ok bool) {
	for _, b := range reply {
		if b&0x93 == 0x12 {
			return b, true
		}
	}
	return 0, false
}

// isFull: Custom's answer to DLE EOT 20 is 10h 0Fh and four bytes.
func isFull(reply []byte) bool {
	i := bytes.Index(reply, []byte{0x10, 0x0F})
	return i >= 0 && len(reply) >= i+6
}

// typeID finds the answer to GS I 2: 0xx0xxxx (page gs_ci).
func typeID(reply []byte) (b byte, ok bool) {
	for _, b := range reply {
		if b&0x90 == 0 {
			return b, true
		}
	}
	return 0, false
}

// cutterBit of the type: an automatic cutter is fitted.
const cutterBit = 0x02

// name finds the answer to GS I 65 to 67: 5Fh, ASCII, 00h. What does not print
// is dropped: it goes to a terminal.
func name(reply []byte) (string, bool) {
	_, rest, found := bytes.Cut(reply, []byte{0x5F})
	text, _, ended := bytes.Cut(rest, []byte{0})
	if !found || !ended {
		return "", false
	}
	return strings.TrimSpace(strings.Map(printable, string(text))), true
}

func printable(r rune) rune {
	if r < ' ' || r > '~' {
		return -1
	}
	return r
}

// starEnquiry: the one byte that a Star printer in Line mode answers to EOT is
// xxx1xxx0. What ESC/POS answers has that shape too, and bit 1 set.
func starEnquiry(reply []byte) bool {
	for _, b := range reply {
		if b&0x13 == 0x10 {
			return true
		}
	}
	return false
}

// isStar: the answer to ESC ACK SOH is Star's automatic status: a header
// 0xx0xxx1 and at least 6 bytes 0xx0xxx0 (Star, appendix "How to identify
// statuses").
func isStar(reply []byte) bool {
	for i, b := range reply {
		if b&0x91 == 0x01 && len(reply) >= i+7 {
			return allStar(reply[i+1 : i+7])
		}
	}
	return false
}

func allStar(rest []byte) bool {
	for _, b := range rest {
		if b&0x91 != 0 {
			return false
		}
	}
	return true
}
