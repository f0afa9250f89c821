package fleet_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"guichet/kiosk/fleet/wire"
	"guichet/kiosk/hub/hubtest"
	"guichet/kiosk/hub/store"
)

// repository is every file that a hub serves.
func repository(t *testing.T, h *hubtest.Hub) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	paths, err := h.Store.Paths(t.Context(), "")
	need(t, err)
	for _, path := range paths {
		files[path], _, err = h.Store.File(t.Context(), path)
		need(t, err)
	}
	return files
}

// setBack puts old files in the place of those that a hub has, as an old backup
// does, and starts it again.
func setBack(t *testing.T, h *hubtest.Hub, old map[string][]byte) {
	t.Helper()
	changes := map[string][]byte{}
	for path := range repository(t, h) {
		changes[path] = old[path] // nil removes
	}
	base, err := h.Store.FilesRevision(t.Context())
	need(t, err)
	_, err = h.Store.ChangeFiles(t.Context(), base, changes)
	need(t, err)
	h.Restart(t)
}

func stampOf(t *testing.T, files map[string][]byte) int64 {
	t.Helper()
	var stamp struct{ Signed struct{ Version int64 } }
	need(t, json.Unmarshal(files["metadata/timestamp.json"], &stamp))
	return stamp.Signed.Version
}

// The hub is set back to the backup of the night. Its page says so, for the
// kiosk knows more, until the town has published again.
func TestTheHubIsSetBack(t *testing.T) {
	h := hubtest.New(t)
	k := enrolled(t, h, store.StageTest)
	backup := repository(t, h)
	h.Publish(t, "1.1.0")
	_, err := h.StartRollout(t.Context(), h.Admin, hubtest.Town, hubtest.PackID, "1.1.0", true)
	need(t, err)
	eventually(t, "the revision is offered", func() bool { return k.menu() == "cantine 1.1.0" })
	newest := repository(t, h)
	setBack(t, h, backup)
	says := func(word string) bool {
		k.Changed()
		row, err := h.Store.Kiosk(t.Context(), k.Identity().Kiosk)
		need(t, err)
		return strings.Contains(fmt.Sprint(row.Beat.Alerts), word)
	}
	eventually(t, "the kiosk says that the hub is older", func() bool { return says(wire.AlertHubOlder) })
	if k.menu() != "cantine 1.1.0" {
		t.Errorf("it offers %q", k.menu())
	}
	eventually(t, "the clock is past the numbers of this test, which publishes faster than people do",
		func() bool { return time.Now().Unix() > stampOf(t, newest) })
	h.Publish(t, "1.1.0")
	eventually(t, "the kiosk is content", func() bool { return !says(wire.AlertHubOlder) })
}
