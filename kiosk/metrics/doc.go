// Package metrics is what this kiosk tells a Prometheus that runs on the same
// machine, or behind an exporter there: /metrics in the text format, on loopback
// only, with /healthz and /readyz beside it.
//
//	health.Board ──┐
//	spool, paper ──┼─ Source ─► /metrics    what is, read when somebody asks
//	Counters ──────┘         ─► /readyz     200, or 503 with the conditions that stand against it
//	                         ─► /healthz    200: the process answers
//
// Nothing of a person is in it: no reference, no page, no name of a pack. Every
// label has a closed list of values, and each of its series exists from the start,
// so that the number of series never changes ([Counters] turns what it does not
// know into "other").
//
// A hub does not read this: kiosks push their heartbeat.
//
// The names follow https://prometheus.io/docs/practices/naming/, which has lengths
// in "meters".
package metrics
