package trust_test

import (
	"bytes"
	"testing"

	"guichet/forms/pack/trust"
)

// A root is one that is whole and that enough of its keys have signed, however old.
func TestWhatIsARoot(t *testing.T) {
	w := newWorld(t)
	good := w.signRoot("root-1", "root-2")
	for name, data := range map[string][]byte{
		"nothing": nil, "text": []byte("root"), "no root": []byte("{}"), "half": good[:len(good)/2],
		"null": []byte(`{"signed":null,"signatures":[]}`), "one key of two": w.signRoot("root-1"),
		"a letter changed": bytes.Replace(good, []byte("2026"), []byte("2025"), 1),
		"of another kind":  sign(t, w.stamp, "timestamp-1"),
	} {
		if trust.CheckRoot(data) == nil {
			t.Errorf("%s is taken for a root", name)
		}
	}
	if err := trust.CheckRoot(good); err != nil {
		t.Error(err)
	}
}
