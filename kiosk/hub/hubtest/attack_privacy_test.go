package hubtest

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"guichet/forms"
	"guichet/kiosk/event/eventtest"
	"guichet/kiosk/hub"
	"guichet/kiosk/hub/store"
	"guichet/kiosk/inbox"
)

// planted is what a citizen typed: invented, and found nowhere else.
var planted = []string{
	"Quatrebarbès-Zéphyrin", "ZULÉIKA-PÉTRONILLE", "0639989123", "17 impasse du Canari bleu",
	"zuleika.canari@exemple.invalid", "FR7630006000011234567890189", "299129999999966", "allergie à la zédoaire",
}

// typed is a visit that holds all of it: as it was typed, as it was shown, in the
// question of the person's own page, and in what was worked out.
func typed() []forms.Entry {
	var all []forms.Entry
	for i, s := range planted {
		all = append(all, forms.Entry{
			Page: fmt.Sprintf("page_%d", i), Type: forms.ShortText, Label: "Question " + s + " ?",
			Answer: forms.Answer{State: forms.Given, Fields: map[string]string{"": s, "raw": strings.ToLower(s)}}, Shown: []string{s},
		})
	}
	return all
}

// forms of writing in which a planted word may hide in a file.
func disguises(s string) map[string][]byte {
	all := map[string][]byte{
		"as it is": []byte(s), "in capitals": []byte(strings.ToUpper(s)), "in small letters": []byte(strings.ToLower(s)),
		"in hexadecimal": []byte(hex.EncodeToString([]byte(s))), "in JSON": bytes.Trim([]byte(fmt.Sprintf("%+q", s)), `"`),
		"in UTF-16": utf16of(s),
	}
	for shift := range 3 { // base64 has three ways to write what stands in the middle of something
		text := base64.RawStdEncoding.EncodeToString([]byte(strings.Repeat("x", shift) + s))
		all[fmt.Sprint("in base64, ", shift)] = []byte(text[4 : len(text)-3])
	}
	return all
}

func utf16of(s string) (out []byte) {
	for _, r := range s {
		out = append(out, byte(r), byte(r>>8))
	}
	return out
}

// found lists the planted words in some bytes.
func found(data []byte) (hits []string) {
	for _, s := range planted {
		for how, what := range disguises(s) {
			if bytes.Contains(data, what) {
				hits = append(hits, fmt.Sprintf("%s, %s", s, how))
			}
		}
	}
	return hits
}

// nowhere fails where a folder, down to its last file, holds a planted word in
// its files or in their names; files is how many there must be at least.
func nowhere(t *testing.T, folder string, files int) {
	t.Helper()
	n := 0
	check(t, filepath.WalkDir(folder, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		n++
		data, err := os.ReadFile(name)
		if hits := found(append(data, name...)); len(hits) > 0 {
			t.Errorf("%s holds %v", filepath.Base(name), hits)
		}
		return err
	}))
	if n < files {
		t.Errorf("only %d files were looked at", n)
	}
}

// trace keeps what goes over the wire, both ways, as whoever holds the
// certificate sees it.
type trace struct{ eventtest.Log }

// through writes a request and its answer down, and lets both pass.
func (c *trace) through(next http.Handler) lie {
	return func(w http.ResponseWriter, r *http.Request) bool {
		body, _ := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(body))
		fmt.Fprintln(c, r.Method, r.URL, r.Header)
		c.Write(body)
		next.ServeHTTP(tee{w, c}, r)
		return true
	}
}

type tee struct {
	http.ResponseWriter
	to io.Writer
}

func (t tee) Write(b []byte) (int, error) {
	fmt.Fprintln(t.to, t.Header())
	t.to.Write(b)
	return t.ResponseWriter.Write(b)
}

func (t tee) Unwrap() http.ResponseWriter { return t.ResponseWriter }

// What a citizen types is readable by the town hall, and by nobody and nothing
// on the way: not in a file of the kiosk, not on the wire, not in the hub's
// database and its journal, not in a log, not in an error, not with a connector.
func TestNothingPersonalIsInClear(t *testing.T) {
	log, wires := &logBook{}, &trace{}
	connector := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { io.Copy(wires, r.Body) }))
	defer connector.Close()
	h := New(t, unlimited, func(c *hub.Config) {
		one, err := hub.NewConnector("gru", connector.URL, base64.StdEncoding.EncodeToString(make([]byte, 32)))
		check(t, err)
		c.Connectors, c.Log = []hub.Connector{one}, log.logger()
	})
	b := newBetween(t, h)
	k := newTerminal(t, h, b.URL, b.ca)
	var faults []string
	note := func(err error) { faults = append(faults, fmt.Sprintf("%v %+v", err, err)) }

	// It waits on the disk, is refused in every way, and waits on.
	id := k.handIn(t, 1, typed()...)
	k.handIn(t, 2, typed()...)
	note(k.spool.Put(t.Context(), forms.Submission{ID: id, Reference: "000000003 A", Pack: PackID, Version: "1.0.0", At: time.Now(), KeepDays: 1, Entries: typed()}))
	note(k.spool.Put(t.Context(), forms.Submission{ID: strings.Repeat("0", 32), Reference: "000000001 A", Pack: PackID, Version: "1.0.0", At: time.Now(), KeepDays: 1, Entries: typed()}))
	nowhere(t, k.dir, 3)
	var refusals atomic.Int64
	b.lies(func(w http.ResponseWriter, r *http.Request) bool {
		status := []int{500, 503, 429, 403}[refusals.Add(1)%4]
		return wires.through(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { says(status, nil, problemOf(status, "busy"))(w, r) }))(w, r)
	})
	end := k.run(t)
	for range 5 {
		k.Saved()
		time.Sleep(50 * time.Millisecond)
	}
	b.lies(wires.through(h.Hub))
	eventually(t, "both are delivered", func() bool { k.Saved(); return k.waiting(t) == 0 })
	eventually(t, "the connector has heard of both", func() bool { return strings.Count(string(wires.Bytes()), "submission.received") >= 2 })
	nowhere(t, k.dir, 3)
	nowhere(t, h.Folder, 1) // while it is open: the journal beside it

	// An agent reads them; what he asks for is on no wire in clear either.
	all := readAs(t, h, k, wires, note)
	if len(all) != 2 {
		t.Fatalf("%d submissions were read", len(all))
	}
	var csv bytes.Buffer
	check(t, inbox.CSV(&csv, all, time.UTC))
	for _, s := range planted {
		if !bytes.Contains(csv.Bytes(), []byte(s)) {
			t.Errorf("the export lacks %s: the search shows nothing", s)
		}
	}

	end()
	k.stop()
	h.Stop()
	nowhere(t, k.dir, 2)
	nowhere(t, h.Folder, 1)
	for where, data := range map[string][]byte{
		"the wire": wires.Bytes(), "the kiosk's log": []byte(k.log.String()), "the hub's log": []byte(log.String()),
		"errors": []byte(strings.Join(faults, "\n")),
	} {
		if hits := found(data); len(hits) > 0 || len(data) == 0 {
			t.Errorf("%s, %d bytes: %v", where, len(data), hits)
		}
	}
}

// readAs is an agent with the town's key, and somebody with another, and the
// lists that anybody of the staff may see.
func readAs(t *testing.T, h *Hub, k *terminal, wires io.Writer, note func(error)) (all []forms.Submission) {
	t.Helper()
	token := h.Token(t, store.RoleAgent)
	for _, path := range []string{"inbox?town=" + Town, "history?town=" + Town, "kiosks?town=" + Town} {
		res := ask(t, h, h.Token(t, store.RoleAdmin), "GET", path, nil)
		io.Copy(wires, res.Body)
		res.Body.Close()
	}
	rec := httptest.NewRecorder()
	h.Metrics().ServeHTTP(rec, httptest.NewRequest("GET", "/metrics", nil))
	rec.Body.WriteTo(wires)
	items, err := h.Store.Items(t.Context(), store.Query{Town: Town})
	check(t, err)
	for _, i := range items {
		res := ask(t, h, token, "GET", "inbox/"+i.ID+"/ciphertext", nil)
		data, err := io.ReadAll(io.TeeReader(res.Body, wires))
		check(t, err)
		res.Body.Close()
		s, err := inbox.Open(i.Header, data, k.key)
		check(t, err)
		all = append(all, s)
		_, err = inbox.Open(i.Header, data[:len(data)-1], k.key)
		note(err)
		other := i.Header
		other.Reference = "000000009 A"
		_, err = inbox.Open(other, data, k.key)
		note(err)
	}
	return all
}

// The search itself finds each word in each disguise.
func TestTheSearchFinds(t *testing.T) {
	for _, s := range planted {
		for how, what := range disguises(s) {
			if len(what) < 7 || len(found(bytes.Join([][]byte{{1, 2, 3}, what, {4}}, nil))) == 0 {
				t.Errorf("%s %s is not found", s, how)
			}
		}
		for shift := range 3 {
			text := base64.StdEncoding.EncodeToString([]byte(strings.Repeat("y", shift) + s + "and more"))
			if len(found([]byte(text))) == 0 {
				t.Errorf("%s in base64 after %d bytes is not found", s, shift)
			}
		}
	}
}
