// Package strictyaml reads the YAML that people write by hand, packs and
// configuration, and refuses what it does not understand: all the faults of a
// file at once, each with file, line, column, what is wrong, and its mend.
//
// [Decode] fills a struct. The fields that it reads have a tag:
//
//	type Config struct {
//		Port    string        `yaml:"port,required"`
//		Backend string        `yaml:"backend" oneof:"bugst tarm"`
//		Idle    time.Duration `yaml:"idle"` // written 45s, 20m
//		Sound   *Sound        `yaml:"sound"`
//		Desks   []Desk        `yaml:"desks"`
//		Names   map[string]string `yaml:"names"`
//		Common                // an embedded struct: its keys stand here
//	}
//
// A field without tag is not read. What a key that is not there would set
// keeps its value, so that defaults are put in before. Strings, booleans,
// integers, floats, durations, pointers, slices, maps with string keys,
// structs, and what implements [Unmarshaler] or [encoding.TextUnmarshaler] can
// be read.
//
// Stricter than YAML: a key stands once; a number where a text is due must be
// between quotes (a SIRET, a phone number that begins with 0); integers are
// decimal; a key with nothing after it is a fault; so are anchors, aliases,
// merge keys and a second document.
//
// Checks that need more than one field come after: [Parse] keeps the
// document, and [Doc.At] tells where the value of a path stands.
package strictyaml
