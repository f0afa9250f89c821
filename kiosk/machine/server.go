package machine

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"time"

	"guichet/kiosk/event"
)

// Options is what the helper works with. The zero value is that of a machine
// whose kiosk runs as root.
type Options struct {
	// Root is the folder that stands for /: its sys, dev, proc and run. Default: /.
	Root string
	// Allow are the users that may ask, besides root.
	Allow []uint32
	// Group is who may read the stick, besides root.
	Group int
	// Mounter mounts the stick. Default: mount(2).
	Mounter Mounter
	// Power restarts ("reboot") or shuts down ("poweroff") the machine. Default:
	// systemctl.
	Power func(ctx context.Context, verb string) error
	// SetClock sets the clock of the machine. Default: clock_settime(2), and the
	// one that runs on its battery.
	SetClock func(time.Time) error
	// Built is about when the program was made: the clock is never set farther
	// than twenty years from it. Zero: no clock is set.
	Built time.Time
	Log   *slog.Logger
}

// What one request may take: bytes of a body that is no file, and times. A stick
// that was just let in needs seconds; a slow one, minutes for 16 MB, has not so
// long.
const (
	maxBody     = 1 << 10
	maxHeader   = 4 << 10
	headerTime  = 2 * time.Second
	requestTime = 20 * time.Second
	answerTime  = 60 * time.Second
	leaveTime   = 2 * time.Second
)

// Serve answers on l, a listener on a unix socket, until ctx ends; then it lets
// the stick go. An error is that of the listener.
func Serve(ctx context.Context, l net.Listener, o Options) error {
	o.defaults()
	h := helper{o: o, stick: newKeeper(o)}
	h.stick.reset()
	defer h.leave()
	server := &http.Server{
		Handler: h.verbs(), MaxHeaderBytes: maxHeader,
		ReadHeaderTimeout: headerTime, ReadTimeout: requestTime, WriteTimeout: answerTime, IdleTimeout: headerTime,
		ErrorLog: slog.NewLogLogger(o.Log.Handler(), slog.LevelDebug),
	}
	stopped := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(stopped)
		late, cancel := context.WithTimeout(context.WithoutCancel(ctx), leaveTime)
		defer cancel()
		if server.Shutdown(late) != nil {
			server.Close()
		}
	})
	err := server.Serve(guard(l, o.Allow, o.Log))
	if !stop() {
		<-stopped
	}
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

// leave lets the stick go, unless it hangs: the next helper does it then.
func (h helper) leave() {
	ctx, cancel := context.WithTimeout(context.Background(), lastTurn)
	defer cancel()
	if err := h.stick.eject(ctx); err != nil && ctx.Err() == nil {
		h.o.Log.Error(string(event.HelperFailed), "error", err)
	}
}

func (o *Options) defaults() {
	o.Root = cmp.Or(o.Root, "/")
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Mounter == nil {
		o.Mounter = kernel{group: o.Group}
	}
	if o.Power == nil {
		o.Power = systemctl
	}
	if o.SetClock == nil {
		o.SetClock = setClock
	}
}

// at is a path below the folder that stands for /.
func (o *Options) at(path string) string { return filepath.Join(o.Root, path) }

// helper answers the verbs.
type helper struct {
	o     Options
	stick *keeper
}

// verbs is all that can be asked.
func (h helper) verbs() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /stick", h.getStick)
	mux.HandleFunc("PUT /stick/{name}", h.putFile)
	mux.HandleFunc("DELETE /stick", h.deleteStick)
	mux.HandleFunc("POST /power/reboot", h.power("reboot"))
	mux.HandleFunc("POST /power/off", h.power("poweroff"))
	mux.HandleFunc("POST /clock", h.setClock)
	mux.HandleFunc("GET /brightness", h.getBrightness)
	mux.HandleFunc("PUT /brightness", h.setBrightness)
	return mux
}

func (h helper) getStick(w http.ResponseWriter, r *http.Request) {
	s, err := h.stick.stick(r.Context())
	h.answer(w, s, err)
}

// putFile reads the file before it touches the stick: who sends slowly does not
// keep it open for writing.
func (h helper) putFile(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	if !fileName.MatchString(name) {
		h.answer(w, nil, ErrName)
		return
	}
	data, err := whole(r)
	if err != nil {
		w.Header().Set("Connection", "close") // what is on its way is not waited for
		h.answer(w, nil, err)
		return
	}
	h.answer(w, nil, h.stick.write(r.Context(), name, data))
}

// whole reads a file whose length was said: no more memory is taken than that.
func whole(r *http.Request) ([]byte, error) {
	switch {
	case r.ContentLength < 0:
		return nil, errBody
	case r.ContentLength > MaxFile:
		return nil, ErrTooLarge
	}
	data := make([]byte, r.ContentLength)
	if _, err := io.ReadFull(r.Body, data); err != nil {
		return nil, errBody
	}
	return data, nil
}

func (h helper) deleteStick(w http.ResponseWriter, r *http.Request) {
	h.answer(w, nil, h.stick.eject(r.Context()))
}

func (h helper) power(verb string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		h.o.Log.Info(string(event.HelperPower), "verb", verb)
		h.answer(w, nil, h.o.Power(r.Context(), verb))
	}
}

func (h helper) setClock(w http.ResponseWriter, r *http.Request) {
	var body clockBody
	err := decode(w, r, &body)
	if err == nil {
		err = h.o.clock(body.Time)
	}
	h.answer(w, nil, err)
}

func (h helper) getBrightness(w http.ResponseWriter, _ *http.Request) {
	percent, err := h.o.brightness()
	h.answer(w, brightnessBody{percent}, err)
}

func (h helper) setBrightness(w http.ResponseWriter, r *http.Request) {
	var body brightnessBody
	err := decode(w, r, &body)
	if err == nil {
		err = h.o.setBrightness(body.Percent)
	}
	h.answer(w, nil, err)
}

var errBody = errors.New("machine: the request was not understood")

// decode takes one small object and nothing beside it.
func decode(w http.ResponseWriter, r *http.Request, into any) error {
	d := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBody))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return unread(err)
	}
	if _, err := d.Token(); err != io.EOF {
		return errBody
	}
	return nil
}

func unread(err error) error {
	if large := (*http.MaxBytesError)(nil); errors.As(err, &large) {
		return ErrTooLarge
	}
	return errBody
}

// answer sends v, or nothing where it is nil, or the error.
func (h helper) answer(w http.ResponseWriter, v any, err error) {
	name, status := nameOf(err)
	switch {
	case errors.Is(err, errBody):
		status = http.StatusBadRequest
	case err != nil && name == "":
		h.o.Log.Error(string(event.HelperFailed), "error", err)
	case err == nil && v == nil:
		w.WriteHeader(http.StatusNoContent)
		return
	}
	if err != nil {
		v = failure{name}
	} else {
		status = http.StatusOK
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(v)
}
