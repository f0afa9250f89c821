// Package ipp prints PDF on an A4 printer by the Internet Printing Protocol
// (RFC 8010 and 8011): the printer's own IPP, or a queue of CUPS. The encoding
// of messages is OpenPrinting's; the transport is net/http.
//
// # The order of things
//
//	Get-Printer-Attributes   a printer that has a fault gets no job
//	Validate-Job             it takes PDF, else ErrFormat
//	Print-Job                from here the paper may come
//	Get-Job-Attributes       until the job is completed, aborted or canceled
//	Cancel-Job               where it takes too long, or the printer stops
//
// # What is known about the paper
//
//	job-state                              outcome
//	completed                              Printed
//	completed, with errors                 Unknown
//	aborted or canceled, never processed   NotPrinted
//	aborted or canceled after that         Unknown
//	no answer                              Unknown
//
// A job was never processed where its time-at-processing is "no-value" (RFC
// 8011 §5.3.14.2; scheduler/ipp.c of CUPS does the same). Counters of sheets are no help: a queue of CUPS often says 0
// of what has been printed.
//
// A job that is given up is cancelled, so that it does not print in front of
// the next person. Where no answer to Print-Job came, the job is looked for by
// its name, which no other job has. A job that could not be cancelled is said
// so: see [ErrNotCancelled].
//
// A queue of CUPS says "completed" when it has handed everything to the
// printer. Over the ipp backend that is when the printer has completed it; over
// socket, usb or a raw queue the paper may still jam. Name the printer itself
// where it speaks IPP: ipp://its-address/ipp/print.
//
// # Sources
//
// The numbers of sections of operations are those that the ipptool tests of
// CUPS name beside them; those of states, reasons and times are linked to by
// several open clients. Nobody here had the RFC itself.
//
// # Privacy
//
// A job is named "guichet-", the name of the document and a random number; the
// user is the kiosk. Neither may name a person: both stay in the logs of
// printers. IPP has no attribute that asks to forget. CUPS keeps what was
// printed for a day unless its cupsd.conf says "PreserveJobFiles No". It must
// remember that there was a job for some minutes ("PreserveJobHistory 600"): of
// a job that it has forgotten nobody can tell whether it was printed.
package ipp
