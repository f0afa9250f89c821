// Package drivers says how a driver is laid out here, and how to add one. It
// holds no code.
//
// # The rooms
//
//	printer/      the contract: Printer, Document, Profile, Status, FaultError
//	document/     a Document as YAML, for people who write one by hand
//	serial/       a line with an end to every read and write; pty/ a line
//	              without a wire; serialtest/ what both libraries must do
//	profiles/     how the models differ, as YAML; escposdb/ imports others'
//	symbol/       QR, bar codes and the like → squares
//	typeset/      a document → lines, symbols and dots, for any language
//	dialogue/     the conversation: send, watch, confirm, recover
//	escpos/       printers that speak ESC/POS
//	starline/     Star's printers in Line mode
//	ipp/          A4 printers, by themselves or through CUPS
//	detect/       asks an unknown printer who it is
//	audio/        microphone and loudspeaker: audiosim/ audiotest/ miniaudio/ pulse/
//	camera/       cameras: camerasim/ cameratest/ v4l/
//	hook/         whether a handset is lifted
//	light/        the staff light: lamps on GPIO, USB signal towers
//	uapi/         what several drivers ask of the kernel itself
//	modem/        a 4G modem that dials, by AT commands; modemsim/
//	printersim/   a printer to look at, with every fault, on a real pty
//	printertest/  the stories that every Printer lives through
//	all/          the list: name in the configuration → open function
//
// A contract knows nobody. A language of printers knows how bytes are made and
// read, and nothing of the line: the conversation is the same for all. A
// simulator knows the contract's data and nothing of the driver: it is written
// from the manual, so that a mistake must be made twice to pass.
//
// # The files of a language
//
//	doc.go        what it drives, the order of things, the manuals
//	commands.go   each command once, under its name and page in the manual
//	status.go     sensor bits → printer.Status
//	replies.go    the stream of what the printer says → replies
//	encode.go     a document → bytes; pure
//	language.go   the above as a dialogue.Language
//	dev.go        New(profile, open, *Opts)
//
// Errors begin with the name of the package and wrap those of the contract
// where a caller must choose. Sizes are in dots and columns, time in
// time.Duration, each said where it is declared.
//
// # Adding a model
//
// Copy the profile that is nearest, change the numbers from its manual (the
// code page numbers first), and print the page of all French characters. If a
// number is not enough, it is a family.
//
// # Adding a family
//
// Make a folder with the files above, New and Encode. Give printersim
// what the family does differently, or write a simulator from its manual. Let
// printertest.Run tell its stories with both, and printertest.Recover play the
// table of faults. Add its lines to all.
package drivers
