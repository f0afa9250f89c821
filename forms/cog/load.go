package cog

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"io"
	"slices"
	"strconv"
	"strings"
	"sync"
)

//go:embed communes.gz
var packed []byte

// table is the decoded file.
type table struct {
	regions      map[string]string
	departements map[string]departement
	communes     []Commune // by code
}

type departement struct{ name, region string }

var load = sync.OnceValue(func() *table { return decode(unpack(packed)) })

// unpack panics where the embedded file is damaged: the program was built
// wrong.
func unpack(gz []byte) string {
	r, err := gzip.NewReader(bytes.NewReader(gz))
	if err != nil {
		panic("cog: embedded data: " + err.Error())
	}
	text, err := io.ReadAll(r)
	if err != nil {
		panic("cog: embedded data: " + err.Error())
	}
	return string(text)
}

func decode(text string) *table {
	t := &table{
		regions:      map[string]string{},
		departements: map[string]departement{},
		communes:     make([]Commune, 0, 38_000),
	}
	col := make([]string, 0, 8)
	for line := range strings.Lines(text) {
		col = split(col[:0], strings.TrimSuffix(line, "\n"))
		t.add(col)
	}
	t.lendPostcodes()
	return t
}

// split cuts a line at its tabs into a slice that is used again: a new one
// for each of the 38,000 lines would take a third of the time.
func split(col []string, line string) []string {
	for {
		field, rest, more := strings.Cut(line, "\t")
		col = append(col, field)
		if !more {
			return col
		}
		line = rest
	}
}

// find is the index of a commune: the file is sorted by code.
func (t *table) find(code string) (int, bool) {
	return slices.BinarySearchFunc(t.communes, code, func(c Commune, code string) int {
		return strings.Compare(c.Code, code)
	})
}

// add reads one line: see gen for what its columns are.
func (t *table) add(col []string) {
	switch col[0] {
	case "R":
		t.regions[col[1]] = col[2]
	case "D":
		t.departements[col[1]] = departement{name: col[3], region: col[2]}
	case "C":
		t.addCommune(col)
	}
}

func (t *table) addCommune(col []string) {
	people, _ := strconv.Atoi(col[5])
	c := Commune{
		Code: col[1], Name: col[7], Postcodes: strings.Fields(col[6]),
		Departement: col[2], Region: t.departements[col[2]].region,
		Population: people, Former: col[3] == "f", Parent: col[4],
	}
	if n := len(t.communes); n > 0 && t.communes[n-1].Code == c.Code {
		c.Code += "d"
	}
	t.communes = append(t.communes, c)
}

// lendPostcodes gives a former commune the postal codes of the one that it is
// part of: the source has none for it.
func (t *table) lendPostcodes() {
	for i := range t.communes {
		c := &t.communes[i]
		if c.Parent == "" || len(c.Postcodes) > 0 {
			continue
		}
		if p, ok := t.find(c.Parent); ok {
			c.Postcodes = t.communes[p].Postcodes
		}
	}
}
