package escpos

// What the driver asks, and what it has a presenter do, outside of documents.
var (
	// ESC v, page esc_lv; Nippon NP-2511/3511 "D-F0446", p. 47: one byte of
	// sensors, when all before it is processed.
	sensorStatus = []byte{0x1B, 'v'}
	// GS e 2: draw the ticket back (Custom KPM210, p. 76; Pyramid, page 1D65).
	retractTicket = []byte{0x1D, 'e', 2}
	// GS e 5: throw the ticket out, there too.
	ejectTicket = []byte{0x1D, 'e', 5}
)

// fullStatus is the n of DLE EOT for which Custom and Pyramid printers answer
// with six bytes (Custom KPM210 "full status"; Pyramid, page 1004).
const fullStatus = 20
