package vpx

// Header is what the first bytes of a VP8 frame say (RFC 6386, section 9.1).
type Header struct {
	Key           bool
	Shown         bool
	Width, Height int // of a key frame
}

// ParseHeader reads it, and refuses what no decoder should be given: a frame cut
// off in its header, an unknown version, a picture larger than MaxPixels.
func ParseHeader(frame []byte) (Header, error) {
	if len(frame) < 3 {
		return Header{}, ErrCorrupt
	}
	tag := uint(frame[0]) | uint(frame[1])<<8 | uint(frame[2])<<16
	h := Header{Key: tag&1 == 0, Shown: tag>>4&1 == 1}
	if tag>>1&7 > 3 || len(frame) > 4*MaxPixels {
		return Header{}, ErrCorrupt
	}
	if !h.Key {
		return h, nil
	}
	return keyHeader(h, frame)
}

func keyHeader(h Header, frame []byte) (Header, error) {
	if len(frame) < 10 || frame[3] != 0x9d || frame[4] != 0x01 || frame[5] != 0x2a {
		return Header{}, ErrCorrupt
	}
	// Two bits above each length ask for scaling on the screen; nobody does it.
	h.Width = (int(frame[6]) | int(frame[7])<<8) & 0x3fff
	h.Height = (int(frame[8]) | int(frame[9])<<8) & 0x3fff
	if !fits(h.Width, h.Height) {
		return Header{}, ErrSize
	}
	return h, nil
}
