// Package first is the screen of a kiosk before it can serve: just unboxed, it asks
// for the code that makes it known to the hub of its town; known, it waits for the
// first procedures and the keys of the town hall. It draws nothing; fleet.Enrol
// speaks to the hub.
//
//	who stands there ─touches─► Page ─View (State first.State)─► ui
//	                             │ "Relier"
//	                             └─► Enrol, beside the loop ─► what came of it, on the same page
//	the hub's packs and keys ─► Page: what is still missing
//
// A page is over when the kiosk can go on: whoever runs it then opens everything
// anew, and what to show follows from what is on the disk. So a plug that is pulled
// leaves a kiosk that asks, one that waits, or one that serves.
//
// The code is its own right: it comes from the hub and lives ten minutes, so no
// number of the front desk is asked for. What was typed stays to be corrected; it is
// in no log and no file.
//
// Every sentence is in kiosk/words/staff, first.yaml.
package first
