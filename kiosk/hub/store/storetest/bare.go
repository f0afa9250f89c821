package storetest

import (
	"database/sql"
	"runtime"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// Bare keeps bytes under an id and returns once they are synced: the least that
// an engine can do with the same care, to compare with.
type Bare func(id string, data []byte) error

// BareSQLite keeps them in a file, with a journal as synced as the store's.
func BareSQLite(tb testing.TB, file string) Bare {
	db, err := sql.Open("sqlite", "file:"+file+"?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_txlock=immediate")
	if err != nil {
		tb.Fatal(err)
	}
	return group(tb, db, "CREATE TABLE bare (id TEXT PRIMARY KEY, data BLOB NOT NULL) STRICT",
		"INSERT INTO bare (id, data) VALUES (?, ?)")
}

// BarePostgres keeps them in a database.
func BarePostgres(tb testing.TB, url string) Bare {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		tb.Fatal(err)
	}
	return group(tb, stdlib.OpenDB(*config), "CREATE TABLE bare (id TEXT PRIMARY KEY, data BYTEA NOT NULL)",
		"INSERT INTO bare (id, data) VALUES ($1, $2)")
}

// wanted is one insert that waits for a commit.
type wanted struct {
	id   string
	data []byte
	done chan error
}

// group is a writer that commits whatever waits, by one prepared insert: the
// bare engine with group commit.
func group(tb testing.TB, db *sql.DB, create, insert string) Bare {
	db.SetMaxOpenConns(1)
	tb.Cleanup(func() { db.Close() })
	if _, err := db.Exec(create); err != nil {
		tb.Fatal(err)
	}
	s, err := db.Prepare(insert)
	if err != nil {
		tb.Fatal(err)
	}
	queue := make(chan wanted, 100)
	tb.Cleanup(func() { close(queue) })
	go func() {
		for first := range queue {
			runtime.Gosched() // as the store does
			commitGroup(db, s, append([]wanted{first}, waiting(queue)...))
		}
	}()
	return func(id string, data []byte) error {
		w := wanted{id, data, make(chan error, 1)}
		queue <- w
		return <-w.done
	}
}

func waiting(queue chan wanted) (all []wanted) {
	for {
		select {
		case w := <-queue:
			all = append(all, w)
		default:
			return all
		}
	}
}

func commitGroup(db *sql.DB, s *sql.Stmt, all []wanted) {
	tx, err := db.Begin()
	if err == nil {
		in := tx.Stmt(s)
		for _, w := range all {
			if _, err = in.Exec(w.id, w.data); err != nil {
				break
			}
		}
		if err == nil {
			err = tx.Commit()
		} else {
			tx.Rollback()
		}
	}
	for _, w := range all {
		w.done <- err
	}
}
