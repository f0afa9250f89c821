// Package printersim is a receipt printer without hardware: a printer at the
// end of a real pseudo-terminal, with a roll of paper that one can look at and
// every fault that a hall of a town hall has seen.
//
// It is written from the makers' manuals, not from the drivers, and shares no
// code with them: what both misunderstand in the same way is at least in two
// heads. catalogue.go holds the models, each number with its source;
// Options.Model names one, and then a wrong number in drivers/profiles is seen
// on the paper. Without a model the printer is as Options.Profile describes it.
//
// # What it does
//
// It receives bytes at the speed of the line into a buffer of the model's size,
// says XOFF and XON at the model's margins, obeys real-time commands on arrival
// and the others in their order, and prints dots with a real font at the speed
// of the paper. Off-line it obeys nothing that is queued. What it does not know,
// or does not do, it counts in State.Ignored.
//
//	ESC/POS           obey.go, graphics.go, symbols.go, bars.go, answers.go
//	makers' own       custom.go (Custom, Pyramid, Citizen), nippon.go
//	Star Line Mode    star_*.go
//	presenters        mouth.go: cut, held out, taken, ejected, retracted
//	faults            faults.go by name, fault.go for tables of tests
//
// One goroutine owns the printer; every method of [Sim] may be called from any
// other.
//
// # What it does not do
//
// Page mode, downloaded and NV graphics, bar codes other than CODE128, a chosen
// number of columns or rows of PDF417, italics, rotation and inversion, the
// drawer, Star's ENQ and EOT, and RTS and CTS: a pty has no such pins, so a
// printer with rtscts holds the line by not reading it. Letters are Go Mono's,
// not the maker's; their cells are as wide and high as his.
package printersim
