package miniaudio

import (
	"bytes"
	"fmt"
	"runtime"
	"slices"

	"github.com/gen2brain/malgo"

	"guichet/drivers/audio"
)

// Info is a microphone or a loudspeaker of this machine.
type Info struct {
	ID      string // what [Config] takes
	Name    string // what a person reads; not unique
	Default bool
}

// List gives the microphones and the loudspeakers that c reaches.
func List(c Config) (microphones, speakers []Info, err error) {
	lib, err := load(c)
	if err != nil {
		return nil, nil, err
	}
	defer unload(lib)
	if microphones, err = list(lib, malgo.Capture); err != nil {
		return nil, nil, err
	}
	speakers, err = list(lib, malgo.Playback)
	return microphones, speakers, err
}

// load connects to PulseAudio or finds ALSA.
func load(c Config) (*malgo.AllocatedContext, error) {
	backends := []malgo.Backend{malgo.BackendPulseaudio, malgo.BackendAlsa}
	if c.Server != "" { // what was asked for, or nothing
		backends = backends[:1]
	}
	var pinned runtime.Pinner // the library copies the strings
	defer pinned.Unpin()
	var config malgo.ContextConfig
	config.Pulse.PApplicationName = cString("guichet", &pinned)
	if c.Server != "" {
		config.Pulse.PServerName = cString(c.Server, &pinned)
	}
	lib, err := malgo.InitContext(backends, config, nil)
	if err != nil {
		return nil, fmt.Errorf("%w: miniaudio: %w", audio.ErrGone, err)
	}
	return lib, nil
}

func unload(lib *malgo.AllocatedContext) {
	lib.Uninit()
	lib.Free()
}

func cString(s string, pinned *runtime.Pinner) *byte {
	b := append([]byte(s), 0)
	pinned.Pin(&b[0])
	return &b[0]
}

func list(lib *malgo.AllocatedContext, kind malgo.DeviceType) ([]Info, error) {
	devices, err := lib.Devices(kind)
	if err != nil {
		return nil, fmt.Errorf("%w: miniaudio: %w", audio.ErrGone, err)
	}
	var all []Info
	for _, d := range devices {
		all = append(all, Info{ID: text(d.ID), Name: d.Name(), Default: d.IsDefault != 0})
	}
	return all, nil
}

// text is an id of PulseAudio or ALSA: both are C strings.
func text(id malgo.DeviceID) string {
	b, _, _ := bytes.Cut(id[:], []byte{0})
	return string(b)
}

// errMissing: the server answers, and does not know the device.
var errMissing = fmt.Errorf("%w", audio.ErrGone)

// there tells whether the device with that id is there; "" is any.
func there(lib *malgo.AllocatedContext, kind malgo.DeviceType, id string) error {
	all, err := list(lib, kind)
	if err != nil {
		return err
	}
	if len(all) == 0 || id != "" && !slices.ContainsFunc(all, func(i Info) bool { return i.ID == id }) {
		return fmt.Errorf("%w: %s %q", errMissing, kinds[kind], id)
	}
	return nil
}

var kinds = map[malgo.DeviceType]string{malgo.Capture: "microphone", malgo.Playback: "speaker"}
