package hub

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"guichet/kiosk/custody"
	"guichet/kiosk/hub/store"
)

// Connector tells another system of each new submission: a POST signed as
// Standard Webhooks has it (https://www.standardwebhooks.com). It says what came,
// never what is in it: who wants that fetches the ciphertext with a token, and
// decrypts it with the town's key.
type Connector struct {
	Name   string // stays the same: deliveries that wait are kept by it
	URL    string // https, or http on this machine
	Secret []byte // 24 to 64 bytes
	Client *http.Client
}

// NewConnector makes a connector. The secret is base64, with or without the
// "whsec_" in front of it that Standard Webhooks writes.
func NewConnector(name, address, secret string) (Connector, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.User != nil || u.Scheme != "https" && !(u.Scheme == "http" && isLoopback(u.Hostname())) {
		return Connector{}, &InputError{"url", "https://…, or http:// on this machine"}
	}
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	if err != nil || len(key) < 24 || len(key) > 64 {
		return Connector{}, &InputError{"secret", "24 to 64 bytes in base64"}
	}
	if checkName("name", name, 1) != nil {
		return Connector{}, &InputError{"name", "1 to 60 letters that can be printed"}
	}
	return Connector{Name: name, URL: address, Secret: key}, nil
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

func (h *Hub) connectorNames() (names []string) {
	for _, c := range h.Connectors {
		names = append(names, c.Name)
	}
	return names
}

func (h *Hub) connector(name string) (Connector, bool) {
	for _, c := range h.Connectors {
		if c.Name == name {
			return c, true
		}
	}
	return Connector{}, false
}

// Deliveries at once, and how long one may take: another hub does not take it
// up meanwhile.
const (
	deliverAtOnce = 16
	deliverTime   = 20 * time.Second
)

// deliver tells connectors what they have not heard. What waits for one that is
// no longer configured stays: it may come back.
func (h *Hub) deliver(ctx context.Context) error {
	if len(h.Connectors) == 0 {
		return nil
	}
	now := h.now()
	due, err := h.Store.TakeDeliveries(ctx, now, now.Add(2*deliverTime), deliverAtOnce)
	if err != nil {
		return err
	}
	errs := make([]error, len(due))
	var all sync.WaitGroup
	for i, d := range due {
		all.Go(func() { errs[i] = h.deliverOne(ctx, d) })
	}
	all.Wait()
	return errors.Join(errs...)
}

// deliverOne returns an error of the store alone: one of the other system is
// counted and waits its time.
func (h *Hub) deliverOne(ctx context.Context, d store.Delivery) error {
	c, ok := h.connector(d.Connector)
	if !ok {
		return h.Store.PutOff(ctx, d, h.now().Add(24*time.Hour))
	}
	item, err := h.Store.Item(ctx, d.Item)
	if errors.Is(err, store.ErrNotFound) {
		return h.Store.Delivered(ctx, d) // its time was over
	}
	if errors.Is(err, store.ErrDamaged) { // who reads the inbox hears of it
		return h.Store.PutOff(ctx, d, h.now().Add(24*time.Hour))
	}
	if err != nil {
		return err
	}
	if err := c.post(ctx, item, h.now()); err != nil {
		h.counts.undelivered.Add(1)
		h.log.Warn("delivery_failed", "connector", c.Name, "item", d.Item, "tries", d.Tries+1, "error", err)
		return h.Store.PutOff(ctx, d, h.now().Add(backOff(d.Tries)))
	}
	h.counts.delivered.Add(1)
	return h.Store.Delivered(ctx, d)
}

// backOff is how long to wait after so many tries that failed before this one:
// 5 s, doubled each time up to 6 h, and up to half as much again by chance.
func backOff(tries int) time.Duration {
	d := min(5*time.Second<<min(tries, 20), 6*time.Hour)
	return d + rand.N(d/2)
}

// Delivered is the body of a webhook.
type Delivered struct {
	Type      string    `json:"type"` // submission.received
	Timestamp time.Time `json:"timestamp"`
	Data      Arrived   `json:"data"`
}

// Arrived is what a webhook says of a submission.
type Arrived struct {
	custody.Header
	Received time.Time `json:"received"`
}

func (c Connector) post(ctx context.Context, i store.Item, now time.Time) error {
	body, err := json.Marshal(Delivered{"submission.received", i.Receipt.UTC(), Arrived{i.Header, i.Receipt.UTC()}})
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, deliverTime)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.URL, bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	c.sign(req.Header, i.ID, now, body)
	res, err := c.client().Do(req)
	if err != nil {
		return bare(err)
	}
	defer res.Body.Close()
	io.Copy(io.Discard, io.LimitReader(res.Body, 64<<10))
	if res.StatusCode/100 != 2 {
		return fmt.Errorf("hub: connector answered %d", res.StatusCode)
	}
	return nil
}

// sign sets the three fields of Standard Webhooks: the signature is over id,
// time and body with dots between.
func (c Connector) sign(head http.Header, id string, now time.Time, body []byte) {
	stamp := strconv.FormatInt(now.Unix(), 10)
	mac := hmac.New(sha256.New, c.Secret)
	fmt.Fprintf(mac, "%s.%s.%s", id, stamp, body)
	head.Set("webhook-id", id)
	head.Set("webhook-timestamp", stamp)
	head.Set("webhook-signature", "v1,"+base64.StdEncoding.EncodeToString(mac.Sum(nil)))
}

// client follows no redirect: what is signed is for one address.
func (c Connector) client() *http.Client {
	if c.Client != nil {
		return c.Client
	}
	return webhooks
}

var webhooks = &http.Client{
	Timeout:       deliverTime,
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

// bare takes the address away that net/http puts around an error: it may hold a
// secret of the other system.
func bare(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		return u.Err
	}
	return err
}
