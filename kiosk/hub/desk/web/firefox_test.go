package web_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"guichet/kiosk/call/wire"
	"guichet/kiosk/hub/browsertest"
)

// firefox is a Firefox without a window, steered by Marionette: a message is its
// length, a colon, and [0, id, command, parameters]; the answer [1, id, error,
// result] (Firefox Source Docs, Marionette, "Protocol").
type firefox struct {
	*testing.T
	conn net.Conn
	in   *bufio.Reader
	last int
}

// preferences give a false camera and microphone without asking, and let WebRTC
// use 127.0.0.1.
const preferences = `user_pref("media.navigator.streams.fake", true);
user_pref("media.navigator.permission.disabled", true);
user_pref("media.peerconnection.ice.loopback", true);
user_pref("media.peerconnection.ice.obfuscate_host_addresses", false);
user_pref("media.autoplay.default", 0);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("app.update.enabled", false);
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("marionette.port", %d);
`

// newFirefox opens one; GUICHET_NEED_FIREFOX=1 makes it a fault that there is
// none.
func newFirefox(t *testing.T) *firefox {
	t.Helper()
	program, err := exec.LookPath("firefox-esr")
	if err != nil {
		if os.Getenv("GUICHET_NEED_FIREFOX") == "1" {
			t.Fatal("no firefox-esr: apt install firefox-esr")
		}
		t.Skip("no firefox-esr")
	}
	port, profile := freePort(t), t.TempDir()
	if err := os.WriteFile(filepath.Join(profile, "user.js"), fmt.Appendf(nil, preferences, port), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cmd := exec.CommandContext(ctx, program, "--headless", "--marionette", "--no-remote", "--profile", profile, "--width", "1280", "--height", "800")
	cmd.Env = append(os.Environ(), "HOME="+profile, "MOZ_CRASHREPORTER_DISABLE=1")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	f := &firefox{T: t}
	t.Cleanup(func() {
		if f.conn != nil {
			_, _ = f.ask("Marionette:Quit", map[string]any{})
			f.conn.Close()
		}
		time.AfterFunc(10*time.Second, cancel)
		_ = cmd.Wait()
		cancel()
	})
	f.dial(port)
	return f
}

func freePort(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

func (f *firefox) dial(port int) {
	f.Helper()
	browsertest.Until(f.T, "Firefox listens", func() bool {
		conn, err := net.Dial("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
		f.conn = conn
		return err == nil
	})
	f.in = bufio.NewReader(f.conn)
	if _, err := f.read(); err != nil { // it presents itself
		f.Fatal(err)
	}
	f.do("WebDriver:NewSession", map[string]any{"capabilities": map[string]any{}})
}

func (f *firefox) read() (data []byte, err error) {
	head, err := f.in.ReadString(':')
	if err != nil {
		return nil, err
	}
	n, err := strconv.Atoi(strings.TrimSuffix(head, ":"))
	if err != nil {
		return nil, err
	}
	data = make([]byte, n)
	_, err = io.ReadFull(f.in, data)
	return data, err
}

// ask runs a command; the error is Firefox's.
func (f *firefox) ask(command string, parameters map[string]any) (json.RawMessage, error) {
	f.last++
	data, err := json.Marshal([]any{0, f.last, command, parameters})
	if err != nil {
		return nil, err
	}
	_ = f.conn.SetDeadline(time.Now().Add(patience))
	if _, err = fmt.Fprintf(f.conn, "%d:%s", len(data), data); err != nil {
		return nil, err
	}
	if data, err = f.read(); err != nil {
		return nil, err
	}
	var answer [4]json.RawMessage
	if err := json.Unmarshal(data, &answer); err != nil {
		return nil, err
	}
	if string(answer[2]) != "null" {
		return nil, fmt.Errorf("%s: %.300s", command, answer[2])
	}
	return answer[3], nil
}

func (f *firefox) do(command string, parameters map[string]any) json.RawMessage {
	f.Helper()
	result, err := f.ask(command, parameters)
	if err != nil {
		f.Fatal(err)
	}
	return result
}

// js gives the value of an expression of the page.
func (f *firefox) js(expression string) any {
	f.Helper()
	var is struct{ Value any }
	result := f.do("WebDriver:ExecuteScript", map[string]any{"script": "return (" + expression + ")", "args": []any{}})
	if err := json.Unmarshal(result, &is); err != nil {
		f.Fatal(err)
	}
	return is.Value
}

func (f *firefox) holds(what, expression string) {
	f.Helper()
	browsertest.Until(f.T, what, func() bool { return f.js("!!("+expression+")") == true })
}

func (f *firefox) says(sentence string) {
	f.Helper()
	f.holds(sentence, fmt.Sprintf("document.body.innerText.replace(/[\\u00a0\\u202f]/g, ' ').includes(%q)", sentence))
}

// press sends keys to whatever has the focus; those of WebDriver have code points
// of their own (WebDriver, section 17.4.2).
func (f *firefox) press(keys string) {
	f.Helper()
	var all []map[string]any
	for _, k := range keys {
		all = append(all, map[string]any{"type": "keyDown", "value": string(k)}, map[string]any{"type": "keyUp", "value": string(k)})
	}
	f.do("WebDriver:PerformActions", map[string]any{"actions": []any{map[string]any{"type": "key", "id": "keys", "actions": all}}})
}

const (
	foxTab   = "\ue004"
	foxEnter = "\ue007"
	foxF2    = "\ue032"
	foxF9    = "\ue039"
)

func (f *firefox) tabTo(selector string) {
	f.Helper()
	for range 80 {
		f.press(foxTab)
		if f.js(fmt.Sprintf("document.activeElement.matches(%q)", selector)) == true {
			return
		}
	}
	f.Fatalf("the tab key does not reach %s", selector)
}

// TestFirefox: duty, the call with pictures and sound both ways, text, a reload,
// the end, in Firefox.
func TestFirefox(t *testing.T) {
	if testing.Short() {
		t.Skip("it is long")
	}
	w := newWorld(t)
	f := newFirefox(t)
	f.do("WebDriver:Navigate", map[string]any{"url": w.site.URL + "/porte/camille"})
	f.says("Relié au serveur")
	f.tabTo("[data-duty]")
	f.press(foxEnter)
	w.hub.heard(wire.Duty)
	w.hub.ring(waits(), other())
	f.says("Répondre (F2)")
	f.press(foxF2)
	f.connected(w)
	f.says("Bonne liaison.")
	f.tabTo("[data-talk-own]")
	f.press("Bonjour")
	browsertest.Until(t, "the kiosk reads each letter", func() (ok bool) {
		w.kiosk.read(func() { ok = w.kiosk.got.text == "Bonjour" })
		return ok
	})
	w.kiosk.write("Bonsoir")
	f.says("Bonsoir")
	f.picture("20-firefox")
	f.do("WebDriver:Refresh", map[string]any{})
	w.hub.heard(wire.Renew)
	f.connected(w)
	f.press(foxF9)
	f.says("Vous avez raccroché.")
	if n := f.js(`document.querySelectorAll("#contenu video").length`); n != 0.0 {
		t.Errorf("%v pictures stayed", n)
	}
}

// barMoves looks at the pixels: Firefox counts no frames of a stream while it has
// no window. The bar is at the foot of the picture and nearly white.
const barMoves = `(() => {
	const video = document.querySelector("[data-far]"), c = document.createElement("canvas");
	if (!video?.videoWidth) { return false; }
	c.width = 320; c.height = 240;
	c.getContext("2d").drawImage(video, 0, 0);
	const row = c.getContext("2d").getImageData(0, 233, 320, 1).data;
	let n = 0;
	for (let i = 0; i < 320; i++) { if (row[4 * i] > 190) { n++; } }
	const bars = document.bars ??= new Set();
	if (n > 0) { bars.add(n); }
	return bars.size > 3;
})()`

func (f *firefox) connected(w *world) {
	f.Helper()
	f.holds("the bar grows in the kiosk's picture", barMoves)
	f.holds("the kiosk's tone is heard", `!document.querySelector("[data-far-speaks]").hidden`)
	w.bothWays()
}

// picture keeps a picture of the window, in the folder GUICHET_PICTURES.
func (f *firefox) picture(name string) {
	f.Helper()
	dir := os.Getenv("GUICHET_PICTURES")
	if dir == "" {
		return
	}
	var is struct{ Value []byte } // base 64 in JSON
	if err := json.Unmarshal(f.do("WebDriver:TakeScreenshot", map[string]any{"full": false}), &is); err != nil {
		f.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name+".png"), is.Value, 0o644); err != nil {
		f.Fatal(err)
	}
}
