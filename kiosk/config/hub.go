package config

import (
	"fmt"
	"net"
	"net/url"
	"path/filepath"
	"regexp"
)

func (h *Hub) flaws() []flaw {
	if h == nil {
		return nil
	}
	var all []flaw
	if u, err := url.Parse(h.URL); err != nil || !isHubAddress(u) {
		all = append(all, flaw{[]any{"hub", "url"}, fmt.Sprintf("%q is not the address of a hub", h.URL),
			"write it like https://bornes.saint-eloi.fr"})
	}
	if h.CA != "" && !filepath.IsAbs(h.CA) {
		all = append(all, flaw{[]any{"hub", "ca"}, fmt.Sprintf("%q does not begin with /", h.CA), "write the file from the root: /etc/guichet/hub.pem"})
	}
	return all
}

func (t *Trust) flaws() []flaw {
	if t == nil {
		return nil
	}
	var all []flaw
	if !filepath.IsAbs(t.Root) {
		all = append(all, flaw{[]any{"trust", "root"}, fmt.Sprintf("%q does not begin with /", t.Root), "write the file from the root: /etc/guichet/root.json"})
	}
	if !townShape.MatchString(t.Town) {
		all = append(all, flaw{[]any{"trust", "town"}, fmt.Sprintf("%q is not the code of a commune", t.Town), "write the five signs of the COG, between quotes: \"04999\""})
	}
	return all
}

var townShape = regexp.MustCompile(`^[0-9][0-9AB][0-9]{3}$`)

// isHubAddress wants https, but from the machine to itself.
func isHubAddress(u *url.URL) bool {
	ip := net.ParseIP(u.Hostname())
	local := u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
	return u.Hostname() != "" && u.User == nil && u.RawQuery == "" && (u.Scheme == "https" || u.Scheme == "http" && local)
}
