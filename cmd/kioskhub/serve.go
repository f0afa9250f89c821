package main

import (
	"context"
	"crypto/tls"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"golang.org/x/sys/unix"

	"guichet/kiosk/hub"
	"guichet/kiosk/hub/page"
	"guichet/kiosk/hub/users"
)

var serveCommand = command{
	name: "serve", args: "[-config FILE]",
	short: "Serve kiosks, tools and the fleet page until SIGTERM",
	long:  `SIGTERM ends event streams, lets requests under way finish, and exits with 0.`,
	setup: func(set *flag.FlagSet) action {
		path := configFlag(set)
		return func(ctx context.Context, p program, _ []string) error { return p.serve(ctx, *path) }
	},
}

func (p program) serve(ctx context.Context, path string) error {
	s, err := openSetup(ctx, path)
	if err != nil {
		return err
	}
	defer s.store.Close()
	log := slog.New(slog.NewJSONHandler(p.err, &slog.HandlerOptions{Level: s.config.level()}))
	h, err := p.hub(s, log)
	if err != nil {
		return err
	}
	conf, err := s.config.tls()
	if err != nil {
		return err
	}
	stop, err := s.startRelay(h)
	if err != nil {
		return err
	}
	defer stop()
	l, err := net.Listen("tcp", s.config.Listen)
	if err != nil {
		return err
	}
	log.Info("hub_started", "address", l.Addr().String(), "version", version())
	return p.live(ctx, h, l, conf, s.config.Metrics)
}

// live runs the hub's parts until ctx ends or one of them fails.
func (p program) live(ctx context.Context, h *hub.Hub, l net.Listener, conf *tls.Config, metrics string) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var all sync.WaitGroup
	part := func(f func() error) {
		all.Go(func() {
			if err := f(); err != nil {
				cancel(err)
			}
		})
	}
	part(func() error { return h.Run(ctx) })
	part(func() error { return h.Serve(ctx, l, conf) })
	if metrics != "" {
		part(func() error { return serveMetrics(ctx, h, metrics) })
	}
	all.Wait()
	if err := context.Cause(ctx); !errors.Is(err, context.Canceled) {
		return err
	}
	return nil
}

func serveMetrics(ctx context.Context, h *hub.Hub, address string) error {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", h.Metrics())
	s := &http.Server{Addr: address, Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	stop := context.AfterFunc(ctx, func() { s.Close() })
	defer stop()
	if err := s.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// hub puts the parts together.
func (p program) hub(s *setup, log *slog.Logger) (*hub.Hub, error) {
	key, err := readKey(s.config.file(s.config.Key))
	if err != nil {
		return nil, err
	}
	repository, err := s.config.online(p)
	if err != nil {
		return nil, err
	}
	connectors, err := s.config.connectors()
	if err != nil {
		return nil, err
	}
	c := hub.Config{
		Store: s.store, Key: key, Repository: repository, Users: s.users, Connectors: connectors,
		Limits: s.config.limits(), Version: version(), Room: s.config.room(), Log: log, Now: p.now,
	}
	for _, one := range s.config.Proxies {
		prefix, _ := proxyOf(one) // checked with the configuration
		c.Proxies = append(c.Proxies, prefix)
	}
	if err := p.takesCalls(s, &c, log); err != nil {
		return nil, err
	}
	var failed, failedDesk error
	c.Page = func(h *hub.Hub) (handler http.Handler) {
		handler, failed = p.page(s, h, log)
		return handler
	}
	c.DeskPage = func(h *hub.Hub) (handler http.Handler) {
		handler, failedDesk = p.deskPage(s, h, log)
		return handler
	}
	h, err := hub.New(c)
	return h, errors.Join(err, failed, failedDesk)
}

// page is the fleet page on this hub.
func (p program) page(s *setup, h *hub.Hub, log *slog.Logger) (http.Handler, error) {
	provider, err := s.provider()
	if err != nil {
		return nil, err
	}
	c := page.Config{
		Store: s.store, Users: s.users, Ops: h.Ops(), Provider: provider, Log: log, Now: p.now, Drain: h.Draining(),
		Plain: s.config.plain(), Desk: s.config.Desk != nil,
		Address: func(r *http.Request) string { return hub.Neighbours(hub.ClientAddress(r, h.Proxies)).String() },
	}
	if s.config.Plans != "" {
		root, err := os.OpenRoot(s.config.file(s.config.Plans))
		if err != nil {
			return nil, err
		}
		c.Plans = root.FS()
	}
	return page.New(c)
}

// provider is the town's own accounts, where there are some.
func (s *setup) provider() (*users.Provider, error) {
	o := s.config.OIDC
	if o == nil {
		return nil, nil
	}
	secret, err := readSecret(s.config.file(o.Secret))
	if err != nil {
		return nil, err
	}
	return s.users.Provider(users.ProviderConfig{
		Issuer: o.Issuer, Client: o.ClientID, Secret: strings.TrimSpace(string(secret)),
		Redirect: strings.TrimSuffix(s.config.Address, "/") + "/connexion/fournisseur/retour",
	})
}

func (c *config) connectors() (all []hub.Connector, err error) {
	for _, one := range c.Connectors {
		secret, err := readSecret(c.file(one.Secret))
		if err != nil {
			return nil, err
		}
		made, err := hub.NewConnector(one.Name, one.URL, strings.TrimSpace(string(secret)))
		if err != nil {
			return nil, fmt.Errorf("connector %s: %w", one.Name, err)
		}
		all = append(all, made)
	}
	return all, nil
}

// tls is how to encrypt; nil where a proxy does.
func (c *config) tls() (*tls.Config, error) {
	if c.TLS == nil {
		return nil, nil
	}
	certificate, err := os.ReadFile(c.file(c.TLS.Certificate))
	if err != nil {
		return nil, err
	}
	key, err := readSecret(c.file(c.TLS.Key))
	if err != nil {
		return nil, err
	}
	return hub.ServerTLS(certificate, key)
}

// leastRoom is the bytes that must be free where SQLite is: a day of the largest
// town, and some.
const leastRoom = 256 << 20

// room looks at the disk of the database; nil where that is elsewhere.
func (c *config) room() func() error {
	file, ok := strings.CutPrefix(c.database(), "sqlite:")
	if !ok {
		return nil
	}
	return func() error {
		var s unix.Statfs_t
		if err := unix.Statfs(filepath.Dir(file), &s); err != nil {
			return fmt.Errorf("room for the database: %w", err)
		}
		if free := s.Bavail * uint64(s.Bsize); free < leastRoom {
			return fmt.Errorf("%d MB left for the database", free>>20)
		}
		return nil
	}
}
