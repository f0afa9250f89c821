package escposdb

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"

	"go.yaml.in/yaml/v3"
)

// entry is a printer in the database, as far as it is of use here.
type entry struct {
	Name      string            `json:"name" yaml:"name"`
	Vendor    string            `json:"vendor" yaml:"vendor"`
	Inherits  string            `json:"inherits" yaml:"inherits"`
	Media     *media            `json:"media" yaml:"media"`
	Fonts     map[string]font   `json:"fonts" yaml:"fonts"`         // "0" is font A
	CodePages map[string]string `json:"codePages" yaml:"codePages"` // n of ESC t n → "CP1252"
	Features  map[string]bool   `json:"features" yaml:"features"`
}

type media struct {
	DPI   number `json:"dpi" yaml:"dpi"`
	Width *width `json:"width" yaml:"width"`
}

type width struct {
	Pixels number `json:"pixels" yaml:"pixels"`
}

type font struct {
	Columns number `json:"columns" yaml:"columns"`
}

// number is a whole number; 0 where the database says "Unknown", which it
// writes in the place of any number.
type number int

func (n *number) UnmarshalJSON(data []byte) error {
	var v any
	if err := json.Unmarshal(data, &v); err != nil {
		return err
	}
	n.set(v)
	return nil
}

func (n *number) UnmarshalYAML(node *yaml.Node) error {
	var v float64
	if node.Decode(&v) == nil {
		n.set(v)
	}
	return nil
}

func (n *number) set(v any) {
	if f, ok := v.(float64); ok && f > 0 && f <= math.MaxInt32 {
		*n = number(f)
	}
}

// read returns the entries of data by name, none yet with what it inherits.
func read(data []byte) (map[string]entry, error) {
	var entries map[string]entry
	var err error
	if bytes.HasPrefix(bytes.TrimSpace(data), []byte("{")) {
		entries, err = readJSON(data)
	} else {
		entries, err = readYAML(data)
	}
	if err != nil {
		return nil, fmt.Errorf("escposdb: this is no whole capabilities.json or capabilities.yml: %w", err)
	}
	if len(entries) == 0 {
		return nil, errors.New("escposdb: there is no printer in it: this is not capabilities.json or capabilities.yml")
	}
	return entries, nil
}

func readJSON(data []byte) (map[string]entry, error) {
	var file struct {
		Profiles map[string]entry `json:"profiles"`
	}
	err := json.Unmarshal(data, &file)
	return file.Profiles, err
}

// readYAML reads a stream of documents: capabilities.yml, with all under
// "profiles", or a document a printer, under its name.
func readYAML(data []byte) (map[string]entry, error) {
	entries := map[string]entry{}
	dec := yaml.NewDecoder(bytes.NewReader(data))
	for {
		var doc map[string]yaml.Node
		if err := dec.Decode(&doc); errors.Is(err, io.EOF) {
			return entries, nil
		} else if err != nil {
			return nil, err
		}
		if err := gather(entries, doc); err != nil {
			return nil, err
		}
	}
}

func gather(entries map[string]entry, doc map[string]yaml.Node) error {
	if all, ok := doc["profiles"]; ok {
		var file map[string]entry
		if err := all.Decode(&file); err != nil {
			return err
		}
		maps.Copy(entries, file)
		return nil
	}
	for name, node := range doc {
		var e entry
		if err := node.Decode(&e); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		entries[name] = e
	}
	return nil
}
