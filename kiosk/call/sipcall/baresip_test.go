package sipcall

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"guichet/kiosk/call/sound"
)

// baresip is the phone of an agent, who says 600 Hz. Who is called decides the
// codec: camille PCMA, opus Opus, secret and secretopus the same with SRTP alone.
const baresipConf = `
sip_listen IP:5070
audio_source ausine,600
audio_player aubridge,x
audio_alert aubridge,y
ausrc_srate 48000
auplay_srate 48000
ausrc_channels 2
auplay_channels 2
module_path /usr/lib/baresip/modules
module g711.so
module opus.so
module ausine.so
module aubridge.so
module sndfile.so
module srtp.so
module_tmp account.so
module_app menu.so
module_app ctrl_tcp.so
ctrl_tcp_listen IP:4444
snd_path DIR
`

// agent is a baresip that runs.
type agent struct {
	w    *town
	conn net.Conn

	mu     sync.Mutex
	events []map[string]any
}

func (w *town) agent() *agent {
	w.t.Helper()
	must(w.t, os.MkdirAll(w.path("agent"), 0o700))
	must(w.t, os.MkdirAll(w.path("heard"), 0o700))
	w.write("agent/config", strings.NewReplacer("IP", townIP, "DIR", w.path("heard")).Replace(baresipConf))
	var accounts string
	for user, more := range map[string]string{
		"camille": "audio_codecs=PCMA", "opus": "audio_codecs=opus/48000/2",
		"secret": "audio_codecs=PCMA;mediaenc=srtp-mand", "secretopus": "audio_codecs=opus/48000/2;mediaenc=srtp-mand",
	} {
		accounts += fmt.Sprintf("<sip:%s@%s>;auth_user=%[1]s;auth_pass=sésame;answermode=auto;regint=60;%[3]s\n", user, townIP, more)
	}
	w.write("agent/accounts", accounts)
	w.write("agent/contacts", "")
	w.start("baresip", "-f", w.path("agent"), "-v")
	a := &agent{w: w}
	until(w.t, "baresip listens", func() (ok bool) {
		c, err := net.Dial("tcp", townIP+":4444")
		a.conn = c
		return err == nil
	})
	done := make(chan struct{})
	go func() { defer close(done); a.listen() }()
	w.t.Cleanup(func() { _ = a.conn.Close(); <-done })
	a.registered(4)
	return a
}

// registered waits until n accounts are known at the exchange.
func (a *agent) registered(n int) {
	a.w.t.Helper()
	until(a.w.t, "the agents are registered", func() bool {
		a.command("reginfo", "")
		time.Sleep(100 * time.Millisecond)
		return a.said("\x1b[32mOK", n) || a.said("OK ", n)
	})
}

func (a *agent) said(word string, n int) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, e := range a.events {
		if data, _ := e["data"].(string); strings.Count(data, word) >= n {
			return true
		}
	}
	return false
}

// listen reads netstrings: "12:{"event":…},".
func (a *agent) listen() {
	r := bufio.NewReader(a.conn)
	for {
		var n int
		if _, err := fmt.Fscanf(r, "%d:", &n); err != nil {
			return
		}
		buf := make([]byte, n+1)
		if _, err := io.ReadFull(r, buf); err != nil {
			return
		}
		var e map[string]any
		if json.Unmarshal(buf[:n], &e) == nil {
			a.mu.Lock()
			a.events = append(a.events, e)
			a.mu.Unlock()
		}
	}
}

func (a *agent) command(name, params string) {
	a.w.t.Helper()
	data, err := json.Marshal(map[string]string{"command": name, "params": params})
	must(a.w.t, err)
	_, err = fmt.Fprintf(a.conn, "%d:%s,", len(data), data)
	must(a.w.t, err)
}

// keys are those that the agent's phone took.
func (a *agent) keys() (word string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, e := range a.events {
		if e["type"] == "CALL_DTMF_START" {
			word += fmt.Sprint(e["param"])
		}
	}
	return word
}

// heard is how loud a tone was in what the agent heard last, once his phone
// wrote it down.
func (a *agent) heard(t testing.TB, freq float64) float64 {
	t.Helper()
	files, err := filepath.Glob(a.w.path("heard/*dec.wav"))
	must(t, err)
	if len(files) == 0 {
		t.Fatal("the agent's phone wrote nothing down")
	}
	slices.SortFunc(files, func(x, y string) int { return int(modified(t, x).Sub(modified(t, y))) })
	data, err := os.ReadFile(files[len(files)-1])
	must(t, err)
	if len(data) < 44 {
		t.Fatalf("%s has %d bytes", files[len(files)-1], len(data))
	}
	channels, rate := int(binary.LittleEndian.Uint16(data[22:])), int(binary.LittleEndian.Uint32(data[24:]))
	var pcm []int16
	for i := 44; i+1 < len(data); i += 2 * channels {
		pcm = append(pcm, int16(binary.LittleEndian.Uint16(data[i:])))
	}
	loudest := 0.0
	for from := 0; from+rate/10 <= len(pcm); from += rate / 10 {
		loudest = max(loudest, sound.Goertzel(pcm[from:from+rate/10], rate, freq))
	}
	return loudest
}

func modified(t testing.TB, path string) time.Time {
	info, err := os.Stat(path)
	must(t, err)
	return info.ModTime()
}
