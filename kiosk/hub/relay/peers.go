package relay

import (
	"net/netip"
	"slices"
)

// reserved are the networks that are nobody's on the Internet: IANA's registries
// of special-purpose addresses (RFC 6890), https://www.iana.org/assignments/
// iana-ipv4-special-registry and …-ipv6-special-registry. The addresses where
// clouds keep their metadata (169.254.169.254, 100.100.100.200, fd00:ec2::254)
// are in them; those of translators (64:ff9b::/96, 2002::/16) lead back into IPv4.
var reserved = prefixes(
	"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
	"192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15",
	"198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
	"::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32",
	"2002::/16", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
)

func prefixes(list ...string) (all []netip.Prefix) {
	for _, s := range list {
		all = append(all, netip.MustParsePrefix(s))
	}
	return all
}

// reaches tells whether a call may send to an address.
func (c Config) reaches(peer netip.Addr) bool {
	peer = peer.Unmap().WithZone("")
	in := func(p netip.Prefix) bool { return p.Contains(peer) }
	return peer.IsValid() && (peer == c.Public || slices.ContainsFunc(c.Peers, in) || !slices.ContainsFunc(reserved, in))
}

// sends tells whether a packet may go to an address and port. To the relay's own
// address, where it meets the other side's allocation, only what it relays itself
// may be reached, and not the resolver of names that runs beside it.
func (c Config) sends(to netip.AddrPort) bool {
	own := to.Addr().Unmap() == c.Public
	return to.Port() != 0 && (!own || to.Port() >= c.MinPort && to.Port() <= c.MaxPort)
}
