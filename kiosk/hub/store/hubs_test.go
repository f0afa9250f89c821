package store_test

import (
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"guichet/kiosk/fleet/wire"
	"guichet/kiosk/hub/store"
	"guichet/kiosk/hub/store/storetest"
)

// Several hubs on one database: with PostgreSQL as many as one likes, with
// SQLite a command beside the hub.
func TestHubs(t *testing.T) {
	tests := map[string]func(*testing.T, string){
		"start at once":             startAtOnce,
		"hear of each other":        hearEachOther,
		"one item from both":        oneItemFromBoth,
		"number their notices once": numberOnce,
	}
	for name, test := range tests {
		t.Run("sqlite "+name, func(t *testing.T) { test(t, filepath.Join(t.TempDir(), "hub.db")) })
	}
	t.Run("postgres", func(t *testing.T) {
		server := storetest.Postgres(t, storetest.Fast...)
		for name, test := range tests {
			t.Run(name, func(t *testing.T) { test(t, server.Database()) })
		}
		t.Run("newer", func(t *testing.T) { newerPostgres(t, server) })
		t.Run("server started again", func(t *testing.T) { startedAgain(t, server) })
		t.Run("cut off from the news", func(t *testing.T) { cutOff(t, server) })
	})
}

func startAtOnce(t *testing.T, url string) {
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			s, err := store.Open(t.Context(), url)
			if err != nil {
				t.Error(err)
				return
			}
			defer s.Close()
			if err := s.Check(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
}

func hearEachOther(t *testing.T, url string) {
	a, b := open(t, url), open(t, url)
	ear := storetest.NewEar(t, b)
	n, err := a.Publish(t.Context(), storetest.Town, "", wire.NoticePacks)
	if err != nil {
		t.Fatal(err)
	}
	if got := ear.Next(); got != n {
		t.Errorf("heard %d, want %d", got, n)
	}
}

func oneItemFromBoth(t *testing.T, url string) {
	a, b := open(t, url), open(t, url)
	var all sync.WaitGroup
	for n := range 100 {
		for _, s := range []store.Store{a, b} {
			all.Go(func() { storetest.Put(t, s, storetest.Town, n) })
		}
	}
	all.Wait()
	list, err := a.Items(t.Context(), store.Query{Town: storetest.Town, Limit: 1000})
	if err != nil || len(list) != 100 {
		t.Errorf("%d items: %v", len(list), err)
	}
}

func numberOnce(t *testing.T, url string) {
	hubs := []store.Store{open(t, url), open(t, url)}
	ear := storetest.NewEar(t, hubs[0])
	before, err := hubs[0].LastNotice(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for n := range 100 {
		all.Go(func() {
			if _, err := hubs[n%2].Publish(t.Context(), "", "", wire.NoticeAsk); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	for n := before + 1; n <= before+100; n++ {
		if got := ear.Next(); got != n {
			t.Fatalf("heard %d, want %d", got, n)
		}
	}
}

func newerPostgres(t *testing.T, server *storetest.Server) {
	url := server.Database()
	open(t, url).Close()
	server.SQL(url, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, true)")
	s, err := store.Open(t.Context(), url)
	if err == nil {
		s.Close()
		t.Fatal("an older hub opened what a newer one made")
	}
	if !strings.Contains(err.Error(), "install that version again") {
		t.Error(err)
	}
}

// What waits for a connection that is gone gets a new one; an error is one that
// the caller may answer by asking again.
func startedAgain(t *testing.T, server *storetest.Server) {
	s := open(t, server.Database())
	storetest.Put(t, s, storetest.Town, 1)
	server.Kill()
	server.Start()
	storetest.Put(t, s, storetest.Town, 2)
	list, err := s.Items(t.Context(), store.Query{Town: storetest.Town})
	for range 10 { // connections of the pool that do not know it yet
		if err == nil {
			break
		}
		list, err = s.Items(t.Context(), store.Query{Town: storetest.Town})
	}
	if err != nil || len(list) != 2 {
		t.Errorf("%d items: %v", len(list), err)
	}
}

// A hub that lost its connection hears what was published meanwhile.
func cutOff(t *testing.T, server *storetest.Server) {
	url := server.Database()
	a, b := open(t, url), open(t, url)
	ear := storetest.NewEar(t, b)
	server.SQL(url, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'")
	var last int64
	for range 5 {
		n, err := a.Publish(t.Context(), "", "", wire.NoticeAsk)
		if err != nil {
			t.Fatal(err)
		}
		last = n
	}
	for n := last - 4; n <= last; n++ {
		if got := ear.Next(); got != n {
			t.Fatalf("heard %d, want %d", got, n)
		}
	}
	waitForListeners(t, server, url, "2")
}

// waitForListeners checks that the connections were made again.
func waitForListeners(t *testing.T, server *storetest.Server, url string, n string) {
	t.Helper()
	const query = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'"
	for range 300 {
		if server.Ask(url, query) == n {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Errorf("%s listen, want %s", server.Ask(url, query), n)
}
