package sipcall

import (
	"crypto/rand"
	"encoding/hex"
	"strings"
	"sync"

	"github.com/emiago/sipgo/sip"
)

// dialog is what the requests of a leg have in common (RFC 3261, section 12).
type dialog struct {
	mu     sync.Mutex
	id     string
	local  sip.FromHeader
	remote sip.ToHeader
	target sip.Uri
	routes []string
	cseq   uint32
	theirs uint32 // their CSeq
}

// random is 128 bits in hexadecimal, as RFC 3261, section 19.3, wants tags.
func random() string {
	var b [16]byte
	rand.Read(b[:])
	return hex.EncodeToString(b[:])
}

// newDialog begins one to an address.
func (c Config) newDialog(to sip.Uri) *dialog {
	own, _ := c.server() // Check read it
	own.User, own.Port, own.UriParams = c.User, 0, nil
	d := &dialog{id: random(), target: to}
	d.local = sip.FromHeader{DisplayName: c.Display, Address: own}
	d.local.Params.Add("tag", random())
	address := to
	address.UriParams, address.Headers = nil, nil
	d.remote = sip.ToHeader{Address: address}
	return d
}

// request is the next of the dialog, without Via and Contact.
func (d *dialog) request(method sip.RequestMethod) *sip.Request {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.cseq++
	return d.build(method, d.cseq)
}

// ack is that of a 2xx; it has the number of its INVITE.
func (d *dialog) ack(cseq uint32) *sip.Request {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.build(sip.ACK, cseq)
}

func (d *dialog) build(method sip.RequestMethod, cseq uint32) *sip.Request {
	req := sip.NewRequest(method, *d.target.Clone())
	for _, r := range d.routes {
		req.AppendHeader(sip.NewHeader("Route", r))
	}
	id, hops := sip.CallIDHeader(d.id), sip.MaxForwardsHeader(70)
	req.AppendHeader(sip.HeaderClone(&d.local))
	req.AppendHeader(sip.HeaderClone(&d.remote))
	req.AppendHeader(&id)
	req.AppendHeader(&sip.CSeqHeader{SeqNo: cseq, MethodName: method})
	req.AppendHeader(&hops)
	req.AppendHeader(sip.NewHeader("User-Agent", "Guichet"))
	req.SetBody(nil)
	return req
}

// tag is that of the other side, "" before it has one.
func (d *dialog) tag() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	v, _ := d.remote.Params.Get("tag")
	return v
}

// own is our tag.
func (d *dialog) own() string {
	v, _ := d.local.Params.Get("tag")
	return v
}

// establish takes from a response who answered, where he is and the way there
// (section 12.1.2).
func (d *dialog) establish(res *sip.Response) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if to := res.To(); to != nil {
		d.remote = *sip.HeaderClone(to).(*sip.ToHeader)
	}
	if c := res.Contact(); c != nil && c.Address.Host != "" {
		d.target = *c.Address.Clone()
	}
	d.routes = nil
	var all []string
	for _, h := range res.GetHeaders("Record-Route") {
		all = append(all, list(h.Value())...)
	}
	for i := range all {
		d.routes = append(d.routes, all[len(all)-1-i])
	}
}

// fork is the dialog with whoever sent res, beside the one that d is.
func (d *dialog) fork(res *sip.Response) *dialog {
	d.mu.Lock()
	f := &dialog{id: d.id, local: d.local, remote: d.remote, target: d.target, cseq: d.cseq}
	d.mu.Unlock()
	f.establish(res)
	return f
}

// retarget follows a Contact that changed (section 12.2).
func (d *dialog) retarget(c *sip.ContactHeader) {
	if c == nil || c.Address.Host == "" {
		return
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.target = *c.Address.Clone()
}

// inOrder tells whether a request of theirs is a new one.
func (d *dialog) inOrder(cseq uint32) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if cseq <= d.theirs {
		return false
	}
	d.theirs = cseq
	return true
}

// list splits a header at the commas between addresses.
func list(v string) (all []string) {
	depth, from := 0, 0
	for i, r := range v {
		switch {
		case r == '<':
			depth++
		case r == '>':
			depth--
		case r == ',' && depth == 0:
			all = append(all, strings.TrimSpace(v[from:i]))
			from = i + 1
		}
	}
	return append(all, strings.TrimSpace(v[from:]))
}

// cancel is the CANCEL of an INVITE that is on its way (section 9.1).
func cancel(invite *sip.Request) *sip.Request {
	req := sip.NewRequest(sip.CANCEL, invite.Recipient)
	req.AppendHeader(sip.HeaderClone(invite.Via()))
	sip.CopyHeaders("Route", invite, req)
	hops := sip.MaxForwardsHeader(70)
	req.AppendHeader(&hops)
	req.AppendHeader(sip.HeaderClone(invite.From()))
	req.AppendHeader(sip.HeaderClone(invite.To()))
	req.AppendHeader(sip.HeaderClone(invite.CallID()))
	req.AppendHeader(&sip.CSeqHeader{SeqNo: invite.CSeq().SeqNo, MethodName: sip.CANCEL})
	req.SetBody(nil)
	return req
}
