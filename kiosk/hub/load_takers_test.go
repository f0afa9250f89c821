package hub_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"sync/atomic"
	"time"

	"guichet/forms/pack/trust"
	"guichet/kiosk/custody"
	"guichet/kiosk/fleet/wire"
	"guichet/kiosk/hub/hubtest"
)

// takers are kiosks of one process that take a revision as soon as they hear of
// it. Each has connections of its own.
type takers struct {
	address string
	root    []byte
	version string
	open    atomic.Int64
	done    chan error
}

// loadTakers says "ready N" when all listen, and "taken N" when each has
// verified the revision.
func loadTakers() error {
	n := env("HUB_LOAD_COUNT", 1)
	l := &takers{address: os.Getenv("HUB_LOAD_ADDRESS"), version: os.Getenv("HUB_LOAD_VERSION"), done: make(chan error, n)}
	for i := range n {
		k := newTaker(l, env("HUB_LOAD_FIRST", 0)+i)
		if l.root == nil {
			var err error
			if l.root, err = k.fetch("metadata/1.root.json"); err != nil {
				return err
			}
		}
		go func() { l.done <- k.take() }()
	}
	for l.open.Load() < int64(n) {
		select {
		case err := <-l.done:
			return fmt.Errorf("ended before all listened: %w", err)
		case <-time.After(10 * time.Millisecond):
		}
	}
	fmt.Println("ready", n)
	for range n {
		if err := <-l.done; err != nil {
			return err
		}
	}
	fmt.Println("taken", n)
	_, err := io.Copy(io.Discard, os.Stdin)
	return err
}

// taker is one of them.
type taker struct {
	*takers
	id   string
	key  ed25519.PrivateKey
	http *http.Client
}

func newTaker(l *takers, i int) *taker {
	key := loadKey(i)
	return &taker{l, custody.KioskID(key.Public().(ed25519.PublicKey)), key, &http.Client{Transport: &http.Transport{
		TLSClientConfig: &tls.Config{InsecureSkipVerify: true, ClientSessionCache: tls.NewLRUClientSessionCache(1)},
	}}}
}

// take listens, asks at each notice what is wanted, and takes the new revision
// when that is it.
func (k *taker) take() error {
	res, err := k.ask(http.MethodGet, wire.PathNews, nil)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	began := false
	for lines := bufio.NewScanner(res.Body); lines.Scan(); {
		if !began { // the hub's first words
			began = true
			k.open.Add(1)
		}
		if !strings.HasPrefix(lines.Text(), "data: ") {
			continue
		}
		if wanted, err := k.wanted(); err != nil || wanted {
			if err == nil {
				err = k.verify()
			}
			return err
		}
	}
	return fmt.Errorf("the stream ended")
}

func (k *taker) wanted() (bool, error) {
	res, err := k.ask(http.MethodPost, wire.PathHeartbeat, []byte(`{"version":"1.0.0","state":"attract"}`))
	if err != nil {
		return false, err
	}
	defer res.Body.Close()
	var r wire.HeartbeatReply
	if err := json.NewDecoder(res.Body).Decode(&r); err != nil {
		return false, err
	}
	return len(r.Wanted) == 1 && r.Wanted[0].Version == k.version, nil
}

// verify fetches the metadata and the pack, and verifies both as a terminal does.
func (k *taker) verify() error {
	source := trust.HTTP(k.http, "https://"+k.address+strings.TrimSuffix(wire.PathPacks, "/"))
	targets, err := trust.Look(context.Background(), source, k.root, hubtest.Town, time.Now())
	if err != nil || len(targets) != 1 {
		return fmt.Errorf("%d targets: %w", len(targets), err)
	}
	data, err := source.Fetch(context.Background(), targets[0].Stored(), trust.MaxTarget)
	if err != nil {
		return err
	}
	return targets[0].Check(data)
}

func (k *taker) fetch(name string) ([]byte, error) {
	res, err := k.ask(http.MethodGet, wire.PathPacks+name, nil)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	return io.ReadAll(res.Body)
}

func (k *taker) ask(method, path string, body []byte) (*http.Response, error) {
	token, err := custody.Authorize(custody.Request{Kiosk: k.id, Method: method, Path: path, SHA256: custody.Sum(body), At: time.Now()}, k.key)
	if err != nil {
		return nil, err
	}
	r, err := http.NewRequest(method, "https://"+k.address+path, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Authorization", "Bearer "+token)
	res, err := k.http.Do(r)
	if err == nil && res.StatusCode != http.StatusOK {
		res.Body.Close()
		err = fmt.Errorf("%s %s: %s", method, path, res.Status)
	}
	return res, err
}
