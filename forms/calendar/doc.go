// Package calendar has what a form must know of days: school holidays by zone,
// school years, and the last day to be put on the electoral roll before a poll.
// It reads no clock and no network.
//
// The school holidays are school.csv beside it, from the calendar of the
// Ministry of Education (dataset fr-en-calendrier-scolaire, Licence Ouverte
// 2.0); NOTICE.md says where each row comes from, gen how it is made, and
// packaging/data.sh refreshes it. It holds so many years as are published:
// [Until] says how far, and a caller that asks beyond gets no holidays, so it
// asks Until first.
//
// Public holidays are elsewhere: forms/notice.Holiday.
package calendar
