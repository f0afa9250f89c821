// Package pulse prepares the sound server, PulseAudio or PipeWire's
// pipewire-pulse, for calls: it chooses the devices and puts the server's echo
// canceller between them and us.
//
//	microphone ─► module-echo-cancel ─► guichet_microphone ─► call
//	call ─► guichet_speaker ─► module-echo-cancel ─► loudspeaker
//
// It speaks to the server through pactl (package pulseaudio-utils), 16.0 or
// later, whose JSON it reads. What it did is in [Setup.Steps], for the log and
// the technician. Doing it again changes nothing where nothing changed, so it is
// done before each call.
//
// The canceller is webrtc's (aec_method=webrtc), with its digital gain control but
// without the analog one, which turns the microphone of the machine down. It adds
// some 10 to 25 ms. A handset, or a speakerphone that cancels by itself, does
// without: [Config.Echo] "device".
//
// Not tried: PipeWire (its documentation names the same module and arguments),
// and any hardware.
package pulse
