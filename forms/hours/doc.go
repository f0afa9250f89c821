// Package hours reads when somebody can be reached, as OpenStreetMap writes
// it, and says it in a sentence.
//
//	Mo-Fr 08:30-12:00,13:30-17:00; We 08:30-12:00; PH off
//	Sep-Jun Sa 09:00-12:00
//	SH Mo-Fr 10:00-12:00
//	Dec 24-Jan 2 off
//	24/7
//
// It takes the part of the specification
// (https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification) that
// offices need: rules separated by ";", each with months or dates, days, PH
// (public holidays), SH (school holidays) and spans of time, or "off". A later
// rule that fits a day replaces what earlier ones say of it. Without a PH rule
// a holiday is a day like others, as in the specification.
//
// Left out, and refused with what to write instead: spans over midnight, weeks
// and years, "Sa[1]", sunrise, comments, "+", "||".
//
// There is no clock here and no calendar: the moment, its zone and the
// holidays are given.
package hours
