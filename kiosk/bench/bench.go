package bench

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"filippo.io/age"

	"guichet/drivers/printersim"
	"guichet/drivers/profiles"
	"guichet/forms"
	"guichet/kiosk/config"
)

// Profile is the printer that is simulated.
const Profile = "epson-tm-t20ii"

// Bench is a simulated hall.
type Bench struct {
	Printer *printersim.Sim

	dir  string
	key  *age.HybridIdentity // of the town hall; it is gone with the bench
	jump atomic.Int64        // nanoseconds that the clock is ahead
}

// New makes a printer with its true speeds and a folder for the submissions.
func New() (_ *Bench, err error) {
	b := &Bench{}
	defer func() {
		if err != nil {
			b.Close()
		}
	}()
	if b.key, err = age.GenerateHybridIdentity(); err != nil {
		return nil, fmt.Errorf("bench: %w", err)
	}
	if b.dir, err = os.MkdirTemp("", "guichet-bench-"); err != nil {
		return nil, fmt.Errorf("bench: %w", err)
	}
	profile, err := profiles.Get(Profile)
	if err != nil {
		return nil, err
	}
	b.Printer, err = printersim.New(printersim.Options{
		Profile: profile, Baud: profile.Baud, Speed: profile.Speed, Dir: b.dir,
	})
	return b, err
}

// Close switches everything off and removes the folder.
func (b *Bench) Close() error {
	var errs []error
	if b.Printer != nil {
		errs = append(errs, b.Printer.Close())
	}
	if b.dir != "" {
		errs = append(errs, os.RemoveAll(b.dir))
	}
	return errors.Join(errs...)
}

// Config is a kiosk of an invented town, with the simulated printer.
func (b *Bench) Config() *config.Config {
	c := config.Default()
	c.Town.Name = "Mairie de Saint-Éloi"
	c.Town.Contacts = []config.Contact{
		{
			ID: "accueil", Name: config.Text{forms.French: "Accueil de la mairie", forms.English: "Town hall front desk"}, Phone: "04 65 71 00 10",
			Hours: config.Text{forms.French: "Du lundi au vendredi, de 9 h à 17 h", forms.English: "Monday to Friday, 9 am to 5 pm"},
		},
		{
			ID: "numerique", Name: config.Text{forms.French: "Aide aux démarches", forms.English: "Help with forms"}, Phone: "04 65 71 00 11",
			Hours: config.Text{forms.French: "Le mardi et le jeudi, de 14 h à 18 h", forms.English: "Tuesday and Thursday, 2 pm to 6 pm"},
		},
	}
	c.Data = filepath.Join(b.dir, "spool")
	c.Recipients = []string{b.key.Recipient().String()}
	c.Printer = &config.Printer{
		Driver: "escpos", Profile: Profile, Port: b.Printer.Path(),
		Backend: "bugst", Outlet: "bottom_right",
	}
	return &c
}

// Now is the clock of the bench.
func (b *Bench) Now() time.Time { return time.Now().Add(time.Duration(b.jump.Load())) }

// Jump moves the clock.
func (b *Bench) Jump(by time.Duration) { b.jump.Add(int64(by)) }
