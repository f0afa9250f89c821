package rtccall

import (
	"fmt"
	"slices"
	"time"

	"github.com/pion/ice/v4"
	"github.com/pion/interceptor"
	"github.com/pion/stun/v4"
	"github.com/pion/webrtc/v4"

	"guichet/kiosk/call/video"
	"guichet/kiosk/call/wire"
)

// mux is Options.Socket, shared by all legs; nil where there is none.
type mux struct{ udp ice.UDPMux }

func muxOf(o Options) *mux {
	if o.Socket == nil {
		return nil
	}
	return &mux{webrtc.NewICEUDPMux(video.Logs(o.Log).NewLogger("ice"), o.Socket)}
}

func (m *mux) close() {
	if m != nil {
		m.udp.Close()
	}
}

// opus is RFC 7587: always announced as 48,000 and two channels (section 4.1).
var opus = webrtc.RTPCodecParameters{
	RTPCodecCapability: webrtc.RTPCodecCapability{
		MimeType: webrtc.MimeTypeOpus, ClockRate: 48000, Channels: 2, SDPFmtpLine: "minptime=10;useinbandfec=1;maxaveragebitrate=32000;stereo=0",
	},
	PayloadType: 111,
}

// connect makes a peer connection with its line; d reaches its relay.
func (o *Options) connect(m *mux, r wire.Relay, d *dialer) (*webrtc.PeerConnection, *video.Line, error) {
	var engine webrtc.MediaEngine
	var registry interceptor.Registry
	if err := engine.RegisterCodec(opus, webrtc.RTPCodecTypeAudio); err != nil {
		return nil, nil, fmt.Errorf("rtccall: %w", err)
	}
	line, err := video.NewLine(&engine, &registry, video.Logs(o.Log))
	if err != nil {
		return nil, nil, err
	}
	api := webrtc.NewAPI(webrtc.WithMediaEngine(&engine), webrtc.WithInterceptorRegistry(&registry), webrtc.WithSettingEngine(o.settings(m, d)))
	pc, err := api.NewPeerConnection(o.configuration(r))
	if err != nil {
		return nil, nil, fmt.Errorf("rtccall: %w", err)
	}
	return pc, line, nil
}

func (o *Options) configuration(r wire.Relay) webrtc.Configuration {
	conf := webrtc.Configuration{ICEServers: servers(r), BundlePolicy: webrtc.BundlePolicyMaxBundle, RTCPMuxPolicy: webrtc.RTCPMuxPolicyRequire}
	if o.RelayOnly {
		conf.ICETransportPolicy = webrtc.ICETransportPolicyRelay
	}
	return conf
}

// servers leaves out what pion would refuse: it makes no connection at all then,
// and most calls need no relay.
func servers(r wire.Relay) []webrtc.ICEServer {
	urls := slices.DeleteFunc(slices.Clone(r.URLs), func(u string) bool {
		_, err := stun.ParseURI(u)
		return err != nil
	})
	if len(urls) == 0 || r.Username == "" || r.Credential == "" {
		return nil
	}
	return []webrtc.ICEServer{{URLs: urls, Username: r.Username, Credential: r.Credential}}
}

// Times of ICE. A pair is asked again for as long as an ICE restart waits for the
// line to come back: pion gives up after 7 requests, one and a half seconds.
const (
	disconnected = 2500 * time.Millisecond
	failed       = 25 * time.Second
	keepAlive    = time.Second
	requests     = 200 // one every 200 ms
	sctpBuffer   = 1 << 20
)

func (o *Options) settings(m *mux, d *dialer) webrtc.SettingEngine {
	s := webrtc.SettingEngine{LoggerFactory: video.Logs(o.Log)}
	s.SetICETimeouts(disconnected, failed, keepAlive)
	s.SetICEMaxBindingRequests(requests)
	s.SetRelayAcceptanceMinWait(500 * time.Millisecond)
	s.SetICEMulticastDNSMode(ice.MulticastDNSModeDisabled)
	s.SetIncludeLoopbackCandidate(o.Loopback)
	s.SetSCTPMaxReceiveBufferSize(sctpBuffer)
	s.SetICEProxyDialer(d)
	s.DisableActiveTCP(true)
	s.SetFireOnTrackBeforeFirstRTP(true)
	if m != nil {
		s.SetICEUDPMux(m.udp)
	}
	return s
}
