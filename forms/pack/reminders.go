package pack

import (
	"fmt"

	"guichet/forms"
)

// rawReminders is reminders.yaml.
type rawReminders struct {
	Reminders []rawReminder `yaml:"reminders,required"`
}

type rawReminder struct {
	ID   string           `yaml:"id,required"`
	If   *forms.Condition `yaml:"if"`
	When string           `yaml:"when,required"` // an expression that gives a date
}

func (l *loader) readReminders() {
	var raw rawReminders
	if l.remindersDoc = l.decodeOptional("reminders.yaml", &raw); l.remindersDoc == nil {
		return
	}
	if n := len(raw.Reminders); n > maxReminders {
		l.fault(l.remindersDoc.At("reminders"), fmt.Sprintf("%d reminders, at most %d", n, maxReminders), "remove some")
		return
	}
	seen := map[string]bool{}
	for i, r := range raw.Reminders {
		at := l.remindersDoc.At("reminders", i, "id")
		if r.ID != "" && !nameShape.MatchString(r.ID) {
			l.fault(at, fmt.Sprintf("reminder %q is not made of a-z, 0-9 and _", r.ID), "write it like renouvellement")
		}
		if seen[r.ID] {
			l.fault(at, fmt.Sprintf("reminder %q stands twice", r.ID), "give each its own id")
		}
		seen[r.ID] = true
		l.form.Reminders = append(l.form.Reminders, l.reminder(r, i))
	}
}

func (l *loader) reminder(r rawReminder, i int) forms.ReminderRule {
	out := forms.ReminderRule{ID: r.ID, If: r.If, When: never}
	if r.When == "" || l.formDoc == nil {
		return out // missing, and said so
	}
	program, err := l.scope.Compile(r.When, forms.Date)
	if err != nil {
		l.exprFault(l.remindersDoc.At("reminders", i, "when"), err)
		return out
	}
	out.When = program.Day
	return out
}

func never(forms.Values) (forms.Day, bool) { return forms.Day{}, false }
