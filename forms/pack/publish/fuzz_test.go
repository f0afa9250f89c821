package publish_test

import (
	"errors"
	"testing"

	"guichet/forms/pack/publish"
)

// FuzzUpload sends any bytes to the hub.
func FuzzUpload(f *testing.F) {
	o := newOffice(f)
	e := o.begin()
	check(f, e.SetTown("04997", 1, key("x").Public()))
	good, err := o.approve(o.upload(e), "d04", "d04").Bytes()
	check(f, err)
	f.Add(good)
	f.Add([]byte(`{"guichet":"upload 1","roles":{"c04998":{"metadata":{"signed":{"_type":"targets"}}}}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		u, err := publish.ReadUpload(data)
		if err != nil {
			if !errors.Is(err, publish.ErrMalformed) {
				t.Fatalf("no kind: %v", err)
			}
			return
		}
		_, _ = u.Describe()
		changes, err := o.hub.Accept(o.files, u)
		if err != nil {
			return
		}
		if len(changes) != 3 { // the same change, written otherwise
			t.Fatalf("accepted: %v", changes.Order())
		}
	})
}

// FuzzKeyFile reads any bytes as the file of a key.
func FuzzKeyFile(f *testing.F) {
	f.Add([]byte(`{"role":"c04998","holder":"x","made":"","public":"","signer":"exec:/bin/true"}`))
	f.Add([]byte("-----BEGIN AGE ENCRYPTED FILE-----\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		_, _ = publish.ReadPublic(data)
		_, _ = publish.Unlock(data, func() (string, error) { return "", errors.New("no passphrase") })
	})
}
