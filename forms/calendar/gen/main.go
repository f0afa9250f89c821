// Gen writes school.csv, the school holidays as package calendar embeds them,
// from an export of the dataset fr-en-calendrier-scolaire of
// data.education.gouv.fr in JSON, with its times in Europe/Paris:
//
//	go run ./forms/calendar/gen -json export.json -o forms/calendar/school.csv
//
// packaging/data.sh fetches the export. The output is the same, byte for byte,
// for the same input.
package main

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"slices"
	"strings"
	"time"
)

// since is the first school year that is kept: nobody asks a kiosk of older
// ones.
const since = "2025-2026"

func main() {
	log.SetFlags(0)
	log.SetPrefix("gen: ")
	in := flag.String("json", "", "the export of the dataset")
	out := flag.String("o", "school.csv", "file to write")
	flag.Parse()
	if err := run(*in, *out); err != nil {
		log.Fatal(err)
	}
}

func run(in, out string) error {
	f, err := os.Open(in)
	if err != nil {
		return err
	}
	defer f.Close()
	rows, err := holidays(f)
	if err != nil {
		return fmt.Errorf("%s: %w", in, err)
	}
	var b strings.Builder
	w := csv.NewWriter(&b)
	w.Write([]string{"zone", "from", "to", "name"}) // a strings.Builder takes all
	w.WriteAll(rows)
	return os.WriteFile(out, []byte(b.String()), 0o644)
}

// record is a row of the dataset: an academy, its zone, and the evening after
// which the holidays begin to the morning on which school begins again, as the
// midnights of the first day off and of the first day of school.
type record struct {
	Description string    `json:"description"`
	Population  string    `json:"population"` // "-" everybody, "Élèves", "Enseignants"
	Start       time.Time `json:"start_date"`
	End         time.Time `json:"end_date"`
	Zone        string    `json:"zones"`
	Year        string    `json:"annee_scolaire"`
}

// holidays gives the rows of school.csv, by zone and day, each once.
func holidays(r io.Reader) ([][]string, error) {
	var records []record
	if err := json.NewDecoder(r).Decode(&records); err != nil {
		return nil, err
	}
	var rows [][]string
	for _, rec := range records {
		if rec.Zone == "" || rec.Description == "" || rec.Start.IsZero() || rec.End.IsZero() {
			return nil, errors.New("a row lacks its zone, its name or a day")
		}
		if rec.Population != "Enseignants" && rec.Year >= since {
			rows = append(rows, rec.row())
		}
	}
	slices.SortFunc(rows, slices.Compare)
	rows = slices.CompactFunc(rows, slices.Equal)
	if len(rows) == 0 {
		return nil, fmt.Errorf("no school year from %s on", since)
	}
	return rows, nil
}

func (r record) row() []string {
	name := strings.ReplaceAll(r.Description, "'", "’")
	from, to := r.Start, r.End.AddDate(0, 0, -1)
	switch rest, begins := strings.CutPrefix(name, "Début des "); {
	case begins: // the end of the last summer is not decreed yet
		name, to = rest, time.Date(from.Year(), time.August, 31, 0, 0, 0, 0, from.Location())
	case to.Before(from): // a single day: its start and its end are the same
		to = from
	}
	return []string{
		strings.TrimPrefix(r.Zone, "Zone "), from.Format(time.DateOnly), to.Format(time.DateOnly), name,
	}
}
