package escpos

import (
	"bytes"

	"guichet/drivers/printer"
	"guichet/drivers/typeset"
)

// bandHeight is the dots of one GS v 0 command. Small bands bound what an
// interrupted job leaves the printer waiting for.
const bandHeight = 24

// maxCommand is more than the longest command that Encode makes for a paper of
// that many dots: a band of raster, or the data of a symbol. So many zeros end
// any command that an abandoned document left unfinished; outside a command
// the printer passes them over.
func maxCommand(dots int) int { return max((dots+7)/8*bandHeight, maxNative) + 16 }

// Bitmap prints m in bands.
func (e *encoder) Bitmap(m *typeset.Bitmap) {
	e.justify(printer.Left)
	m.Bands(bandHeight, func(band *typeset.Bitmap) {
		defuse(band.Bits)
		e.band(band)
	})
}

func (e *encoder) band(m *typeset.Bitmap) {
	if e.p.Raster == "esc_b" {
		e.put(nipponImage(m.Width, m.Height))
		e.put(m.Bits)
		e.put(nipponPrint)
		return
	}
	e.put(rasterHead(m.Width, m.Height))
	e.put(m.Bits)
}

// dle begins the commands that are obeyed when they arrive, inside an image
// too: DLE EOT, DLE ENQ, DLE DC4. One of them switches the printer off.
const dle = 0x10

func isRealTime(a, b byte) bool { return a == dle && (b == 0x04 || b == 0x05 || b == 0x14) }

func hasRealTime(data []byte) bool {
	for i := range max(0, len(data)-1) {
		if isRealTime(data[i], data[i+1]) {
			return true
		}
	}
	return false
}

// defuse breaks what the printer would obey. It adds one dot to the picture.
func defuse(data []byte) {
	for {
		i := bytes.IndexByte(data, dle)
		if i < 0 || i+1 == len(data) {
			return
		}
		if isRealTime(data[i], data[i+1]) {
			data[i] = 0x18
		}
		data = data[i+1:]
	}
}
