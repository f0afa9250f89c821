package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestExportBecomesRows(t *testing.T) {
	out := filepath.Join(t.TempDir(), "school.csv")
	if err := run("testdata/export.json", out); err != nil {
		t.Fatal(err)
	}
	got, _ := os.ReadFile(out)
	const want = `zone,from,to,name
B,2026-10-17,2026-11-01,Vacances de la Toussaint
B,2026-12-19,2027-01-03,Vacances de Noël
B,2027-02-20,2027-03-07,Vacances d’Hiver
B,2027-04-17,2027-05-02,Vacances de Printemps
B,2027-05-07,2027-05-07,Pont de l’Ascension
B,2027-07-03,2027-08-31,Vacances d’Été
Corse,2026-12-19,2027-01-03,Vacances de Noël
`
	if string(got) != want {
		t.Errorf("school.csv:\n%s", got)
	}
}

// TestCommittedRowsAreThoseOfTheExport: what is embedded is what gen makes of
// the same rows.
func TestCommittedRowsAreThoseOfTheExport(t *testing.T) {
	f, err := os.Open("testdata/export.json")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := holidays(f)
	if err != nil {
		t.Fatal(err)
	}
	committed, _ := os.ReadFile("../school.csv")
	for _, row := range rows {
		if row[0] == "B" && !strings.Contains(string(committed), strings.Join(row, ",")+"\n") {
			t.Errorf("school.csv lacks %v", row)
		}
	}
}

func TestBadExports(t *testing.T) {
	for name, text := range map[string]string{
		"no JSON":        "<html>",
		"cut":            `[{"description": "Vac`,
		"nothing":        "[]",
		"only old years": `[{"annee_scolaire":"2001-2002","description":"x","zones":"Zone A","start_date":"2001-10-27T00:00:00+02:00","end_date":"2001-11-05T00:00:00+01:00"}]`,
		"no zone":        `[{"annee_scolaire":"2026-2027","description":"x","start_date":"2026-10-17T00:00:00+02:00","end_date":"2026-11-02T00:00:00+01:00"}]`,
		"an empty row":   `[{"annee_scolaire":"2026-2027","zones":"Zone A","description":"x"}]`,
		"no date":        `[{"annee_scolaire":"2026-2027","start_date":"soon"}]`,
	} {
		if _, err := holidays(strings.NewReader(text)); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
}

// FuzzHolidays: what the site may send is refused or becomes rows of four.
func FuzzHolidays(f *testing.F) {
	export, err := os.ReadFile("testdata/export.json")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(export))
	f.Add(`[{"annee_scolaire":"2026-2027"}]`)
	f.Fuzz(func(t *testing.T, text string) {
		rows, err := holidays(strings.NewReader(text))
		for _, row := range rows {
			if err != nil || len(row) != 4 || row[2] < row[1] {
				t.Errorf("%v, %v", row, err)
			}
		}
	})
}
