package miniaudio

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/gen2brain/malgo"

	"guichet/drivers/audio"
)

// Config says which devices.
type Config struct {
	// Microphone and Speaker are ids, see [List]. "" is the machine's own choice.
	Microphone, Speaker string
	// Server is that of PulseAudio ("unix:/run/guichet/pulse/native"), and no
	// other way is tried. "" is the user's, else ALSA.
	Server string
}

// Device is a microphone and a loudspeaker of this machine.
type Device struct {
	config Config

	mu     sync.Mutex
	lib    *malgo.AllocatedContext // kept while it answers
	loaded time.Time
	open   *stream
}

// New opens nothing yet.
func New(c Config) *Device { return &Device{config: c} }

// Ready implements [audio.Sound]. It asks the sound server, which takes some ms.
func (d *Device) Ready() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.ready()
}

// anew is how long a connection that does not know the devices is kept: it may be
// ALSA's, from a time when PulseAudio was not there yet.
const anew = 10 * time.Second

// ready looks for the devices, through a new connection where the old one does
// not answer.
func (d *Device) ready() error {
	if d.lib != nil {
		err := d.look()
		if err == nil || d.open != nil || errors.Is(err, errMissing) && time.Since(d.loaded) < anew {
			return err // what is open was made by this connection
		}
		d.forget()
	}
	lib, err := load(d.config)
	if err != nil {
		return err
	}
	d.lib, d.loaded = lib, time.Now()
	return d.look()
}

func (d *Device) look() error {
	if err := there(d.lib, malgo.Capture, d.config.Microphone); err != nil {
		return err
	}
	return there(d.lib, malgo.Playback, d.config.Speaker)
}

func (d *Device) forget() {
	if d.lib != nil {
		unload(d.lib)
		d.lib = nil
	}
}

// Open implements [audio.Sound].
func (d *Device) Open(ctx context.Context) (audio.Stream, error) {
	if err := d.await(ctx); err != nil {
		return nil, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.open != nil {
		return nil, audio.ErrBusy
	}
	if err := d.ready(); err != nil {
		return nil, err
	}
	s, err := begin(d)
	if err != nil {
		d.forget()
		return nil, err
	}
	d.open = s
	stop := context.AfterFunc(ctx, func() { s.end(audio.ErrClosed) })
	go func() { defer stop(); s.watch() }()
	return s, nil
}

// await waits for a stream that ended to let go of its devices.
func (d *Device) await(ctx context.Context) error {
	d.mu.Lock()
	s := d.open
	d.mu.Unlock()
	if s == nil || !s.ended() {
		return ctx.Err()
	}
	select {
	case <-s.free:
	case <-ctx.Done():
	case <-time.After(closeWait):
	}
	return ctx.Err()
}

// closed is told by a stream once its devices are free again.
func (d *Device) closed() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.open = nil
}

// Close lets go of the sound server. Nothing of it may be open.
func (d *Device) Close() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.open != nil {
		return audio.ErrBusy
	}
	d.forget()
	return nil
}

var _ audio.Sound = (*Device)(nil)
