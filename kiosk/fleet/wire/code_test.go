package wire_test

import (
	"errors"
	"strings"
	"testing"

	"guichet/kiosk/fleet/wire"
)

func TestCode(t *testing.T) {
	root := []byte(`{"signed":{}}`)
	hub := []byte("the key of the hub")
	c := wire.NewCode(root, hub, "04999")
	if len(c.String()) != 29 || len(c.Secret) != 8 {
		t.Fatalf("%q, secret %q", c, c.Secret)
	}
	for _, typed := range []string{
		c.String(), strings.ToLower(c.String()), " " + strings.ReplaceAll(c.String(), "-", " "),
		strings.ReplaceAll(strings.ReplaceAll(c.String(), "0", "o"), "1", "l"),
	} {
		got, err := wire.ReadCode(typed)
		if err != nil || got != c {
			t.Errorf("%q: %v, %v", typed, got, err)
		}
	}
	if !c.Proves(root, hub, "04999") {
		t.Error("a code does not prove its own hub")
	}
	for name, proves := range map[string]bool{
		"another root":     c.Proves([]byte("another root"), hub, "04999"),
		"another hub":      c.Proves(root, []byte("another key"), "04999"),
		"another town":     c.Proves(root, hub, "06088"),
		"a byte that went": c.Proves(append([]byte(nil), root[:len(root)-1]...), append([]byte{root[len(root)-1]}, hub...), "04999"),
		"no code":          wire.EnrolmentCode{}.Proves(root, hub, "04999"),
	} {
		if proves {
			t.Errorf("%s is proved", name)
		}
	}
}

func TestCodeRefused(t *testing.T) {
	for _, typed := range []string{"", "8ZK3-P0QX", "8ZK3-P0QX-8ZK3-P0QX-8ZK3-P0Q", "8ZK3-P0QX-8ZK3-P0QX-8ZK3-P0QU", strings.Repeat("8ZK3-", 7)} {
		if c, err := wire.ReadCode(typed); !errors.Is(err, wire.ErrCode) {
			t.Errorf("%q is %q", typed, c)
		}
	}
}

func FuzzReadCode(f *testing.F) {
	f.Add("8ZK3-P0QX-8ZK3-P0QX-8ZK3-P0QX")
	f.Fuzz(func(t *testing.T, typed string) {
		c, err := wire.ReadCode(typed)
		if err != nil {
			return
		}
		if again, err := wire.ReadCode(c.String()); err != nil || again != c {
			t.Errorf("%q, then %q: %v", c, again, err)
		}
	})
}
