package health

import (
	"maps"
	"slices"
	"time"
)

// Name is one thing that can be wrong. It is what the log, the heartbeat and the
// metrics call it.
type Name string

// The paper and the printer.
const (
	PaperLow       Name = "paper_low"
	PaperOut       Name = "paper_out"
	CoverOpen      Name = "cover_open"
	PaperJam       Name = "paper_jam" // or the cutter is stuck
	PaperNotTaken  Name = "paper_not_taken"
	PrinterHot     Name = "printer_hot"
	PrinterBroken  Name = "printer_broken"
	PrinterSilent  Name = "printer_silent"
	PrinterGone    Name = "printer_gone"
	PrinterMissing Name = "printer_missing" // none is configured, or it could not be opened
)

// The machine.
const (
	DiskFull     Name = "disk_nearly_full"
	DiskReadOnly Name = "disk_read_only"
	ClockWrong   Name = "clock_wrong"
	ScreenDead   Name = "touchscreen_gone"
	CameraGone   Name = "camera_gone"
	SoundGone    Name = "sound_gone"
	PartBroken   Name = "part_broken" // a mistake in the program, see [Board.Try]
)

// The submissions, the hub and the packs.
const (
	SpoolBroken    Name = "spool_broken"  // nothing can be saved
	SpoolDamaged   Name = "spool_damaged" // something that was saved cannot be read
	SpoolOld       Name = "spool_old"     // the oldest waits for more than a day
	NotEnrolled    Name = "not_enrolled"  // nobody has made the kiosk known to its hub
	NoNetwork      Name = "no_network"
	Revoked        Name = "kiosk_revoked"
	HubOlder       Name = "hub_older" // it lost publications that this kiosk has
	NoPack         Name = "no_pack"
	PackRefused    Name = "pack_refused"
	PackExpired    Name = "pack_expired"
	TrustEnds      Name = "trust_ends"       // the signed list is no longer renewed
	CertificateOld Name = "certificate_ends" // of the hub, near its end
)

// Who mends a condition.
type Who string

const (
	Staff      Who = "staff"      // somebody at the front desk, with no training
	Admin      Who = "admin"      // who writes and pushes packs
	Technician Who = "technician" // whoever installed it
	Nobody     Who = "nobody"     // it mends itself
)

// Gravity orders conditions, and gives the staff light its colour.
type Gravity int

const (
	Notice  Gravity = iota // before long: the light stays green
	Warning                // something is missing, the visit goes on: amber
	Grave                  // citizens go without proof, or are turned away: red
)

func (g Gravity) String() string { return [...]string{"notice", "warning", "grave"}[g] }

// Rule is what is known of a condition beforehand.
type Rule struct {
	Who     Who
	Gravity Gravity
	// Rises and Falls are how long it holds before it is raised, and how long it
	// does not before it is cleared.
	Rises, Falls time.Duration
}

// Condition is one that holds.
type Condition struct {
	Name
	Rule
	// Since is when it began to hold, before Rises had passed.
	Since time.Time
	// Detail says which: the id of a pack, a percentage. Never of a person.
	Detail string
}

// The pauses: a hand in the printer, a device that comes back by itself, a network
// that blinks, and a lever that trembles with each document.
const (
	hand     = 2 * time.Second
	back     = 10 * time.Second
	blink    = time.Minute
	trembles = 15 * time.Minute
)

// rules has every name.
var rules = map[Name]Rule{
	PaperLow:       {Staff, Notice, hand, trembles},
	PaperOut:       {Staff, Grave, hand, hand},
	CoverOpen:      {Staff, Warning, hand, hand},
	PaperJam:       {Staff, Grave, hand, hand},
	PaperNotTaken:  {Staff, Notice, blink, hand},
	PrinterHot:     {Nobody, Notice, back, back},
	PrinterBroken:  {Technician, Grave, back, back},
	PrinterSilent:  {Staff, Grave, back, back},
	PrinterGone:    {Staff, Grave, back, back},
	PrinterMissing: {Technician, Warning, 0, 0},

	DiskFull:     {Technician, Warning, 0, blink},
	DiskReadOnly: {Technician, Grave, 0, blink},
	ClockWrong:   {Technician, Warning, blink, blink},
	ScreenDead:   {Staff, Grave, back, back},
	CameraGone:   {Staff, Warning, back, back},
	SoundGone:    {Staff, Warning, back, back},
	PartBroken:   {Technician, Warning, 0, blink},

	SpoolBroken:    {Technician, Grave, 0, 0},
	SpoolDamaged:   {Technician, Warning, 0, 0},
	SpoolOld:       {Admin, Warning, 0, 0},
	NotEnrolled:    {Staff, Grave, 0, 0},
	NoNetwork:      {Staff, Warning, blink, back},
	Revoked:        {Admin, Grave, 0, 0},
	HubOlder:       {Admin, Warning, 0, 0},
	NoPack:         {Admin, Grave, 0, 0},
	PackRefused:    {Admin, Warning, 0, 0},
	PackExpired:    {Admin, Warning, 0, 0},
	TrustEnds:      {Admin, Warning, 0, 0},
	CertificateOld: {Admin, Warning, 0, 0},
}

// RuleOf is what is known of a name beforehand; false for a name that is none.
func RuleOf(n Name) (Rule, bool) {
	r, ok := rules[n]
	return r, ok
}

// Names are all conditions there are, in the order of the alphabet.
func Names() []Name { return slices.Sorted(maps.Keys(rules)) }
