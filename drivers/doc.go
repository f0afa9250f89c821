// Package drivers says how a driver is laid out here, and how to add one. It
// holds no code.
//
// # The rooms
//
//	printer/      the contract: Printer, Document, Profile, Status, FaultError
//	serial/       a line with an end to every read and write; pty/ a line
//	              without a wire; serialtest/ what both libraries must do
//	escpos/       printers that speak ESC/POS
//	printersim/   a printer to look at, with every fault, on a real pty
//	printertest/  the stories that every Printer lives through
//	all/          the list: name in the configuration → open function
//
// A contract knows nobody. A driver knows its contract and the line. A
// simulator knows the contract's data and nothing of the driver: it is written
// from the manual, so that a mistake must be made twice to pass. The suite
// knows the contract alone.
//
// # The files of a driver
//
//	doc.go        what it drives, the order of things, the manuals
//	commands.go   each command once, under its name and page in the manual
//	status.go     sensor bits → printer.Status
//	encode.go     a document → bytes; pure
//	dev.go        New(profile, open, *Opts) and the methods of the contract
//	profiles/     how the models differ, as YAML
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
// Make a folder with the files above and New as its way in. Give printersim
// what the family does differently, or write a simulator from its manual. Let
// printertest.Run tell its stories with both. Add one line to all.
package drivers
