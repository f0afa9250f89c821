package hub_test

import (
	"bufio"
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/tls"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"guichet/kiosk/custody"
	"guichet/kiosk/fleet/wire"
	"guichet/kiosk/hub/hubtest"
)

// senders is as many kiosks as send at once, in a process of their own: what
// sending costs is not the hub's.
type senders struct {
	http *http.Client
	hub  ed25519.PublicKey
	data []byte // 4 KB
}

const atOnce = 100

// loadSenders obeys lines "send ADDRESS N RATE RECEIPTS" until its input ends: N
// submissions, RATE a second or (0) as fast as answers come, and says how long
// they took. RECEIPTS is 1 where each answer has to be the hub's receipt.
func loadSenders() error {
	s := &senders{data: make([]byte, 4<<10)}
	rand.Read(s.data)
	var err error
	if s.hub, err = hex.DecodeString(os.Getenv("HUB_LOAD_PUBLIC")); err != nil {
		return err
	}
	s.http = &http.Client{Transport: &http.Transport{
		TLSClientConfig:     &tls.Config{InsecureSkipVerify: true},
		MaxIdleConnsPerHost: 2 * atOnce, MaxConnsPerHost: 2 * atOnce,
	}}
	for in := bufio.NewScanner(os.Stdin); in.Scan(); {
		var address string
		var n, rate, receipts int
		if _, err := fmt.Sscanf(in.Text(), "send %s %d %d %d", &address, &n, &rate, &receipts); err != nil {
			return err
		}
		if err := s.send(address, n, rate, receipts == 1); err != nil {
			return err
		}
	}
	return nil
}

// parcel is a submission that is sealed already, and what became of it.
type parcel struct {
	head     custody.Header
	envelope string
	answer   []byte
	took     time.Duration
	err      error
}

// parcels are sealed before the clock runs, each by another kiosk in turn.
func (s *senders) parcels(n int) ([]parcel, error) {
	all := make([]parcel, n)
	for i := range all {
		key := loadKey(i % atOnce)
		id := make([]byte, 16)
		rand.Read(id)
		var err error
		all[i].head, all[i].envelope, err = custody.Seal(custody.Header{
			ID: hex.EncodeToString(id), Reference: "482 739 156 Z", Pack: hubtest.PackID, Version: "1.0.0",
			Kiosk: custody.KioskID(key.Public().(ed25519.PublicKey)), Town: hubtest.Town, At: time.Now().UTC(), KeepDays: 400,
		}, s.data, key)
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}

func (s *senders) send(address string, n, rate int, receipts bool) error {
	all, err := s.parcels(n)
	if err != nil {
		return err
	}
	fmt.Println("sealed", n)
	began := time.Now()
	if rate > 0 {
		s.paced(address, all, rate)
	} else {
		many(n, func(i int) { s.post(address, &all[i]) })
	}
	took := time.Since(began)
	each := make([]time.Duration, n)
	for i, p := range all {
		if err := s.judge(p, receipts); err != nil {
			return err
		}
		each[i] = p.took
	}
	slices.Sort(each)
	fmt.Println("sent", took.Microseconds(), each[n/2].Microseconds(), each[n*99/100].Microseconds(), each[n-1].Microseconds())
	return nil
}

// many does something n times, a hundred at once.
func many(n int, do func(i int)) {
	var all sync.WaitGroup
	next := atomic.Int64{}
	for range atOnce {
		all.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				do(i)
			}
		})
	}
	all.Wait()
}

// paced sends each when it is due, however late the answers are; a time counts
// from when it was due.
func (s *senders) paced(address string, parcels []parcel, rate int) {
	var all sync.WaitGroup
	began := time.Now()
	for i := range parcels {
		due := began.Add(time.Duration(i) * time.Second / time.Duration(rate))
		time.Sleep(time.Until(due))
		all.Go(func() {
			s.post(address, &parcels[i])
			parcels[i].took = time.Since(due)
		})
	}
	all.Wait()
}

func (s *senders) post(address string, p *parcel) {
	began := time.Now()
	r, err := http.NewRequest(http.MethodPost, "https://"+address+wire.PathSubmissions, bytes.NewReader(s.data))
	if err != nil {
		p.err = err
		return
	}
	r.Header.Set(wire.FieldEnvelope, p.envelope)
	r.Header.Set("Id", p.head.ID)
	res, err := s.http.Do(r)
	if err != nil {
		p.err = err
		return
	}
	defer res.Body.Close()
	if p.answer, p.err = io.ReadAll(res.Body); p.err == nil && res.StatusCode != http.StatusOK {
		p.err = fmt.Errorf("%s: %s", res.Status, p.answer)
	}
	p.took = time.Since(began)
}

// judge looks at an answer once the clock stands.
func (s *senders) judge(p parcel, receipts bool) error {
	if p.err != nil || !receipts {
		return p.err
	}
	_, err := custody.Acknowledged(string(p.answer), p.head, s.hub)
	return err
}
