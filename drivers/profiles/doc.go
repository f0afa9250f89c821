// Package profiles holds what we know of each model of printer, as data:
// models/*.yaml, one file a model, in the shape of [printer.Profile]. A number
// has its source beside it, or says "not sourced".
//
// [Get] finds one of ours; [Parse] reads one that an installer wrote for a
// printer that we do not know; [Load] takes either a name or the path of such
// a file. Package escposdb makes a first draft from escpos-printer-db.
//
// # Writing a profile
//
// Copy the file of the nearest model to, say, /etc/guichet/hall.yaml, name the
// path in the configuration, and go through it with the printer's manual. Every
// key stands once, none may be unknown:
//
//	name: hall                     # for the log
//	model: Acme T80                # for people
//	driver: escpos                 # or starline
//	columns: 48                    # characters of font A on a line
//	dots: 576                      # the width that prints
//	dpi: 203
//	path: clamshell                # how the roll goes in: a cover opens; or front, presenter
//	code_pages:                    # the n of ESC t n in THIS manual; first tried first
//	  - {name: cp1252, number: 16} # has all of French
//	  - {name: cp858, number: 19}  # no œ, no ’; has €
//	  - {name: cp850, number: 2}   # cp858 without €
//	tabs: false                    # true if HT goes to columns 8, 16, 24… after ESC @
//	symbols: {qr: epson, code128: raster, pdf417: raster, datamatrix: raster}
//	cut: gs_v_66                   # a cut that feeds; with esc_i set feed_lines
//	feed_lines: 0                  # lines from the head to the blade or tear bar
//	presenter: {command: none}
//	status: dle_eot
//	auto: true                     # GS a is in the manual
//	confirm: fence                 # process_id only if GS ( H is in the manual
//	clear: none                    # dle_dc4 only if DLE DC4 (fn = 8) is
//	flow: xonxoff                  # as its DIP switches say; Linux has no DTR/DSR
//	baud: 19200
//	buffer: 4096                   # receive buffer, bytes
//	speed: 150                     # paper, millimetres a second
//
// Three lengths may stand below it: line (millimetres from line to line, where it
// is not 30 dots), roll (metres of a full one) and near_end (metres left when the
// sensor tells). The kiosk learns the last two by itself, roll by roll.
//
// The words and their commands are those of [printer.Profile]. When in doubt
// take the weaker word: "raster" and "none" are never wrong, they only cost time
// or leave an outcome unknown. The two keys select_page and raster are for the few models that do
// not know ESC t or GS v 0; leave them out elsewhere.
//
// The wrong code page number is the fault that nobody sees before a citizen
// does: print the page of French characters and read it.
package profiles
