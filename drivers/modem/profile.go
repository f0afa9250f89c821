package modem

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Profile is what a model does in its own way. It is data: models/*.yaml.
type Profile struct {
	Name string `yaml:"name"`
	// Sources are the manuals that say so, or "memory".
	Sources []string `yaml:"sources"`
	// Init is sent once the modem answers.
	Init []string `yaml:"init"`
	// IMS is how to ask for VoLTE.
	IMS IMS `yaml:"ims"`
	// Sound is sent before a call and after it.
	Sound Sound `yaml:"sound"`
	// Hangup ends a call: "AT+CHUP".
	Hangup string `yaml:"hangup"`
}

// IMS is a question whose answer begins with Prefix and has 1 in Field, counted
// from 0, where VoLTE can be had. Key is the first field, if it must be that.
type IMS struct {
	Query  string `yaml:"query"`
	Prefix string `yaml:"prefix"`
	Key    string `yaml:"key"`
	Field  int    `yaml:"field"`
}

// Sound brings a call's sound to the modem's sound card.
type Sound struct {
	On  []string `yaml:"on"`
	Off []string `yaml:"off"`
}

//go:embed models/*.yaml
var models embed.FS

// ErrProfile: there is none of that name, or it is wrong.
var ErrProfile = errors.New("modem: no such profile")

// Get gives the profile of that name; "" is "generic".
func Get(name string) (Profile, error) {
	if name == "" {
		name = "generic"
	}
	data, err := models.ReadFile("models/" + name + ".yaml")
	if err != nil {
		return Profile{}, fmt.Errorf("%w: %q; there are %s", ErrProfile, name, strings.Join(Names(), ", "))
	}
	return Parse(data)
}

// Names are those of all profiles, sorted.
func Names() (all []string) {
	files, _ := fs.Glob(models, "models/*.yaml")
	for _, f := range files {
		all = append(all, strings.TrimSuffix(strings.TrimPrefix(f, "models/"), ".yaml"))
	}
	return all
}

// Parse reads a profile strictly.
func Parse(data []byte) (Profile, error) {
	var p Profile
	d := yaml.NewDecoder(bytes.NewReader(data))
	d.KnownFields(true)
	if err := d.Decode(&p); err != nil {
		return Profile{}, fmt.Errorf("%w: %w", ErrProfile, err)
	}
	return p, p.check()
}

func (p Profile) check() error {
	if p.Name == "" || p.Hangup == "" || p.IMS.Field < 0 || (p.IMS.Query == "") != (p.IMS.Prefix == "") {
		return fmt.Errorf("%w: name, hangup and ims must be whole", ErrProfile)
	}
	for _, list := range [][]string{p.Init, p.Sound.On, p.Sound.Off, {p.Hangup}} {
		for _, c := range list {
			if !strings.HasPrefix(c, "AT") || strings.ContainsAny(c, "\r\n") {
				return fmt.Errorf("%w: %q is no command", ErrProfile, c)
			}
		}
	}
	return nil
}
