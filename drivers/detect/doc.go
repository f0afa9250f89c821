// Package detect asks an unknown printer on a serial port which language it
// speaks, at which speed, and who it says it is.
//
// It changes nothing and prints nothing. These are all the bytes it ever sends:
//
//	DLE EOT n  10 04 n   ESC/POS, in real time: sensors (n 1 to 4), and Custom's
//	                     full status (n 20); out of range for others, who
//	                     ignore it
//	GS I n     1D 49 n   ESC/POS, queued: type (2), firmware (65), maker (66),
//	                     model (67); only after DLE EOT was answered, because
//	                     another language would print the letter I, and only
//	                     on-line, because off-line it would wait in the buffer
//	ESC ACK SOH 1B 06 01 Star Line mode, in real time: sensors. In ESC/POS these
//	                     are an undefined command and an undefined code, which
//	                     are ignored (Bixolon SPP-100 manual, 3.3.4)
//
// DLE EOT 1 does no harm to a Star printer: it takes the EOT for a question of
// its own and answers one byte of another shape (Star Line Mode command
// specifications, appendix "Status").
//
// Not asked: ESC v, although Nippon's printers answer nothing else that we
// know: to some printers it means "cut" (TransAct's, say). DLE ENQ, DLE DC4
// and ESC @ change the printer. So a Nippon printer is silent here.
//
// At a wrong speed a printer hears noise. Three bytes at a time keep that
// small, but a printer may hold what it took for a letter in its line until
// the next document, which begins with ESC @ and so drops it.
//
// Clones lie: Rongta's answer "EPOSN" and "TM-T88V". So what a printer says
// about itself makes a profile likely, never certain; the page of "kioskctl
// printer test" shows whether it is right.
package detect
