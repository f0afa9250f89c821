// Package notice writes what the town hall says to one person about his
// request: the *accusé de réception*, the letter about missing documents, the
// certificate of an implicit acceptance, the decision, the transfer to another
// authority. A template is written once, by people; [Lint] refuses it where the
// law wants a mention that it lacks; [Fill] puts the facts of a request in and
// computes every date.
//
// A récépissé of the kiosk (kiosk/receipt) is none of these. Only the
// authority can say when silence becomes an answer, so only it may have these
// printed, and never in the same paper.
//
// # What the law wants
//
// [Mentions] is the table. The articles are of the code des relations entre le
// public et l’administration (CRPA) and of the code de justice administrative
// (CJA), read on Légifrance, Doctrine and Juriblio in November 2026 unless a
// line says otherwise:
//
//	CRPA L111-1  the language of these papers is French; hence French is never missing
//	     L111-2  agent in charge: first name, name, quality, address, on every letter
//	     L111-3  a letter names the person by the family name, unless he asks otherwise
//	     L112-3  every request gets an accusé de réception
//	     L112-6  without it, or without its mentions, no time to appeal runs
//	     R112-5  the mentions of the accusé de réception
//	     L114-2  a request to the wrong authority is passed on, and the person told
//	     L114-3  what then counts: rejection from here, acceptance from there
//	     L114-4  the competent authority sends the accusé de réception
//	     L114-5  missing documents: the list, the time, what becomes of the delay
//	     L211-5  reasons are written: law and facts
//	     L212-1  a decision is signed, with first name, name and quality of its author
//	     L231-1, L231-4  two months of silence: acceptance, or rejection in the cases listed
//	     L232-3  an implicit acceptance is certified on request
//	     L232-4  the reasons of an implicit rejection are given on request
//	     L411-2  a recours gracieux interrupts the time to go to court
//	CJA  R421-1, R421-2  two months from notification, or from the implicit decision
//	     R421-5  no time runs that the notification does not state, with the ways
//
// Of L114-2 to L114-4 the text that they took over was read (loi n° 2000-321,
// article 20), of L114-5 that of décret n° 2001-492, article 2, what the Conseil
// d’État says of it and L114-5-1; their wording of today is from memory. So is
// what L232-4 says of the time to go to court.
//
// R112-5 is not asked for where an answer in favour comes within 15 days, or
// where the authority only checks that the conditions are met (R112-4; the page
// of Légifrance that was read gives its text between L112-3 and R112-5, without
// its number): a copy of a certificate of birth has no accusé de réception.
// Special rules of a procedure come before all of this (L100-1); time-limits are
// therefore written in each template.
//
// A request that comes by the web has an accusé de réception électronique
// (L112-11, R112-11-1): the same mentions, and that the date of the silent
// answer holds for a complete request. The templates say so to everybody.
//
// Not handled: the longer times of those who live overseas or abroad (CJA
// R421-7), and mandatory appeals before the court (L412-1 and following).
//
// # Days
//
// See [Implicit] and [AppealBefore]. All are days of the town's zone.
//
// # Personal data
//
// A filled [Notice] names a person. It is printed when he asks for it, while he
// stands there. It logs as its kind and reference, and no error of this package
// holds a value of a fact.
package notice
