package metrics

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"guichet/kiosk/health"
)

const namespace = "guichet"

// Source is where the numbers come from. A part that is nil is not told. The
// functions are called at each scrape, from any goroutine, and return at once, or
// when ctx ends at the latest.
type Source struct {
	Version  string
	Board    *health.Board
	Counters *Counters
	// Spool is how many submissions wait and when the oldest was saved; zero:
	// none waits.
	Spool func(ctx context.Context) (waiting int, oldest time.Time, err error)
	// Paper is in metres, since the roll was new; less than 0 where it is not known.
	Paper func() (printed, left float64)
	// Hub tells whether the hub answered last; false for known: nothing was asked
	// yet, or there is none.
	Hub func() (reachable, known bool)
	// Clock is the hub's clock minus ours.
	Clock func() (offset time.Duration, known bool)
}

// The numbers that are read when somebody asks.
var (
	condition = describe("condition", "Whether a condition is raised (1) or not (0), by who mends it and how grave it is.", "name", "who", "gravity")
	waiting   = describe("spool_waiting", "Submissions that have not reached the town hall.")
	oldest    = describe("spool_oldest_seconds", "Age of the oldest of them, 0 where none waits.")
	printed   = describe("paper_printed_meters", "Paper printed since the roll was new.")
	left      = describe("paper_left_meters", "Paper left on the roll, by what was printed and by the near-end sensor.")
	reachable = describe("hub_reachable", "Whether the hub answered when it was asked last (1) or not (0).")
	offset    = describe("clock_offset_seconds", "The hub's clock minus this one.")
	build     = describe("build_info", "1, with the version of the program.", "version")
)

func describe(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc(prometheus.BuildFQName(namespace, "", name), help, labels, nil)
}

// readTime is how long the spool may take at a scrape.
const readTime = 3 * time.Second

// collector reads a Source.
type collector struct{ Source }

func (c collector) Describe(to chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{condition, waiting, oldest, printed, left, reachable, offset, build} {
		to <- d
	}
}

// Collect tells what it can: a part that breaks leaves the rest out, and is a
// condition. It runs on a goroutine of the library, where a panic is the end.
func (c collector) Collect(to chan<- prometheus.Metric) {
	gauge := func(d *prometheus.Desc, v float64, labels ...string) {
		to <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, labels...)
	}
	c.try(func() {
		gauge(build, 1, c.Version)
		c.conditions(gauge)
		c.spool(gauge)
		c.rest(gauge)
	})
}

// gauging sends one number.
type gauging func(d *prometheus.Desc, v float64, labels ...string)

func (c collector) conditions(gauge gauging) {
	if c.Board == nil {
		return
	}
	raised := map[health.Name]bool{}
	for _, cond := range c.Board.All() {
		raised[cond.Name] = true
	}
	for _, n := range health.Names() {
		rule, _ := health.RuleOf(n)
		gauge(condition, number(raised[n]), string(n), string(rule.Who), rule.Gravity.String())
	}
}

// spool says nothing where it cannot be read: SpoolBroken says that, and a 0 would
// be a lie.
func (c collector) spool(gauge gauging) {
	if c.Spool == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), readTime)
	defer cancel()
	n, since, err := c.Spool(ctx)
	if err != nil {
		return
	}
	gauge(waiting, float64(n))
	age := 0.0
	if !since.IsZero() {
		age = max(0, time.Since(since).Seconds())
	}
	gauge(oldest, age)
}

func (c collector) rest(gauge gauging) {
	if c.Paper != nil {
		p, l := c.Paper()
		if p >= 0 {
			gauge(printed, p)
		}
		if l >= 0 {
			gauge(left, l)
		}
	}
	if c.Hub != nil {
		if r, known := c.Hub(); known {
			gauge(reachable, number(r))
		}
	}
	if c.Clock != nil {
		if off, known := c.Clock(); known {
			gauge(offset, off.Seconds())
		}
	}
}

// try runs f; a mistake in it is health.PartBroken.
func (s Source) try(f func()) (well bool) {
	board := s.Board
	if board == nil {
		board = new(health.Board)
	}
	return board.Try("metrics", f)
}

func number(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}
