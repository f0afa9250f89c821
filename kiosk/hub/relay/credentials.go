package relay

import (
	"crypto/hmac"
	"crypto/sha1" // the one that coturn and the draft have
	"encoding/base64"
	"net"
	"strconv"
	"strings"
	"time"

	"guichet/kiosk/call/wire"
)

// Credentials are how the two sides of a call use the relay, until now plus
// Lifetime. Without a relay they are empty.
func (c Config) Credentials(callID string, now time.Time) wire.Relay {
	c.fill()
	urls := c.URLs()
	if len(urls) == 0 || c.Secret == "" {
		return wire.Relay{}
	}
	name := strconv.FormatInt(now.Add(c.Lifetime).Unix(), 10) + ":" + callID
	return wire.Relay{URLs: urls, Username: name, Credential: c.password(name), Lasts: int(c.Lifetime.Seconds())}
}

func (c Config) password(name string) string {
	mac := hmac.New(sha1.New, []byte(c.Secret))
	mac.Write([]byte(name))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// URLs are where the relay is, what is quickest first (RFC 7065).
func (c Config) URLs() []string {
	if len(c.Outside) > 0 {
		return c.Outside
	}
	var urls []string
	add := func(scheme, address, transport string) {
		if _, port, err := net.SplitHostPort(address); err == nil {
			urls = append(urls, scheme+":"+net.JoinHostPort(c.Host, port)+"?transport="+transport)
		}
	}
	add("turn", c.UDP, "udp")
	add("turn", c.TCP, "tcp")
	add("turns", c.TLS, "tcp")
	if c.Shared != 0 {
		add("turns", ":"+strconv.Itoa(c.Shared), "tcp")
	}
	return urls
}

// nameOf reads "expiry:call".
func nameOf(username string) (expiry time.Time, callID string, ok bool) {
	first, callID, ok := strings.Cut(username, ":")
	seconds, err := strconv.ParseInt(first, 10, 64)
	if !ok || err != nil || callID == "" || len(callID) > 64 {
		return time.Time{}, "", false
	}
	return time.Unix(seconds, 0), callID, true
}
