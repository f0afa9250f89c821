package storm

import (
	"math/rand/v2"
	"time"

	"guichet/drivers/printersim"
	"guichet/forms"
)

// plan is what one person will do. It goes to the child as JSON.
type plan struct {
	N      int        // of the visit
	Script string     // a file of kiosk/bench/visits
	Then   string     // another one in the same visit; "" for none
	Lang   forms.Lang // "" leaves the kiosk's own
	Leave  int        // pages after which he goes away; 0: he stays to the end
	Asleep bool       // he goes without a word
	Twice  bool       // he presses everything twice
	Copies bool       // he asks for each paper that is offered in the end
	Heap   string     // where what lives on the heap is written before he goes away; "" nowhere
	Clock  time.Duration
}

// scripts are those that end with a submission; some end with an exit.
var scripts = []string{"cantine", "acte-naissance", "acte-naissance", "listes-electorales", "recensement-citoyen"}

// chance is that of one visit: it follows from the seed and the number, and from
// nothing that happened before.
func chance(seed uint64, n int) *rand.Rand { return rand.New(rand.NewPCG(seed, uint64(n))) }

func pick[T any](r *rand.Rand, of ...T) T { return of[r.IntN(len(of))] }

// oneIn is true once in so many times.
func oneIn(r *rand.Rand, times int) bool { return r.IntN(times) == 0 }

const year = 365 * 24 * time.Hour

func planOf(r *rand.Rand, n int) plan {
	p := plan{N: n, Script: pick(r, scripts...), Copies: oneIn(r, 2), Twice: oneIn(r, 6)}
	switch r.IntN(12) {
	case 0:
		p.Leave, p.Asleep = 1+r.IntN(12), oneIn(r, 3)
	case 1:
		p.Script = pick(r, "ne-a-l-etranger", "autre-commune")
	case 2:
		p.Script, p.Then = "recensement-citoyen", "carte-identite"
	}
	p.Lang = pick[forms.Lang](r, "", "", "", forms.EasyFrench, forms.English)
	if oneIn(r, 10) {
		p.Clock = pick(r, -time.Hour, time.Hour) + pick(r, 0, 3*year, 12*year, -10*year, -56*year)
	}
	return p
}

// blow is what happens to the world during one visit.
type blow struct {
	printer printerBlow
	wire    string // a way of the wire; "" is an honest one
	disk    diskBlow
	death   deathBlow
	publish bool          // the town publishes a revision
	clock   time.Duration // the hub's clock leaps
}

// printerBlow is a fault of the printer, at once, at a byte or at a millimetre.
type printerBlow struct {
	hits  bool
	fault printersim.Fault
	bytes int
	mm    float64
	mend  time.Duration // how long after the beginning somebody mends it
}

// diskBlow is an error of the disk.
type diskBlow struct {
	hits  bool
	full  bool // ENOSPC, else EIO
	at    int  // which change of the disk
	lasts bool // and every one after it
	alone bool // there is no hub, and the power goes in the end
	dies  bool // the power goes at this change
}

// deathBlow is the end of the power.
type deathBlow struct {
	hits  bool
	page  int    // after so many pages
	state string // or when the kiosk says that it is there
	delay time.Duration
	cut   bool // what was not synced is gone
	torn  bool // or half of it
}

func blowOf(r *rand.Rand) blow {
	b := blow{publish: oneIn(r, 60)}
	if oneIn(r, 2) {
		all := printersim.Faults()
		b.printer = printerBlow{hits: true, fault: all[r.IntN(len(all))], mend: time.Duration(r.IntN(3000)) * time.Millisecond}
		switch r.IntN(3) {
		case 0:
			b.printer.bytes = 1 + r.IntN(4000)
		case 1:
			b.printer.mm = float64(1 + r.IntN(200))
		}
	}
	if oneIn(r, 2) {
		b.wire = pick(r, ways...)
	}
	if oneIn(r, 10) {
		b.clock = pick(r, -26*time.Hour, -5*time.Minute, 5*time.Minute, 26*time.Hour)
	}
	if oneIn(r, 6) {
		b.disk = diskBlow{hits: true, full: oneIn(r, 2), at: 1 + r.IntN(40), lasts: oneIn(r, 3)}
	}
	if oneIn(r, 4) {
		b.death = deathOf(r)
	}
	return b
}

// deathOf strikes at any page, and more often where something is at stake.
func deathOf(r *rand.Rand) deathBlow {
	d := deathBlow{hits: true, delay: time.Duration(r.IntN(25000)) * time.Microsecond, cut: oneIn(r, 2), torn: oneIn(r, 2)}
	if oneIn(r, 3) {
		d.page = 1 + r.IntN(25)
	} else {
		d.state = pick(r, "saving", "saving", "printing", "done")
	}
	return d
}
