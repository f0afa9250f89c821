// Package starline drives Star's receipt printers in Line mode: TSP650II,
// TSP700II, TSP800II, FVP10, and the TUP500 and TUP900 with their presenter.
//
// commands.go names the commands, replies.go and status.go read what the
// printer says, encode.go turns a document into bytes, language.go is the
// conversation as package dialogue wants it.
//
// # Did it print?
//
// A printer counts the ETBs that it has passed, from 0 to 31 and round again,
// and every status names the count. It counts one only when all before it is
// printed (Spec. B of the command; the old TSP600, 700 and 800 are Spec. A,
// count nothing and confirm nothing here). A count says no more than "so many",
// so what it is compared with must be right:
//
//	                          count
//	sensors asked, or CAN       n     nothing of ours is in the printer
//	ETB at the start of a job   n+1
//	the document                      a status on the way says n or n+1
//	ETB behind it               n+2   this, heard after the last ETB was sent
//
// One that loses its power begins at 0 again: if it then gets the end of a job,
// it counts to 1, because the start was lost. A count of 0 or 1 therefore
// confirms nothing, and where n+2 would be one of these, more ETBs follow.
// A printer that has let bytes fall (its buffer overflowed) says so once; the
// job is then not confirmed whatever it counts. After ETB the sensors have the
// last word, because the manual promises the end of printing and is silent
// about the cutter.
//
// # Real time
//
// CAN (18h) empties the printer the moment it arrives, ENQ and EOT ask for a
// status; each is a single byte. The manual does not say that such a byte is
// safe as a number or a row of dots inside of another command. So no job holds
// 18h anywhere, and its dots and symbols hold none of the three.
//
// # Sources
//
// "Line Thermal Printer, STAR Line Mode Command Specifications, Rev. 1.12",
// Star Micronics, which is meant by every page number in this package; Rev.
// 0.09 (TSP650) and the HSP7000's agree where they were compared. Section 6
// says which model has which command on a serial line: a TSP650 without II has
// no QR and no PDF417 there, and the TSP650II is younger than this revision.
// libstario, which Star published with its CUPS driver, reads the same bits.
package starline
