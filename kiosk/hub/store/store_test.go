package store_test

import (
	"path/filepath"
	"testing"

	"guichet/kiosk/hub/store"
	"guichet/kiosk/hub/store/storetest"
)

func TestSQLite(t *testing.T) {
	storetest.Suite(t, func(t *testing.T) store.Store {
		return open(t, filepath.Join(t.TempDir(), "hub.db"))
	})
}

func TestPostgres(t *testing.T) {
	server := storetest.Postgres(t, storetest.Fast...)
	storetest.Suite(t, func(t *testing.T) store.Store { return open(t, server.Database()) })
}

func open(t testing.TB, url string) store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}
