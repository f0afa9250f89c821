package rtccall

import (
	"context"
	_ "embed"
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/coder/websocket"

	"guichet/drivers/camera/camerasim"
	"guichet/kiosk/call"
	"guichet/kiosk/call/sound"
	"guichet/kiosk/call/wire"
)

//go:embed testdata/desk.html
var deskPage []byte

// report is what the page saw and heard of the kiosk since it was loaded.
type report struct {
	Bars, Wrong        int     // pictures with a good bar, and with a bad one
	Latest, Back       int64   // when the last one came, and the first after a gap; ms
	Lag                int     // median of the last 200, ms
	Hz, Level          float64 // of the loudest tone; dB
	Heard, Silent      int     // tenths of a second
	Text, Size, State  string
	Local              string // candidates
	Desk, Decoded      int
	Lost, Nacks        int
	Freezes, Sent      int
	Concealed, Samples int
}

// browser is a real one with the page of testdata as its desk.
type browser struct {
	h       *hub
	program *exec.Cmd
	url     string

	mu   sync.Mutex
	ws   *websocket.Conn
	last report
	n    int // reports
	came chan struct{}
}

func (h *hub) browser(start func(t *testing.T, url string) *exec.Cmd, query string) *browser {
	h.Helper()
	b := &browser{h: h, url: h.web.URL + "/page" + query, came: make(chan struct{}, 9)}
	routes := http.NewServeMux()
	routes.HandleFunc("GET /page", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Write(deskPage)
	})
	routes.HandleFunc("GET /desk", b.serve)
	routes.HandleFunc("POST /report", b.hear)
	h.handler = routes
	h.mu.Lock()
	h.desk = b.say
	h.mu.Unlock()
	b.program = start(h.T, b.url)
	b.program.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := b.program.Start(); err != nil {
		h.Fatal(err)
	}
	h.Cleanup(func() { syscall.Kill(-b.program.Process.Pid, syscall.SIGKILL); b.program.Wait() })
	b.loaded()
	return b
}

// loaded waits for a page.
func (b *browser) loaded() {
	b.h.Helper()
	select {
	case <-b.came:
	case <-time.After(90 * time.Second):
		b.h.Fatal("the browser does not show the page")
	}
}

func (b *browser) serve(w http.ResponseWriter, r *http.Request) {
	ws, err := websocket.Accept(w, r, nil)
	if err != nil {
		return
	}
	defer ws.CloseNow()
	ws.SetReadLimit(wire.MaxMessage)
	b.mu.Lock()
	b.ws = ws
	b.mu.Unlock()
	if b.h.relay != nil {
		b.say(wire.Message{Type: wire.Taken, Relay: b.h.relay})
	}
	b.came <- struct{}{}
	for {
		_, data, err := ws.Read(context.Background())
		if err != nil {
			return
		}
		var m wire.Message
		if err := json.Unmarshal(data, &m); err != nil {
			b.h.Errorf("the page says %s", data)
			return
		}
		if m.Type == wire.Note {
			b.h.Errorf("the page: %s", m.Text)
			continue
		}
		b.h.fromDesk(m)
	}
}

func (b *browser) say(m wire.Message) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.ws != nil {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		b.ws.Write(ctx, websocket.MessageText, m.Write())
	}
}

func (b *browser) hear(_ http.ResponseWriter, r *http.Request) {
	var got report
	if err := json.NewDecoder(r.Body).Decode(&got); err != nil {
		b.h.Errorf("a report: %v", err)
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.last = got
	b.n++
}

// report waits for a new one.
func (b *browser) report() report {
	b.h.Helper()
	b.mu.Lock()
	n := b.n
	b.mu.Unlock()
	var got report
	waitFor(b.h, "a report of the page", func() bool {
		b.mu.Lock()
		defer b.mu.Unlock()
		got = b.last
		return b.n > n+1 // the next one may have begun before
	})
	return got
}

// until waits for a report.
func (b *browser) until(what string, ok func(report) bool) report {
	b.h.Helper()
	for end := time.Now().Add(patience); ; {
		r := b.report()
		if ok(r) {
			return r
		}
		if time.Now().After(end) {
			b.h.Fatalf("the page never says %s: %+v", what, r)
		}
	}
}

func chromium(t *testing.T, url string) *exec.Cmd {
	return exec.Command(program(t, "chromium", "GUICHET_NEED_BROWSER"), "--headless=new", "--no-sandbox", "--disable-dev-shm-usage",
		"--user-data-dir="+t.TempDir(), "--no-first-run", "--disable-gpu", "--mute-audio", "--ignore-certificate-errors",
		"--allow-loopback-in-peer-connection", "--disable-features=WebRtcHideLocalIpsWithMdns",
		"--autoplay-policy=no-user-gesture-required", "--use-fake-ui-for-media-stream", url)
}

func firefox(t *testing.T, url string) *exec.Cmd {
	dir := t.TempDir()
	prefs := `
user_pref("media.peerconnection.ice.loopback", true);
user_pref("media.peerconnection.ice.obfuscate_host_addresses", false);
user_pref("media.autoplay.default", 0);
user_pref("media.autoplay.blocking_policy", 0);
user_pref("media.autoplay.block-webaudio", false);
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("browser.startup.homepage_override.mstone", "ignore");
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("toolkit.telemetry.reportingpolicy.firstRun", false);
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.connectivity-service.enabled", false);
user_pref("app.update.enabled", false);
user_pref("extensions.update.enabled", false);
user_pref("browser.safebrowsing.update.enabled", false);
`
	if err := os.WriteFile(dir+"/user.js", []byte(prefs), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program(t, "firefox-esr", "GUICHET_NEED_FIREFOX"), "--headless", "--no-remote", "--profile", dir, url)
	cmd.Env = append(os.Environ(), "HOME="+dir, "MOZ_HEADLESS=1", "PULSE_SERVER=unix:"+pulse(t))
	return cmd
}

// pulse is a private server with a loudspeaker that nobody hears: without one
// Firefox never begins to make sound.
func pulse(t *testing.T) (socket string) {
	t.Helper()
	dir, err := os.MkdirTemp("", "pulse") // a socket's path is short
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	socket = dir + "/native"
	cmd := exec.Command(program(t, "pulseaudio", "GUICHET_NEED_FIREFOX"), "-n", "--daemonize=no", "--use-pid-file=no", "--exit-idle-time=-1",
		"--disable-shm=yes", "-L", "module-null-sink", "-L", "module-native-protocol-unix auth-anonymous=1 socket="+socket)
	cmd.Env = append(os.Environ(), "HOME="+dir, "XDG_RUNTIME_DIR="+dir, "DBUS_SESSION_BUS_ADDRESS=unix:path="+dir+"/none")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	waitFor(t, "pulseaudio", func() bool { _, err := os.Stat(socket); return err == nil })
	return socket
}

func program(t *testing.T, name, need string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err == nil {
		return path
	}
	if os.Getenv(need) != "" {
		t.Fatalf("no %s", name)
	}
	t.Skipf("no %s", name)
	return ""
}

// eyes watch the desk's picture at the kiosk.
type eyes struct {
	mu     sync.Mutex
	first  time.Time
	latest time.Time
	bars   int
	wrong  int
	last   uint32
	lag    []int
}

func (e *eyes) see(f call.Frame) {
	if f.Empty() {
		return
	}
	luma := func(x, y int) byte { return f.Pix[4*(y*f.Width+x)+1] }
	ms, ok := camerasim.ReadBar(f.Width, f.Height, luma)
	now := time.Now()
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.first.IsZero() {
		e.first = now
	}
	switch {
	case !ok:
		e.wrong++
	case ms != e.last:
		e.bars, e.last, e.latest = e.bars+1, ms, now
		e.lag = append(e.lag, int(uint32(now.UnixMilli())&camerasim.BarMask)-int(ms))
	}
}

type sawn struct {
	bars, wrong, lag int
	latest           time.Time
}

func (e *eyes) saw() sawn {
	e.mu.Lock()
	defer e.mu.Unlock()
	s := sawn{bars: e.bars, wrong: e.wrong, latest: e.latest}
	if n := len(e.lag); n > 0 {
		recent := slices.Clone(e.lag[max(0, n-200):])
		slices.Sort(recent)
		s.lag = recent[len(recent)/2]
	}
	return s
}

// tone is how loud 880 Hz was in the last second at the kiosk, 0 to 1.
func (k kiosk) tone() float64 {
	played := k.sound.Played()
	if len(played) < 48000 {
		return 0
	}
	return sound.Goertzel(played[len(played)-24000:], 48000, 880)
}

// sees wants picture and sound both ways.
func (b *browser) sees(k kiosk, e *eyes) {
	b.h.Helper()
	before, far := e.saw().bars, b.report().Bars
	r := b.until("a picture and 440 Hz", func(r report) bool { return r.Bars > far+30 && r.Hz > 425 && r.Hz < 455 && r.Level > -40 })
	waitFor(b.h, "the desk's picture and tone", func() bool { return e.saw().bars > before+30 && k.tone() > 0.2 })
	b.h.Logf("desk saw %+v", r)
	b.h.Logf("kiosk saw %+v, 880 Hz %.2f", e.saw(), k.tone())
}

// beep is how long after an even second of the clock its beep was heard last.
func (k kiosk) beep() (late time.Duration, ok bool) {
	played, now := k.sound.Played(), time.Now()
	const step = 240 // 5 ms
	quiet := 0
	for i := max(0, len(played)-5*48000); i+step <= len(played); i += step {
		if sound.Goertzel(played[i:i+step], 48000, 2000) < 0.15 {
			quiet++
			continue
		}
		if quiet > 100 {
			heard := now.Add(-time.Duration(len(played)-i) * time.Second / 48000)
			late, ok = time.Duration((heard.UnixMilli()+500)%2000-500)*time.Millisecond, true
		}
		quiet = 0
	}
	return late, ok
}

// How much earlier or later than its picture sound may come before anybody
// notices (ITU-R BT.1359-1).
const early, late = -45 * time.Millisecond, 125 * time.Millisecond

// inStep wants what is heard to fit what is seen.
func (k kiosk) inStep(t *testing.T, e *eyes) {
	t.Helper()
	var behind time.Duration
	waitFor(t, "sound in step with the picture", func() bool {
		time.Sleep(100 * time.Millisecond)
		heard, ok := k.beep()
		behind = heard - e.lately()
		return ok && behind > early && behind < late
	})
	figure(t, "sound is heard %v after its picture is seen (to reach: %v to %v)", behind, early, late)
}

// lately is how late the last second of pictures was shown.
func (e *eyes) lately() time.Duration {
	e.mu.Lock()
	defer e.mu.Unlock()
	recent := slices.Clone(e.lag[max(0, len(e.lag)-30):])
	slices.Sort(recent)
	return time.Duration(recent[len(recent)/2]) * time.Millisecond
}

func bothBrowsers(t *testing.T, story func(t *testing.T, start func(*testing.T, string) *exec.Cmd)) {
	t.Run("chromium", func(t *testing.T) { story(t, chromium) })
	t.Run("firefox", func(t *testing.T) { story(t, firefox) })
}

// watched is a call that somebody watches.
func watched(t *testing.T, k kiosk) (call.Sight, *eyes) {
	t.Helper()
	c := called(t, k)
	e := new(eyes)
	c.Watch(e.see)
	return c, e
}

func TestBrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("it is long")
	}
	bothBrowsers(t, func(t *testing.T, start func(*testing.T, string) *exec.Cmd) {
		h := newHub(t)
		b := h.browser(start, "")
		k := h.phone(nil)
		c, e := watched(t, k)
		b.sees(k, e)
		k.inStep(t, e)

		c.Send("é\b😀")
		b.until("what was typed", func(r report) bool { return r.Text == "é\b😀" })
		heard := make(chan string, 9)
		c.Heard(func(s string) { heard <- s })
		b.say(wire.Message{Type: "type", Text: "bonjour"})
		select {
		case s := <-heard:
			if s != "bonjour" {
				t.Errorf("%q", s)
			}
		case <-time.After(patience):
			t.Error("nothing was typed")
		}
		event(t, c, func(e call.Event) bool { return e.Speaks }) // a tone that begins

		c.Mute(call.Microphone, true)
		c.Mute(call.Camera, true)
		b.until("nothing of the citizen", func(r report) bool { return r.Level < -70 && time.Now().UnixMilli()-r.Latest > 1000 })
		c.Mute(call.Microphone, false)
		c.Mute(call.Camera, false)
		b.sees(k, e)
		c.Hangup()
	})
}
