package sipcall

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/emiago/sipgo/sip"
	"github.com/icholy/digest"
)

// ErrPassword: the exchange does not take our account or its password.
var ErrPassword = errors.New("sipcall: the exchange refuses the account or its password")

// challenged tells that a response asks who we are.
func challenged(res *sip.Response) bool {
	return res.StatusCode == sip.StatusUnauthorized || res.StatusCode == sip.StatusProxyAuthRequired
}

// proofs is how often we say who we are in one request: to the proxy, to whoever
// is called, and again where a nonce was too old.
const proofs = 3

// prove answers a challenge (RFC 3261, section 22; RFC 8760 for SHA-256): the
// headers for the next attempt in the place of given, those of the last.
func (c Config) prove(req *sip.Request, res *sip.Response, given []sip.Header) ([]sip.Header, error) {
	ask, give := "WWW-Authenticate", "Authorization"
	if res.StatusCode == sip.StatusProxyAuthRequired {
		ask, give = "Proxy-Authenticate", "Proxy-Authorization"
	}
	challenge, err := strongest(res.GetHeaders(ask))
	if err != nil {
		return nil, err
	}
	word, err := c.password()
	if err != nil {
		return nil, err
	}
	kept := slices.DeleteFunc(slices.Clone(given), func(h sip.Header) bool { return h.Name() == give })
	if word == "" || len(kept) < len(given) && !challenge.Stale {
		return nil, ErrPassword
	}
	answer, err := digest.Digest(challenge, digest.Options{
		Method: string(req.Method), URI: req.Recipient.String(), Username: c.AuthUser, Password: word,
	})
	if err != nil {
		return nil, fmt.Errorf("sipcall: %w", err)
	}
	return append(kept, sip.NewHeader(give, answer.String())), nil
}

// strongest prefers what is not MD5.
func strongest(headers []sip.Header) (best *digest.Challenge, err error) {
	for _, h := range headers {
		c, err := digest.ParseChallenge(h.Value())
		if err != nil {
			continue
		}
		c.Algorithm = sip.ASCIIToUpper(c.Algorithm)
		if !digest.CanDigest(c) {
			continue
		}
		if best == nil || best.Algorithm == "" || best.Algorithm == "MD5" {
			best = c
		}
	}
	if best == nil {
		return nil, errors.New("sipcall: a challenge that cannot be answered")
	}
	return best, nil
}

// do makes a request that is no INVITE, and answers who we are. build makes it
// anew each time, with the headers that prove it.
func (l *line) do(ctx context.Context, build func(proof []sip.Header) *sip.Request) (*sip.Response, error) {
	var proof []sip.Header
	for range proofs {
		req := build(proof)
		res, err := l.once(ctx, req)
		if err != nil || !challenged(res) {
			return res, err
		}
		if proof, err = l.cfg.prove(req, res, proof); err != nil {
			return nil, err
		}
	}
	return nil, ErrPassword
}

func (l *line) once(ctx context.Context, req *sip.Request) (*sip.Response, error) {
	tx, err := l.start(ctx, req)
	if err != nil {
		return nil, err
	}
	defer tx.Terminate()
	for {
		select {
		case res := <-tx.Responses():
			if !res.IsProvisional() {
				return res, nil
			}
		case <-tx.Done():
			return nil, fmt.Errorf("sipcall: %s: %w", req.Method, errors.Join(tx.Err(), errSilent))
		case <-ctx.Done():
			return nil, fmt.Errorf("sipcall: %s: %w", req.Method, ctx.Err())
		}
	}
}

// errSilent: nobody answered a request.
var errSilent = errors.New("no answer of the exchange")
