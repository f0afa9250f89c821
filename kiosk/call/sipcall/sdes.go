package sipcall

import (
	"crypto/rand"
	"encoding/base64"
	"errors"
	"strconv"
	"strings"

	"github.com/pion/srtp/v3"
)

// suite is the one that every telephone has (RFC 4568, section 6.2.1).
const suite = "AES_CM_128_HMAC_SHA1_80"

const (
	keyLength  = 16
	saltLength = 14
)

var errSDES = errors.New("sipcall: not a key that we know")

// sdes is a key in a description (RFC 4568, section 9.1):
// "1 AES_CM_128_HMAC_SHA1_80 inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj".
type sdes struct {
	tag    int
	secret [keyLength + saltLength]byte
}

func newSDES() sdes {
	k := sdes{tag: 1}
	rand.Read(k.secret[:])
	return k
}

// readSDES refuses what changes how packets look: session parameters, and a
// master key identifier. A lifetime is passed over: ours is a call.
func readSDES(value string) (k sdes, err error) {
	f := strings.Fields(value)
	if len(f) != 3 || f[1] != suite {
		return k, errSDES
	}
	if k.tag, err = strconv.Atoi(f[0]); err != nil || k.tag < 0 || k.tag > 999_999_999 {
		return k, errSDES
	}
	word, is := strings.CutPrefix(f[2], "inline:")
	word, rest, _ := strings.Cut(word, "|")
	secret, err := base64.StdEncoding.DecodeString(word)
	if !is || err != nil || len(secret) != len(k.secret) || strings.ContainsAny(rest, ":;") {
		return k, errSDES
	}
	copy(k.secret[:], secret)
	return k, nil
}

// String is how it stands in a description, not in a log.
func (k sdes) String() string {
	return strconv.Itoa(k.tag) + " " + suite + " inline:" + base64.StdEncoding.EncodeToString(k.secret[:])
}

// replays is how many packets back a double is known (RFC 3711, section 3.3.2).
const replays = 128

func (k sdes) context() (*srtp.Context, error) {
	return srtp.CreateContext(k.secret[:keyLength], k.secret[keyLength:], srtp.ProtectionProfileAes128CmHmacSha1_80,
		srtp.SRTPReplayProtection(replays), srtp.SRTCPReplayProtection(replays))
}
