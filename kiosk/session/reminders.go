package session

import (
	"slices"
	"strings"

	"guichet/drivers/printer"
	"guichet/forms"
	"guichet/kiosk/receipt"
)

// reminders are what the citizen may want to be reminded of, in his language.
func (s *Session) reminders() []receipt.Reminder {
	all := s.visit.journey.Reminders(s.catalog(), s.words())
	slices.SortStableFunc(all, func(a, b forms.Reminder) int { return strings.Compare(a.Day.String(), b.Day.String()) })
	return receipt.RemindersOf(all, s.words(), s.cfg.Rand, s.cfg.Now())
}

// reminderBlocks are the same on the last page. They are not on the receipt:
// their words and days come from the answers. Where no paper can be asked for,
// their symbols are here.
func (s *Session) reminderBlocks() []Block {
	all := s.visit.reminders
	if len(all) == 0 {
		return nil
	}
	list := Bullets{Title: s.say("session.done.remember")}
	var codes []Block
	for _, r := range all {
		list.Items = append(list.Items, given(s.words().Text("session.done.reminder", "date", r.Date, "text", r.Text)))
		if r.Calendar != "" && !s.printerUsable() {
			codes = append(codes, QR{Data: r.Calendar, Text: s.say("receipt.reminders.code")})
		}
	}
	return append([]Block{list}, codes...)
}

// printReminders prints them for who stands there.
func (s *Session) printReminders() {
	if len(s.visit.reminders) > 0 {
		s.printLeaflet(s.visit.ctx, aboutReminders, s.remindersPaper)
	}
}

func (s *Session) remindersPaper(copied receipt.Copy) printer.Document {
	f := s.facts()
	f.Copy, f.Reminders = copied, s.visit.reminders
	return receipt.Reminders(f)
}
