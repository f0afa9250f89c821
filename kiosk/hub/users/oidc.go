package users

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"guichet/kiosk/hub/store"
)

// ProviderConfig says who else vouches for people (OpenID Connect Core 1.0).
type ProviderConfig struct {
	Issuer   string // "https://connexion.exemple.fr"
	Client   string // client_id
	Secret   string // client_secret; "" for a public client
	Redirect string // the hub's own address of the way back
	HTTP     *http.Client
}

// Provider signs people in through the provider of their town: code flow with
// PKCE, state and nonce. Its own second factor counts; the hub asks for none.
type Provider struct {
	users  *Users
	config ProviderConfig

	mu    sync.Mutex
	found *oidc.Provider // nil until it answered once
}

// ErrProvider: the provider does not answer, or not as it should.
var ErrProvider = errors.New("users: the provider did not vouch for anybody")

// StrangerError is somebody whom the provider knows and the hub does not. An
// administrator writes the subject into his account.
type StrangerError struct{ Subject string }

func (e *StrangerError) Error() string { return "users: the provider's subject has no account" }

const ticketOIDC = "oidc"

// Provider prepares signing in through a provider. It is first asked when
// somebody comes, so a provider that is down does not keep the hub from
// starting.
func (u *Users) Provider(c ProviderConfig) (*Provider, error) {
	issuer, err := url.Parse(c.Issuer)
	if err != nil || issuer.Scheme != "https" && !loopback(issuer) || c.Client == "" {
		return nil, fmt.Errorf("users: provider %q: its address begins with https://, and the hub has a client id there", c.Issuer)
	}
	if c.HTTP == nil {
		c.HTTP = &http.Client{Timeout: 10 * time.Second}
	}
	return &Provider{users: u, config: c}, nil
}

func loopback(u *url.URL) bool { return u.Scheme == "http" && u.Hostname() == "127.0.0.1" }

// discover reads what the provider says of itself. Its answer's keys are read
// when a token is checked, with the client of the context given here, which
// therefore must not end.
func (p *Provider) discover() (*oidc.Provider, oauth2.Config, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.found == nil {
		found, err := oidc.NewProvider(oidc.ClientContext(context.Background(), p.config.HTTP), p.config.Issuer)
		if err != nil {
			return nil, oauth2.Config{}, fmt.Errorf("%w: %w", ErrProvider, err)
		}
		p.found = found
	}
	return p.found, oauth2.Config{
		ClientID: p.config.Client, ClientSecret: p.config.Secret,
		Endpoint: p.found.Endpoint(), RedirectURL: p.config.Redirect, Scopes: []string{oidc.ScopeOpenID},
	}, nil
}

// Begin gives the address to send the browser to, and a ticket for a cookie
// that it brings back.
func (p *Provider) Begin() (address, text string, err error) {
	_, config, err := p.discover()
	if err != nil {
		return "", "", err
	}
	state, nonce, verifier := newSecret(), newSecret(), oauth2.GenerateVerifier()
	text = p.users.safe.ticket(ticketOIDC, ticket{
		Ends:  p.users.now().Add(halfway),
		Words: map[string]string{"state": state, "nonce": nonce, "verifier": verifier},
	})
	return config.AuthCodeURL(state, oidc.Nonce(nonce), oauth2.S256ChallengeOption(verifier)), text, nil
}

// Finish takes what came back and opens a session. Errors: ErrSession where the
// ticket is too old or another's, ErrProvider, *StrangerError.
func (p *Provider) Finish(ctx context.Context, text string, query url.Values) (string, error) {
	words, err := p.users.safe.readTicket(ticketOIDC, text, p.users.now())
	if err != nil || !equal(words["state"], query.Get("state")) {
		return "", ErrSession
	}
	if iss := query.Get("iss"); iss != "" && iss != p.config.Issuer {
		return "", fmt.Errorf("%w: another issuer answered (RFC 9207)", ErrProvider)
	}
	subject, err := p.subject(ctx, query.Get("code"), words)
	if err != nil {
		return "", err
	}
	return p.users.enter(ctx, subject)
}

// subject changes the code for a token and reads who it is about.
func (p *Provider) subject(ctx context.Context, code string, words map[string]string) (string, error) {
	found, config, err := p.discover()
	if err != nil {
		return "", err
	}
	ctx = oidc.ClientContext(ctx, p.config.HTTP)
	token, err := config.Exchange(ctx, code, oauth2.VerifierOption(words["verifier"]))
	if err != nil {
		return "", fmt.Errorf("%w: code refused", ErrProvider)
	}
	raw, _ := token.Extra("id_token").(string)
	id, err := found.Verifier(&oidc.Config{ClientID: p.config.Client, Now: p.users.now}).Verify(ctx, raw)
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrProvider, err)
	}
	if !equal(id.Nonce, words["nonce"]) || id.Subject == "" {
		return "", fmt.Errorf("%w: not the nonce that was sent", ErrProvider)
	}
	return id.Issuer + " " + id.Subject, nil
}

// enter opens a session for a subject of the provider.
func (u *Users) enter(ctx context.Context, subject string) (string, error) {
	user, err := u.book.UserByOIDC(ctx, subject)
	if errors.Is(err, store.ErrNotFound) {
		return "", &StrangerError{subject}
	}
	if err != nil {
		return "", fmt.Errorf("users: provider: %w", err)
	}
	if user.Disabled {
		return "", ErrWrong
	}
	return u.begin(ctx, user, SignedIn)
}
