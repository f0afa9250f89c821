package forms_test

import (
	"encoding/json"
	"testing"
	"time"

	"guichet/forms"
)

// TestASubmissionIsWrittenAsAgentsReadIt: the form of it is kept by town halls
// and by programs of others. Keys may come; none may go or change.
func TestASubmissionIsWrittenAsAgentsReadIt(t *testing.T) {
	s := forms.Submission{
		ID: "00112233445566778899aabbccddeeff", Reference: "482 739 156 Z", Pack: "exemple", Version: "1.2.0",
		Lang: forms.French, At: time.Date(2026, 5, 15, 19, 42, 0, 0, time.UTC), KeepDays: 400,
		Entries: []forms.Entry{{
			Page: "activite", Type: forms.ChoiceLinked, Instance: []int{1}, Label: "Quelle activité ?",
			Answer: forms.Answer{State: forms.Given, Fields: map[string]string{"group": "sport", forms.Value: "judo"}},
			Shown:  []string{"Le sport", "Le judo"},
		}},
		Computed: []forms.ComputedEntry{{ID: "prix", Type: forms.Money, Label: "Le prix", Value: "1250", Shown: []string{"12,50 €"}}},
	}
	const want = `{"id":"00112233445566778899aabbccddeeff","reference":"482 739 156 Z","pack":"exemple","version":"1.2.0",` +
		`"lang":"fr","at":"2026-05-15T19:42:00Z","keep_days":400,"entries":[{"page":"activite","type":"choice_linked","instance":[1],` +
		`"label":"Quelle activité ?","answer":{"state":"given","fields":{"group":"sport","value":"judo"}},"shown":["Le sport","Le judo"]}],` +
		`"computed":[{"id":"prix","type":"money","label":"Le prix","value":"1250","shown":["12,50 €"]}]}`
	got, err := json.Marshal(s)
	if err != nil || string(got) != want {
		t.Errorf("got %s, %v", got, err)
	}
	var again forms.Submission
	if err := json.Unmarshal(got, &again); err != nil || again.Computed[0].Value != "1250" {
		t.Errorf("read again: %+v, %v", again, err)
	}
}
