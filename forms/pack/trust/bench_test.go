package trust_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"

	"guichet/forms/pack/trust"
)

// bench is a terminal fresh from the factory: everything is fetched, verified
// and synced. The pack has 200 KB.
func bench(b *testing.B, w *world, src trust.Source) {
	ctx := context.Background()
	for b.Loop() {
		k := w.keeperIn(b.TempDir())
		list, err := k.Refresh(ctx, src)
		check(b, err)
		_, err = k.Download(ctx, src, find(b, list, "2.0.0"))
		check(b, err)
	}
}

func benchWorld(b *testing.B) *world {
	w := newWorld(b)
	w.release("2.0.0", make([]byte, 200<<10))
	return w
}

func BenchmarkStick(b *testing.B) {
	w := benchWorld(b)
	bench(b, w, folder(b, stick(b, w.files)))
}

func BenchmarkHTTP(b *testing.B) {
	w := benchWorld(b)
	server := httptest.NewServer(http.FileServer(http.Dir(stick(b, w.files))))
	defer server.Close()
	bench(b, w, trust.HTTP(server.Client(), server.URL))
}

// BenchmarkNothingNew is what a terminal does every hour.
func BenchmarkNothingNew(b *testing.B) {
	w, ctx := benchWorld(b), context.Background()
	k := w.keeper()
	for b.Loop() {
		_, err := k.Refresh(ctx, w.files)
		check(b, err)
	}
}
