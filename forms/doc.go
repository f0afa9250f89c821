// Package forms is the vocabulary of a procedure, and the checking of what
// people type: data and checks only, no screen, no file, no clock.
//
// A [Form] is pages in order; a [Page] asks one question. [Parse] turns what
// was typed on a page, an [Input], into an [Answer] or into a [Problem] that
// says in the kiosk's words what to do; [Refill] and [Format] turn an answer
// back into an input and into lines to read. A [Condition] over earlier answers
// hides a page or leads to an [Exit]. A [Concept] is what a page asks whatever
// its words, so that nobody is asked twice. [Computed] values and reminders
// ([ReminderRule]) are worked out of answers. A [Catalog] holds texts in one
// language.
//
// Package pack reads forms from a folder and tells how they are written,
// package engine leads a citizen through one, and a finished journey becomes a
// [Submission].
//
// No problem, error or [Fault] repeats an answer.
package forms
