package sipcall

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"strings"

	"github.com/emiago/sipgo/sip"
)

// resolve finds the addresses of a host (RFC 3263, section 4, without NAPTR):
// a port that is written counts, else SRV records, else the usual port.
func resolve(ctx context.Context, name string, port int, transport string) ([]netip.AddrPort, error) {
	name = strings.Trim(name, "[]")
	if a, err := netip.ParseAddr(name); err == nil {
		return []netip.AddrPort{netip.AddrPortFrom(a.Unmap(), portOr(port, transport))}, nil
	}
	if port == 0 {
		if all := services(ctx, name, transport); len(all) > 0 {
			return all, nil
		}
	}
	all, err := addresses(ctx, name, portOr(port, transport))
	if err != nil {
		return nil, fmt.Errorf("sipcall: %w", err)
	}
	return all, nil
}

func portOr(port int, transport string) uint16 {
	return uint16(or(port, sip.DefaultPort(transport)))
}

func services(ctx context.Context, name, transport string) (all []netip.AddrPort) {
	service, proto := "sip", transport
	if transport == "tls" {
		service, proto = "sips", "tcp"
	}
	_, records, err := net.DefaultResolver.LookupSRV(ctx, service, proto, name)
	if err != nil {
		return nil
	}
	for _, r := range records {
		if more, err := addresses(ctx, r.Target, r.Port); err == nil {
			all = append(all, more...)
		}
	}
	return all
}

// addresses has those of IPv4 first, which is what exchanges speak.
func addresses(ctx context.Context, name string, port uint16) (all []netip.AddrPort, err error) {
	ips, err := net.DefaultResolver.LookupNetIP(ctx, "ip", name)
	if err != nil {
		return nil, err
	}
	for _, four := range []bool{true, false} {
		for _, ip := range ips {
			if ip = ip.Unmap(); ip.Is4() == four {
				all = append(all, netip.AddrPortFrom(ip, port))
			}
		}
	}
	return all, nil
}

// facing is the address of this machine that a host sees.
func facing(to netip.AddrPort) (netip.Addr, error) {
	c, err := net.Dial("udp", to.String()) // sends nothing
	if err != nil {
		return netip.Addr{}, fmt.Errorf("sipcall: %w", err)
	}
	defer c.Close()
	return c.LocalAddr().(*net.UDPAddr).AddrPort().Addr().Unmap(), nil
}
