package sipcall

import (
	"encoding/binary"
	"errors"
	"strings"

	"guichet/drivers/audio"
	"guichet/kiosk/call/sound"
)

const (
	pressed  = 5  // packets of 20 ms that a key is down: 100 ms
	released = 4  // and up between two
	lastly   = 3  // times the end is told, RFC 4733, section 2.5.1.4
	loudness = 10 // dBm0 below 0
	keypad   = "0123456789*#ABCD"
	maxKeys  = 128 // that wait
)

var errKeys = errors.New("sipcall: not a key of a telephone")

func checkKeys(word string) error {
	if strings.Trim(word, keypad) != "" || len(word) > maxKeys {
		return errKeys
	}
	return nil
}

// keys are those that are being pressed, told as events (RFC 4733) or, where
// the other side has none, sung as tones.
type keys struct {
	wait  string
	step  int    // packets of the key in hand, 0: none is
	start uint32 // timestamp of its beginning
	tones [2]*sound.Tone
}

func (k *keys) add(word string) {
	if len(k.wait)+len(word) <= maxKeys {
		k.wait += word
	}
}

// next gives the payloads of one packet time, nil: speak. All of a key have the
// timestamp of its beginning.
func (k *keys) next(ts, ticks uint32) (payloads [][]byte, at uint32, first bool) {
	if k.wait == "" {
		return nil, 0, false
	}
	if k.step == 0 {
		k.start = ts
	}
	k.step++
	switch {
	case k.step > pressed+released:
		k.wait, k.step = k.wait[1:], 0
		return k.next(ts, ticks)
	case k.step > pressed:
		return nil, 0, false
	}
	event := k.event(ticks*uint32(k.step), k.step == pressed)
	if k.step < pressed {
		return [][]byte{event}, k.start, k.step == 1
	}
	for range lastly {
		payloads = append(payloads, event)
	}
	return payloads, k.start, false
}

// event is a payload (RFC 4733, section 2.3).
func (k *keys) event(duration uint32, end bool) []byte {
	b := []byte{byte(strings.IndexByte(keypad, k.wait[0])), loudness, 0, 0}
	if end {
		b[1] |= 0x80
	}
	binary.BigEndian.PutUint16(b[2:], uint16(duration))
	return b
}

// The two tones of a key in Hz (ITU-T Q.23).
var (
	rows    = map[byte]float64{'1': 697, '2': 697, '3': 697, 'A': 697, '4': 770, '5': 770, '6': 770, 'B': 770, '7': 852, '8': 852, '9': 852, 'C': 852, '*': 941, '0': 941, '#': 941, 'D': 941}
	columns = map[byte]float64{'1': 1209, '4': 1209, '7': 1209, '*': 1209, '2': 1336, '5': 1336, '8': 1336, '0': 1336, '3': 1477, '6': 1477, '9': 1477, '#': 1477, 'A': 1633, 'B': 1633, 'C': 1633, 'D': 1633}
)

// sing writes 20 ms of the key in hand over pcm.
func (k *keys) sing(pcm []int16) {
	if k.wait == "" {
		return
	}
	if k.step == 0 {
		key := k.wait[0]
		k.tones = [2]*sound.Tone{sound.NewTone(audio.Rate, rows[key], 0.2), sound.NewTone(audio.Rate, columns[key], 0.2)}
	}
	k.step++
	if k.step > pressed+released {
		k.wait, k.step = k.wait[1:], 0
		return
	}
	clear(pcm)
	if k.step > pressed {
		return
	}
	other := make([]int16, len(pcm))
	k.tones[0].Fill(pcm)
	k.tones[1].Fill(other)
	for i := range pcm {
		pcm[i] += other[i]
	}
}
