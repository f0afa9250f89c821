// Package modem makes telephone calls through a modem on a serial port, with the
// AT commands of 3GPP TS 27.007 and ITU-T V.250.
//
//	m, err := modem.Open(ctx, modem.Config{Port: serial.Config{Path: "usb:2c7c:0125"}, Profile: profile})
//	status, err := m.Status(ctx)     // SIM, signal, registration, and VoLTE
//	err = m.Dial(ctx, "+33465710000")
//	calls, err := m.Calls(ctx)       // polled: dialing, alerting, active …
//	err = m.Hangup(ctx)
//
// 2G and 3G are being switched off: a modem that is registered with LTE but not
// with IMS cannot call ([Status.CanCall]).
//
// What the standard leaves to the maker, above all how the sound gets out, is in
// a profile (models/*.yaml). Sound is no matter of this package: a modem's sound
// card is opened as every other one. Modems that give the sound as PCM on another
// serial port (SIMCom SIM7600) are not driven.
//
// A number is never in an error, and is not logged.
//
// Tried on the simulator of package modemsim, which was written from the standard;
// not on hardware.
package modem
