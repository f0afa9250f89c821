// Package printersim is a receipt printer without hardware: an ESC/POS printer
// at the end of a real pseudo-terminal, with a roll of paper that one can look
// at and every fault that a hall of a town hall has seen.
//
// It is written from the manual (Epson's ESC/POS reference and the TM
// specifications), not from the driver, and shares no code with it: what both
// misunderstand in the same way is at least in two heads.
//
// It receives bytes at the speed of the line into a buffer of the model's
// size, says XOFF and XON, obeys real-time commands on arrival and the others
// in their order, prints dots with a real font at the speed of the paper, and
// answers DLE EOT, GS r, GS I, GS ( H and ASB. Off-line it obeys nothing that
// is queued, as the manual says.
//
// One goroutine owns the printer; every method may be called from any other.
//
// What it does not do: page mode, downloaded and NV graphics, bar codes and
// bit images of ESC * (read and passed over), the drawer, DTR and CTS (a pty
// has no such pins).
package printersim
