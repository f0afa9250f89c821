package users_test

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"guichet/kiosk/hub/store"
	"guichet/kiosk/hub/users"
)

// provider is an OpenID Connect provider of its own, on this machine: it signs
// in whoever comes as its subject.
type provider struct {
	*testing.T
	site    *httptest.Server
	key     *rsa.PrivateKey
	subject string
	claims  func(map[string]any) // spoils the token
	asked   url.Values           // of the last authorization
}

func newProvider(t *testing.T) *provider {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	p := &provider{T: t, key: key, subject: "248289761001", claims: func(map[string]any) {}}
	mux := http.NewServeMux()
	mux.HandleFunc("/.well-known/openid-configuration", p.discovery)
	mux.HandleFunc("/keys", p.keys)
	mux.HandleFunc("POST /token", p.token)
	p.site = httptest.NewServer(mux)
	t.Cleanup(p.site.Close)
	return p
}

func (p *provider) answer(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	if err := json.NewEncoder(w).Encode(v); err != nil {
		p.Error(err)
	}
}

func (p *provider) discovery(w http.ResponseWriter, _ *http.Request) {
	p.answer(w, map[string]any{
		"issuer": p.site.URL, "authorization_endpoint": p.site.URL + "/authorize", "token_endpoint": p.site.URL + "/token",
		"jwks_uri": p.site.URL + "/keys", "id_token_signing_alg_values_supported": []string{"RS256"},
	})
}

func (p *provider) keys(w http.ResponseWriter, _ *http.Request) {
	b64 := base64.RawURLEncoding.EncodeToString
	p.answer(w, map[string]any{"keys": []any{map[string]any{
		"kty": "RSA", "use": "sig", "alg": "RS256", "kid": "1",
		"n": b64(p.key.N.Bytes()), "e": b64(big.NewInt(int64(p.key.E)).Bytes()),
	}}})
}

// authorize is the browser at the provider: it gives what comes back.
func (p *provider) authorize(address string) url.Values {
	u, err := url.Parse(address)
	if err != nil {
		p.Fatal(err)
	}
	p.asked = u.Query()
	return url.Values{"code": {"the-code"}, "state": {p.asked.Get("state")}, "iss": {p.site.URL}}
}

// token changes the code for a token, if the verifier is the one of the
// challenge (RFC 7636).
func (p *provider) token(w http.ResponseWriter, r *http.Request) {
	sum := sha256.Sum256([]byte(r.FormValue("code_verifier")))
	challenge := base64.RawURLEncoding.EncodeToString(sum[:])
	if r.FormValue("code") != "the-code" || p.asked.Get("code_challenge") != challenge || p.asked.Get("code_challenge_method") != "S256" {
		http.Error(w, `{"error":"invalid_grant"}`, http.StatusBadRequest)
		return
	}
	p.answer(w, map[string]any{"access_token": "x", "token_type": "Bearer", "id_token": p.idToken()})
}

func (p *provider) idToken() string {
	claims := map[string]any{
		"iss": p.site.URL, "sub": p.subject, "aud": "guichet", "nonce": p.asked.Get("nonce"),
		"exp": time.Date(2026, 11, 21, 10, 0, 0, 0, time.UTC).Unix(), "iat": time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC).Unix(),
	}
	p.claims(claims)
	body, err := json.Marshal(claims)
	if err != nil {
		p.Fatal(err)
	}
	b64 := base64.RawURLEncoding.EncodeToString
	text := b64([]byte(`{"alg":"RS256","kid":"1"}`)) + "." + b64(body)
	sum := sha256.Sum256([]byte(text))
	signature, err := rsa.SignPKCS1v15(rand.Reader, p.key, crypto.SHA256, sum[:])
	if err != nil {
		p.Fatal(err)
	}
	return text + "." + b64(signature)
}

// through is somebody who comes from the provider; change spoils what he
// brings back.
func (p *provider) through(d *door, change func(ticket *string, back url.Values)) (string, error) {
	p.Helper()
	way, err := d.Provider(users.ProviderConfig{Issuer: p.site.URL, Client: "guichet", Redirect: "https://hub.example/retour"})
	if err != nil {
		p.Fatal(err)
	}
	address, ticket, err := way.Begin()
	if err != nil {
		p.Fatal(err)
	}
	back := p.authorize(address)
	if change != nil {
		change(&ticket, back)
	}
	return way.Finish(p.Context(), ticket, back)
}

func TestProvider(t *testing.T) {
	d, p := newDoor(t), newProvider(t)
	root := d.session(d.first()).User
	_, err := p.through(d, nil)
	var stranger *users.StrangerError
	if !errors.As(err, &stranger) || stranger.Subject != p.site.URL+" "+p.subject {
		t.Fatalf("somebody without an account: %v", err)
	}
	if _, err := d.Add(t.Context(), root, store.User{Login: "lou", Name: "Lou Fabre", Role: store.RoleAgent, Town: town, OIDC: stranger.Subject}); err != nil {
		t.Fatal(err)
	}
	secret, err := p.through(d, nil)
	if err != nil || d.session(secret).User.Login != "lou" || d.session(secret).Step != users.SignedIn {
		t.Fatal(err)
	}
	if _, _, err := d.SignIn(t.Context(), "lou", "", "192.0.2.1"); !errors.Is(err, users.ErrWrong) {
		t.Errorf("no password is a password: %v", err)
	}
	if _, err := d.Add(t.Context(), root, store.User{Login: "twin", Name: "Twin", Role: store.RoleAgent, Town: town, OIDC: stranger.Subject}); !errors.Is(err, users.ErrSubject) {
		t.Errorf("two accounts of one person: %v", err)
	}
}

func TestProviderRefused(t *testing.T) {
	for name, x := range map[string]struct {
		claims func(map[string]any)
		change func(*string, url.Values)
		want   error
	}{
		"another nonce":     {claims: func(c map[string]any) { c["nonce"] = "x" }, want: users.ErrProvider},
		"for another hub":   {claims: func(c map[string]any) { c["aud"] = "other" }, want: users.ErrProvider},
		"another issuer":    {claims: func(c map[string]any) { c["iss"] = "https://evil.example" }, want: users.ErrProvider},
		"too old":           {claims: func(c map[string]any) { c["exp"] = 1 }, want: users.ErrProvider},
		"nobody":            {claims: func(c map[string]any) { c["sub"] = "" }, want: users.ErrProvider},
		"another state":     {change: func(_ *string, b url.Values) { b.Set("state", "x") }, want: users.ErrSession},
		"no state":          {change: func(_ *string, b url.Values) { b.Del("state") }, want: users.ErrSession},
		"no ticket":         {change: func(s *string, _ url.Values) { *s = "" }, want: users.ErrSession},
		"another code":      {change: func(_ *string, b url.Values) { b.Set("code", "x") }, want: users.ErrProvider},
		"mixed-up provider": {change: func(_ *string, b url.Values) { b.Set("iss", "https://evil.example") }, want: users.ErrProvider},
	} {
		t.Run(name, func(t *testing.T) {
			d, p := newDoor(t), newProvider(t)
			if x.claims != nil {
				p.claims = x.claims
			}
			if err := d.store.PutUser(t.Context(), store.User{Login: "lou", Name: "Lou", Role: store.RoleAgent, Town: town, OIDC: p.site.URL + " " + p.subject}); err != nil {
				t.Fatal(err)
			}
			if secret, err := p.through(d, x.change); !errors.Is(err, x.want) || secret != "" {
				t.Errorf("%v, want %v", err, x.want)
			}
		})
	}
}

// TestTicketOfAnother: what one browser began, another does not finish.
func TestTicketOfAnother(t *testing.T) {
	d, p := newDoor(t), newProvider(t)
	way, err := d.Provider(users.ProviderConfig{Issuer: p.site.URL, Client: "guichet", Redirect: "https://hub.example/retour"})
	if err != nil {
		t.Fatal(err)
	}
	_, mine, err := way.Begin()
	if err != nil {
		t.Fatal(err)
	}
	his, _, err := way.Begin()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := way.Finish(t.Context(), mine, p.authorize(his)); !errors.Is(err, users.ErrSession) {
		t.Error(err)
	}
	if _, err := d.Provider(users.ProviderConfig{Issuer: "http://connexion.example", Client: "x"}); err == nil {
		t.Error("a provider without TLS is taken")
	}
}

// TestRehash: a hash of weaker times is renewed when its owner signs in.
func TestRehash(t *testing.T) {
	d := newDoor(t)
	weak := users.WeakHash(fresh)
	if err := d.store.PutUser(t.Context(), store.User{Login: "lou", Name: "Lou", Role: store.RoleReader, Town: town, Password: weak}); err != nil {
		t.Fatal(err)
	}
	if _, _, err := d.SignIn(t.Context(), "lou", fresh, "192.0.2.1"); err != nil {
		t.Fatal(err)
	}
	u, err := d.store.User(t.Context(), "lou")
	if err != nil || u.Password == weak {
		t.Errorf("%q, %v", u.Password, err)
	}
	if _, _, err := d.SignIn(t.Context(), "lou", fresh, "192.0.2.1"); err != nil {
		t.Errorf("after it: %v", err)
	}
}
