// Package video is the picture of a video call: from a camera to the line, and
// from the line to the screen.
//
//	camera ─► Sender ─ VP8, RTP ─► Line (estimate, pacer, resending) ─► peer
//	peer ─► jitter buffer (asks again for what is lost) ─► Receiver ─ RGBA ─► screen
//
// A Line is registered with each peer connection before it is made; it says how
// much may be sent. A Sender follows it: a smaller picture, then a still one now
// and then, so that the sound always has its room. A Receiver is one picture
// that comes; a third person is a second Receiver.
//
// RTP is RFC 3550, VP8 in it RFC 7741, its feedback RFC 4585 and RFC 5104,
// sending again RFC 4588, the estimate draft-ietf-rmcat-gcc-02.
package video
