// Package badline makes a good network bad, for tests: it stands under a socket
// and loses, delays and shapes what passes, cuts the line, or moves it to another
// address, as the access line of a small town does.
//
//	bad := badline.New(socket, 1)
//	bad.Out(badline.Road{Loss: 0.05, Rate: 700_000})
//	bad.Cut(8 * time.Second)
//	settings.SetICEUDPMux(webrtc.NewICEUDPMux(nil, bad))
//
// The same seed loses the same packets, as far as the same packets come.
package badline
