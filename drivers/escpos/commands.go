package escpos

// The commands, under their names in the ESC/POS reference. Page names are
// those of reference_en/escpos/<page>.html.
var (
	// ESC @, page esc_atsign: initialise. It turns ASB off and does not empty
	// the receive buffer.
	initialise = []byte{0x1B, '@'}
	// FS ., page fs_period: cancel Kanji mode. Chinese printers start in it
	// and would read accents as half of an ideogram.
	cancelKanji = []byte{0x1C, '.'}
	// GS a n, page gs_la: automatic status back for on-line (02h), error (04h)
	// and paper (08h) changes.
	autoStatus = []byte{0x1D, 'a', 0x0E}
	// LF, page lf: print and feed a line.
	lineFeed = []byte{'\n'}
	// GS V 65 n and GS V 66 n, page gs_cv function B: feed until the last line
	// has passed the cutter, and 24 dots (3 mm) of margin, then cut; 66 leaves a
	// point. GS V 0 and 1 cut where the paper stands, through the last lines.
	feedAndCutFull = []byte{0x1D, 'V', 65, 24}
	feedAndCut     = []byte{0x1D, 'V', 66, 24}
	// GS V 0, page gs_cv function A: cut here.
	cutHere = []byte{0x1D, 'V', 0}
	// ESC i and ESC m, pages esc_li and esc_lm: cut here, leaving one point or
	// three. On Custom's printers ESC i cuts through.
	cutOnePoint    = []byte{0x1B, 'i'}
	cutThreePoints = []byte{0x1B, 'm'}
	// ESC J 0 ends an image of ESC b, there.
	nipponPrint = []byte{0x1B, 'J', 0}
	// GS r 1, page gs_lr: send the paper status when all before it is
	// processed.
	fence = []byte{0x1D, 'r', 1}
	// DLE DC4 8, page dle_dc4 function 8: empty the receive and print buffers,
	// in real time, off-line too; answers 37h 25h 00h. In the TM-T20 quick
	// reference (p. 4), Programming Guide p. 395, TM-T90 specification p. 98.
	clearBuffers = []byte{0x10, 0x14, 8, 1, 3, 20, 1, 6, 2, 8}
)

// selectPage is ESC t n, page esc_lt: character code table n.
func selectPage(n byte) []byte { return []byte{0x1B, 't', n} }

// selectCodePage is FS } & nL nH (Pyramid, page 1c7d26): the code page of that
// number, 1252, if it is installed.
func selectCodePage(number int) []byte {
	return []byte{0x1C, '}', '&', byte(number), byte(number >> 8)}
}

// tab is HT, page ht: go to the next tab stop. After ESC @ there is one every 8
// characters of font A.
const tab = '\t'

// appendTabs appends ESC D n NUL, page esc_cd: tab stops at those columns,
// ascending, for letters of the width that is set now; at most 32.
func appendTabs(job, stops []byte) []byte {
	job = append(job, 0x1B, 'D')
	job = append(job, stops...)
	return append(job, 0)
}

// printMode is ESC ! n, page esc_exclamation: font B (01h), bold (08h), double
// height (10h) and double width (20h), all at once.
func printMode(n byte) []byte { return []byte{0x1B, '!', n} }

// justify is ESC a n, page esc_la: 0 left, 1 centre, 2 right. Obeyed only at
// the start of a line.
func justify(n byte) []byte { return []byte{0x1B, 'a', n} }

// feedLines is ESC d n, page esc_ld: print and feed n lines. Not ESC J (dots),
// which some 58 mm printers ignore. Custom's stop at 254.
func feedLines(n byte) []byte { return []byte{0x1B, 'd', n} }

// askStatus is DLE EOT n, page dle_eot: the printer answers one byte in real
// time, busy or off-line.
func askStatus(n byte) []byte { return []byte{0x10, 0x04, n} }

// processID is GS ( H function 48, page gs_lparen_ch: answers 37h 22h d1-d4
// 00h when everything before it is printed. TM-T20 quick reference, p. 4.
func processID(id string) []byte {
	return append([]byte{0x1D, '(', 'H', 6, 0, 48, 48}, id[:4]...)
}

// rasterHead is the front of GS v 0, page gs_lv_0: width in bytes, height in
// dots. Exactly that much data follows: with less, the printer takes what comes
// next as dots.
func rasterHead(width, height int) []byte {
	return []byte{0x1D, 'v', '0', 0, byte(width), byte(width >> 8), byte(height), byte(height >> 8)}
}

// nipponImage is the front of ESC b n1 n2 n3 (Star NP-266/366 specification
// D-F0382, p. 40; NP-2511D-2 command reference D-F10116): width in bytes, height
// in dots, then so much data. It prints with nipponPrint behind it; whether
// the white of a dot or two can come between two images, nobody says.
func nipponImage(width, height int) []byte {
	return []byte{0x1B, 'b', byte(width), byte(height), byte(height >> 8)}
}

// barcode is GS h, GS w, GS H 2 and GS k 73, pages gs_lh, gs_lw, gs_ch and
// gs_lk function B: CODE128, its height and module in dots, its text below. In
// data {B and {C choose the set, and {{ is {.
func barcode(height, module byte, data []byte) []byte {
	head := []byte{0x1D, 'h', height, 0x1D, 'w', module, 0x1D, 'H', 2, 0x1D, 'k', 73, byte(len(data))}
	return append(head, data...)
}

// The commands without a value that the presenter and the queue take.
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

// presentTicket is GS e 3 m: hold the paper out by m steps (Custom KPM210 user
// manual p. 76, Pyramid Reliance).
func presentTicket(steps byte) []byte { return []byte{0x1D, 'e', 3, steps} }

// presentFor is GS e 32 m t: the same, and take it away after t seconds, where
// the set-up of the printer says to.
func presentFor(steps, seconds byte) []byte { return []byte{0x1D, 'e', 32, steps, seconds} }

// presentThen is FS P n b c t (Custom VKP80III): hold the paper out by n steps,
// with a steady light, and retract ('R') or eject ('E') it after t seconds; 0
// is to hold it until the next job.
func presentThen(steps byte, retract bool, seconds byte) []byte {
	then := byte('E')
	if retract {
		then = 'R'
	}
	return []byte{0x1C, 'P', steps, 0, then, seconds}
}

// retractAfter is GS R 1 n (Citizen command reference, presenter of the
// PMU2xxxIII): draw the paper back n seconds after it came out; 0 is never, 9
// the most. It comes out by itself when it is cut.
func retractAfter(seconds byte) []byte { return []byte{0x1D, 'R', '1', seconds} }
