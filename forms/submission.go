package forms

import "time"

// Submission is what a citizen hands in: the answers of one journey, in the
// order of the pages, under a reference. It is written as JSON.
type Submission struct {
	ID        string    `json:"id"`        // 128 bits, 32 hexadecimal digits: see [NewID]
	Reference string    `json:"reference"` // "482 739 156 Z": see [NewReference]
	Pack      string    `json:"pack"`      // id of the pack
	Version   string    `json:"version"`   // and its version
	Lang      Lang      `json:"lang"`      // the language that the citizen read
	At        time.Time `json:"at"`
	KeepDays  int       `json:"keep_days"` // how long the town hall may keep it: the pack's retention_days
	Entries   []Entry   `json:"entries"`

	Computed []ComputedEntry `json:"computed,omitempty"`
}

// Entry is one answered page.
type Entry struct {
	Page     string   `json:"page"`
	Type     Type     `json:"type"`
	Instance []int    `json:"instance,omitempty"` // inside a repeat: which one, from 0
	Label    string   `json:"label"`              // the question, as the citizen read it
	Answer   Answer   `json:"answer"`
	Shown    []string `json:"shown"` // the answer, as the citizen read it: see [Format]
}
