package pulse

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// What our virtual devices are called.
const (
	Microphone = "guichet_microphone"
	Speaker    = "guichet_speaker"
)

// Config says what to prepare.
type Config struct {
	// Server as PULSE_SERVER names it. "" is the user's.
	Server string
	// Microphone and Speaker are names of devices ("pactl list short sources",
	// "… sinks"). "": the best there is, see [Setup.Steps].
	Microphone, Speaker string
	// Echo is who takes the echo out: "pulse" (or ""), or "device".
	Echo string
}

// Setup is what calls use now.
type Setup struct {
	// Microphone and Speaker are what to open.
	Microphone, Speaker string
	// Behind are the devices that they lead to.
	BehindMicrophone, BehindSpeaker string
	// Steps were done just now: none where all was well already.
	Steps []string
}

// Prepare makes the server ready for calls. The error wraps [audio.ErrGone] where
// there is no server, or no device.
func Prepare(ctx context.Context, c Config) (Setup, error) {
	p := pactl{server: c.Server}
	heard, err := p.devices(ctx, "sources")
	if err != nil {
		return Setup{}, err
	}
	spoken, err := p.devices(ctx, "sinks")
	if err != nil {
		return Setup{}, err
	}
	j := job{p: p, config: c}
	if err := j.choose(heard, spoken); err != nil {
		return Setup{}, err
	}
	if err := j.unmute(ctx); err != nil {
		return Setup{}, err
	}
	if c.Echo == "device" {
		return j.plain(ctx, spoken)
	}
	return j.cancelled(ctx, spoken)
}

// job is one Prepare.
type job struct {
	p          pactl
	config     Config
	microphone device
	speaker    device
	steps      []string
}

func (j *job) choose(heard, spoken []device) (err error) {
	if j.microphone, err = pick(heard, j.config.Microphone, spoken); err != nil {
		return fmt.Errorf("microphone: %w", err)
	}
	if j.speaker, err = pick(spoken, j.config.Speaker, []device{j.microphone}); err != nil {
		return fmt.Errorf("speaker: %w", err)
	}
	return nil
}

func (j *job) say(format string, args ...any) {
	j.steps = append(j.steps, fmt.Sprintf(format, args...))
}

// unmute is for what somebody muted on the device, or a desktop remembers.
func (j *job) unmute(ctx context.Context) error {
	for verb, d := range map[string]device{"set-source-mute": j.microphone, "set-sink-mute": j.speaker} {
		if !d.Mute {
			continue
		}
		if _, err := j.p.run(ctx, verb, d.Name, "0"); err != nil {
			return err
		}
		j.say("%s was muted and is not any more", d.Name)
	}
	return nil
}

// plain takes our canceller away.
func (j *job) plain(ctx context.Context, spoken []device) (Setup, error) {
	if err := j.unload(ctx, spoken); err != nil {
		return Setup{}, err
	}
	return j.setup(j.microphone.Name, j.speaker.Name), nil
}

// cancelled puts our canceller between.
func (j *job) cancelled(ctx context.Context, spoken []device) (Setup, error) {
	args := arguments(j.microphone.Name, j.speaker.Name)
	there, err := j.loaded(ctx, spoken)
	if err != nil {
		return Setup{}, err
	}
	if there == args {
		return j.setup(Microphone, Speaker), nil
	}
	if err := j.unload(ctx, spoken); err != nil {
		return Setup{}, err
	}
	if _, err := j.p.run(ctx, append([]string{"load-module", canceller}, split(args)...)...); err != nil {
		return Setup{}, err
	}
	j.say("echo of %s is taken out of %s", j.speaker.Name, j.microphone.Name)
	return j.setup(Microphone, Speaker), nil
}

func (j *job) setup(microphone, speaker string) Setup {
	return Setup{microphone, speaker, j.microphone.Name, j.speaker.Name, j.steps}
}

const canceller = "module-echo-cancel"

// arguments are compared with those of the module that is there, as text. Tried
// with TestEcho, on a busy machine: extended_filter=1 costs the citizen's voice
// another decibel while both speak; noise_suppression=0, high_pass_filter=0 or a
// rarer adjust_time change it by less than one run differs from the next (but the
// noise of the hall comes through); aec_method=speex lets all of it through, and the
// echo too, of which it took 3 to 9 dB. The digital gain gives back what the
// suppressor takes of the citizen's voice: on a quiet machine -0.9 dB with it, -3.7
// without. The analog one would turn the microphone of the machine up and down.
func arguments(microphone, speaker string) string {
	return strings.Join([]string{
		"source_name=" + Microphone, "sink_name=" + Speaker,
		"source_master=" + microphone, "sink_master=" + speaker,
		"rate=48000", "channels=1", "aec_method=webrtc",
		`aec_args="analog_gain_control=0 digital_gain_control=1"`,
	}, " ")
}

// split keeps the quoted argument whole.
func split(args string) []string {
	head, quoted, _ := strings.Cut(args, " aec_args=")
	return append(strings.Fields(head), "aec_args="+quoted)
}

// loaded gives the arguments of our canceller, "" where there is none.
func (j *job) loaded(ctx context.Context, spoken []device) (string, error) {
	module, ok := ours(spoken)
	if !ok {
		return "", nil
	}
	modules, err := j.p.modules(ctx)
	return modules[module], err
}

func (j *job) unload(ctx context.Context, spoken []device) error {
	module, ok := ours(spoken)
	if !ok {
		return nil
	}
	_, err := j.p.run(ctx, "unload-module", fmt.Sprint(module))
	j.say("the canceller between other devices is gone")
	return err
}

func ours(spoken []device) (module int, ok bool) {
	i := slices.IndexFunc(spoken, func(d device) bool { return d.Name == Speaker })
	if i < 0 {
		return 0, false
	}
	return spoken[i].Module, true
}

// Loud makes the loudspeaker be heard whatever was set before, for an emergency:
// not muted, at full volume, and whoever plays now plays on it, so not on a
// handset that hangs.
func Loud(ctx context.Context, c Config) error {
	p := pactl{server: c.Server}
	s, err := Prepare(ctx, c)
	if err != nil {
		return err
	}
	for _, sink := range slices.Compact([]string{s.BehindSpeaker, s.Speaker}) {
		if _, err := p.run(ctx, "set-sink-mute", sink, "0"); err != nil {
			return err
		}
		if _, err := p.run(ctx, "set-sink-volume", sink, "100%"); err != nil {
			return err
		}
	}
	_, err = p.run(ctx, "set-default-sink", s.Speaker)
	return err
}
