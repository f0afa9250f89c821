package page

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"guichet/kiosk/fleet/wire"
	"guichet/kiosk/hub/rollout"
	"guichet/kiosk/hub/store"
	"guichet/kiosk/hub/users"
)

// packsView is what the template of packs and roll-outs gets.
type packsView struct {
	townChoice
	Packs    []packRow
	Rollouts []store.Rollout // the newest ones
	MayRoll  bool
	Testers  int // kiosks of the group "test"
	Kiosks   int
}

// packRow is a pack with what kiosks show of it.
type packRow struct {
	Pack
	Shown   []shown
	Running string // id of the roll-out that is under way
}

// shown is how many kiosks show a version.
type shown struct {
	Version string
	N       int
}

// rolloutsShown is how many roll-outs the page lists.
const rolloutsShown = 20

func (v *visit) packs() error { return v.showPacks(http.StatusOK, view{}) }

func (v *visit) showPacks(status int, w view) error {
	town, err := v.townFor(users.SeeFleet)
	if err != nil {
		return err
	}
	d := packsView{townChoice: town}
	if town.Code != "" {
		err = v.fillPacks(&d)
	} else {
		d.Rollouts, err = v.Store.Rollouts(v.r.Context(), "")
	}
	if err != nil {
		return err
	}
	d.Rollouts = d.Rollouts[:min(len(d.Rollouts), rolloutsShown)]
	w.Title, w.Here, w.Data = v.views.text("packs.title"), "demarches", d
	return v.show(status, "packs", w)
}

func (v *visit) fillPacks(d *packsView) (err error) {
	if d.Rollouts, err = v.Store.Rollouts(v.r.Context(), d.Code); err != nil {
		return err
	}
	packs, err := v.Ops.Packs(v.r.Context(), v.who(), d.Code)
	if err != nil {
		return err
	}
	f, err := v.fleet.of(v.r.Context(), d.Code)
	if err != nil {
		return err
	}
	d.Testers, d.Kiosks, d.MayRoll = f.members(), len(f.rows)-f.byState[stateTakenOut], v.may(users.RollOut, d.Code)
	for _, p := range packs {
		d.Packs = append(d.Packs, packRow{p, f.shows(p.ID), underWay(d.Rollouts, p.ID)})
	}
	return nil
}

// members counts the kiosks of the group that tries everything first.
func (f *fleet) members() int {
	n := 0
	for _, r := range f.rows {
		if r.Group == rollout.TestGroup && r.RevokedAt.IsZero() {
			n++
		}
	}
	return n
}

// shows counts the kiosks by the version of a pack on their home page.
func (f *fleet) shows(pack string) []shown {
	counts := map[string]int{}
	for _, r := range f.rows {
		for _, p := range r.Beat.Packs {
			if p.ID == pack && p.Step == wire.Shown && r.RevokedAt.IsZero() {
				counts[p.Version]++
			}
		}
	}
	var all []shown
	for _, version := range sortedKeys(counts) {
		all = append(all, shown{version, counts[version]})
	}
	return all
}

// underWay is the roll-out of a pack that is not over, "" for none.
func underWay(all []store.Rollout, pack string) string {
	for _, r := range all {
		if r.Pack == pack && !over(r) {
			return r.ID
		}
	}
	return ""
}

func over(r store.Rollout) bool { return r.State == store.Done || r.State == store.RolledBack }

func (v *visit) startRollout() error {
	town, err := v.townFor(users.RollOut)
	if err != nil {
		return err
	}
	if town.Code == "" {
		return v.showPacks(http.StatusUnprocessableEntity, v.views.fault("town", "ville"))
	}
	pack, version, auto := v.form.line("demarche"), v.form.line("version"), v.form.raw("rythme") != "pas-a-pas"
	packs, err := v.Ops.Packs(v.r.Context(), v.who(), town.Code)
	if err != nil {
		return err
	}
	if !offered(packs, pack, version) {
		return v.showPacks(http.StatusUnprocessableEntity, v.views.fault("version", "version-"+pack))
	}
	r, err := v.Ops.StartRollout(v.r.Context(), v.who(), town.Code, pack, version, auto)
	if err != nil {
		return err
	}
	return v.done("/demarches/"+r.ID, "rollout_started")
}

func offered(packs []Pack, id, version string) bool {
	return slices.ContainsFunc(packs, func(p Pack) bool { return p.ID == id && slices.Contains(p.Versions, version) })
}

// rolloutView is what the template of one roll-out gets.
type rolloutView struct {
	R       store.Rollout
	Rows    []rollout.Progress
	Shown   int // kiosks that show the version
	Of      int
	ByStage []stageView
	Over    bool
	Ripe    bool   // its stage is over, a person may go on
	Culprit string // name of the kiosk that stopped it
	Why     string
	MayRoll bool
	Stamp   string // of its state: a button says what it was made for
	Now     time.Time
}

// stageView is one stage of a roll-out.
type stageView struct {
	Stage string
	Now   bool
	Past  bool
	Shown int
	Of    int
}

func (v *visit) rolloutView(r store.Rollout) (rolloutView, error) {
	f, err := v.fleet.of(v.r.Context(), r.Town)
	if err != nil {
		return rolloutView{}, err
	}
	kiosks, now := f.Kiosks(r.Town), v.Now()
	d := rolloutView{
		R: r, Rows: rollout.ProgressOf(now, r, kiosks), Over: over(r), Now: now, Stamp: stamp(r),
		MayRoll: v.may(users.RollOut, r.Town),
		Ripe:    !r.Auto && r.State == store.Running && r.Stage != store.StageAll && rollout.Over(now, r, kiosks),
	}
	d.count()
	culprit, why, _ := strings.Cut(r.Why, ": ")
	d.Culprit, d.Why = culprit, why
	for _, k := range kiosks {
		if k.ID == culprit {
			d.Culprit = k.Name
		}
	}
	return d, nil
}

// count fills in the sums, by stage and in all.
func (d *rolloutView) count() {
	order := []string{store.StageTest, store.StageTen, store.StageAll}
	d.ByStage = []stageView{{Stage: order[0]}, {Stage: order[1]}, {Stage: order[2]}}
	at := slices.Index(order, d.R.Stage)
	for i := range d.ByStage {
		d.ByStage[i].Now = i == at && !d.Over
		d.ByStage[i].Past = i < at || d.R.State == store.Done
	}
	d.Of = len(d.Rows)
	for _, p := range d.Rows {
		s := &d.ByStage[max(0, slices.Index(order, p.Stage))]
		s.Of++
		if p.Step == wire.Shown {
			s.Shown++
			d.Shown++
		}
	}
}

// stamp changes with the state of a roll-out.
func stamp(r store.Rollout) string {
	return strings.Join([]string{r.State, r.Stage, strconv.FormatInt(r.StageAt.Unix(), 10)}, ".")
}

func (v *visit) rollout() error {
	r, err := v.rolloutOf(users.SeeFleet)
	if err != nil {
		return err
	}
	d, err := v.rolloutView(r)
	if err != nil {
		return err
	}
	title := v.views.text("rollout.title", "pack", r.Pack, "version", r.Version)
	return v.show(http.StatusOK, "rollout", view{Title: title, Here: "demarches", Data: d})
}

func (v *visit) rolloutLive() error {
	if _, err := v.rolloutOf(users.SeeFleet); err != nil {
		return err
	}
	return v.stream(func() (string, error) {
		r, err := v.rolloutOf(users.SeeFleet)
		if err != nil {
			return "", err
		}
		d, err := v.rolloutView(r)
		if err != nil {
			return "", err
		}
		return v.views.fragment("rollout", "progress", d)
	})
}

// steer does what a button of a roll-out says, if the roll-out is still as it
// was when the button was drawn.
func (v *visit) steer() error {
	r, err := v.rolloutOf(users.RollOut)
	if err != nil {
		return err
	}
	does := map[string]func() error{
		"pause":     func() error { return v.Ops.Pause(v.r.Context(), v.who(), r.ID) },
		"reprendre": func() error { return v.Ops.Resume(v.r.Context(), v.who(), r.ID) },
		"suite":     func() error { return v.Ops.Advance(v.r.Context(), v.who(), r.ID) },
		"retour":    func() error { return v.Ops.RollBack(v.r.Context(), v.who(), r.ID) },
	}
	what := v.r.PathValue("what")
	if does[what] == nil {
		return errNotFound
	}
	if what == "suite" && v.form.raw("vu") != stamp(r) {
		return store.ErrChanged // or a double click would go two stages
	}
	if err := does[what](); err != nil {
		return err
	}
	return v.done("/demarches/"+r.ID, "rollout_"+what)
}
