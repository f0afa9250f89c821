package control

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"sync"
	"syscall"

	"guichet/kiosk/staff"
)

// maxAnswer bounds what is read of an answer: a picture has some 100 KB.
const maxAnswer = 16 << 20

// Client asks a kiosk on this machine. It may be used from many goroutines.
type Client struct {
	http *http.Client

	mu     sync.Mutex
	missed error
}

// Dial makes a client of the socket at path. Nothing is asked yet.
func Dial(path string) *Client {
	var d net.Dialer
	return &Client{http: &http.Client{Transport: &http.Transport{
		DialContext:        func(ctx context.Context, _, _ string) (net.Conn, error) { return d.DialContext(ctx, "unix", path) },
		DisableCompression: true, DisableKeepAlives: true,
	}}}
}

// Works is what the kiosk can do, as its pages have it: parts that it does not
// have are nil. Errors: ErrNoKiosk, ErrStranger.
//
// A method that cannot say that the kiosk did not answer gives what is nothing
// then, and [Client.Err] says it.
func (c *Client) Works(ctx context.Context) (staff.Works, error) {
	parts, err := call[[]string](ctx, c, whereParts, ask{})
	if err != nil {
		return staff.Works{}, err
	}
	w := c.whole()
	v := reflect.ValueOf(&w).Elem()
	for i := range v.NumField() {
		if !slices.Contains(parts, v.Type().Field(i).Name) {
			v.Field(i).SetZero()
		}
	}
	return w, nil
}

// Err is why a method that has no error of its own gave nothing, the first since
// it was last asked; nil: they were answered.
func (c *Client) Err() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	err := c.missed
	c.missed = nil
	return err
}

func (c *Client) miss(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.missed == nil {
		c.missed = err
	}
}

// open sends a request to a route.
func (c *Client) open(ctx context.Context, where string, a ask) (*http.Response, error) {
	method, path, _ := strings.Cut(where, " ")
	body, err := json.Marshal(a)
	if err != nil {
		return nil, fmt.Errorf("control: %w", err)
	}
	if method == http.MethodGet {
		path, body = fmt.Sprintf("%s?n=%d", path, a.N), nil
	}
	q, err := http.NewRequestWithContext(ctx, method, "http://kiosk"+path, bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("control: %w", err)
	}
	res, err := c.http.Do(q)
	switch {
	case err == nil:
		return res, nil
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ECONNREFUSED):
		return nil, ErrNoKiosk
	case errors.Is(err, fs.ErrPermission):
		return nil, ErrStranger
	}
	return nil, fmt.Errorf("control: %w", err)
}

// call asks a route and reads its answer. There may be a result beside an error.
func call[T any](ctx context.Context, c *Client, where string, a ask) (result T, err error) {
	res, err := c.open(ctx, where, a)
	if err != nil {
		return result, err
	}
	defer res.Body.Close()
	var got struct {
		Result json.RawMessage
		Error  *fault
	}
	data, err := io.ReadAll(io.LimitReader(res.Body, maxAnswer))
	if err != nil {
		return result, fmt.Errorf("control: %w", err)
	}
	if json.Unmarshal(data, &got) != nil {
		return result, errAnswer
	}
	if len(got.Result) > 0 && json.Unmarshal(got.Result, &result) != nil {
		return result, errAnswer
	}
	return result, got.Error.err()
}

var errAnswer = errors.New("control: the answer cannot be read: is the kiosk of another version?")

// soon is call for a method that has no context and no error.
func soon[T any](c *Client, where string, a ask) T {
	ctx, cancel := context.WithTimeout(context.Background(), short)
	defer cancel()
	return sure[T](ctx, c, where, a)
}

// sure is call for a method that has no error.
func sure[T any](ctx context.Context, c *Client, where string, a ask) T {
	result, err := call[T](ctx, c, where, a)
	if err != nil {
		c.miss(err)
	}
	return result
}

// do is call for a method that has only an error, and no context.
func do(c *Client, where string, a ask) error {
	ctx, cancel := context.WithTimeout(context.Background(), middling)
	defer cancel()
	return doing(ctx, c, where, a)
}

func doing(ctx context.Context, c *Client, where string, a ask) error {
	_, err := call[struct{}](ctx, c, where, a)
	return err
}
