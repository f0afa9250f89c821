package custody

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/binary"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/tlog"
)

// forge puts a receipt together from anything.
func forge(head string, leaf, place []byte) string {
	return head + apart + coding.EncodeToString(leaf) + apart + coding.EncodeToString(place)
}

// treeToken signs what a tree may not be.
func treeToken(t testing.TB, typ string, size int64, root tlog.Hash, key ed25519.PrivateKey) string {
	t.Helper()
	token, err := sign(headOf(typ), &tree{size, root}, key)
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func placeOf(n int, path ...[]byte) []byte {
	place := binary.BigEndian.AppendUint16(nil, uint16(n))
	for _, hash := range path {
		place = append(place, hash...)
	}
	return place
}

// TestForgedReceipts: all that can be made of receipts that the hub did sign,
// and some that it never would. Each is for submission 1 of 4.
func TestForgedReceipts(t *testing.T) {
	const receipt = "guichet-receipt+jwt"
	four := receiptsOf(t, 4, hubKey)
	mine, next := strings.Split(four[1], apart), strings.Split(four[2], apart)
	alone := strings.Split(receiptsOf(t, 1, hubKey)[0], apart)
	other := strings.Split(receiptsOf(t, 4, otherKey)[1], apart)
	leaf := leafNo(t, 1)
	hash := tlog.RecordHash(leaf)
	beside := tlog.RecordHash(leafNo(t, 0))
	node := append(beside[:], hash[:]...) // what the node over 0 and 1 is made of
	_, path, _ := readPlace(mustDecode(t, mine[2]))
	envelope := treeToken(t, "guichet-envelope+jwt", 1, hash, hubKey)
	request := treeToken(t, "guichet-request+jwt", 1, hash, hubKey)
	call := treeToken(t, "guichet-call+jwt", 1, hash, hubKey)
	flat, _ := sign(receiptHead, receiptNo(1), hubKey)
	for name, forged := range map[string]string{
		"another tree's head":          alone[0] + apart + mine[1] + apart + mine[2],
		"another hub's head":           other[0] + apart + mine[1] + apart + mine[2],
		"a receipt of another hub":     strings.Join(other, apart),
		"its neighbour's place":        mine[0] + apart + mine[1] + apart + next[2],
		"its neighbour's leaf":         mine[0] + apart + next[1] + apart + mine[2],
		"its own path, another number": forge(mine[0], leaf, placeOf(0, path[0][:], path[1][:])),
		"a path turned":                forge(mine[0], leaf, placeOf(1, path[1][:], path[0][:])),
		"a path cut short":             forge(mine[0], leaf, placeOf(1, path[0][:])),
		"a path too long":              forge(mine[0], leaf, placeOf(1, path[0][:], path[1][:], path[1][:])),
		"no path":                      forge(mine[0], leaf, placeOf(1)),
		"no place":                     forge(mine[0], leaf, nil),
		"half a number":                forge(mine[0], leaf, []byte{1}),
		"half a hash":                  forge(mine[0], leaf, placeOf(1, path[0][:], path[1][:16])),
		"a number out of the tree":     forge(mine[0], leaf, placeOf(4, path[0][:], path[1][:])),
		"an endless path":              forge(mine[0], leaf, placeOf(1, make([]byte, 100*tlog.HashSize))),
		"a node as a leaf":             forge(mine[0], node, placeOf(0, path[1][:])),
		"a leaf as a node":             forge(treeToken(t, receipt, 1, tlog.NodeHash(beside, hash), hubKey), node, placeOf(0)),
		"a tree of none":               forge(treeToken(t, receipt, 0, hash, hubKey), leaf, placeOf(0)),
		"a tree of less":               forge(treeToken(t, receipt, -1, hash, hubKey), leaf, placeOf(0)),
		"a tree as large as can be":    forge(treeToken(t, receipt, 1<<62, hash, hubKey), leaf, placeOf(0)),
		"no root":                      forge(treeToken(t, receipt, 1, tlog.Hash{}, hubKey), leaf, placeOf(0)),
		"an envelope's head":           forge(envelope, leaf, placeOf(0)),
		"a request's head":             forge(request, leaf, placeOf(0)),
		"a call's head":                forge(call, leaf, placeOf(0)),
		"a signature of the leaf":      forge(flat, leaf, placeOf(0)),
		"a token alone":                flat,
		"the head alone":               mine[0],
		"three parts and one more":     four[1] + apart,
		"a leaf that is no receipt":    forge(treeToken(t, receipt, 1, tlog.RecordHash([]byte("[]")), hubKey), []byte("[]"), placeOf(0)),
		"a line end in the leaf":       mine[0] + apart + mine[1][:8] + "\n" + mine[1][8:] + apart + mine[2],
		"a line end in the place":      mine[0] + apart + mine[1] + apart + mine[2] + "\r\n",
		"padding":                      mine[0] + apart + mine[1] + apart + mine[2] + "=",
		"the other base64":             mine[0] + apart + mine[1] + apart + base64.RawStdEncoding.EncodeToString(placeOf(1, path[0][:], path[1][:])),
		"endless":                      four[1] + strings.Repeat("A", 1<<20),
	} {
		if r, err := Acknowledged(forged, headerNo(1), publicOf(hubKey)); err == nil {
			t.Errorf("%s: taken as %+v", name, r)
		}
	}
	for i := range four[1] {
		if _, err := Acknowledged(four[1][:i], headerNo(1), publicOf(hubKey)); err == nil {
			t.Errorf("%d of %d bytes: taken", i, len(four[1]))
		}
	}
	right := forge(mine[0], leaf, placeOf(1, path[0][:], path[1][:]))
	if _, err := Acknowledged(right, headerNo(1), publicOf(hubKey)); err != nil || right != four[1] {
		t.Errorf("put together rightly: %v", err)
	}
}

func mustDecode(t testing.TB, part string) []byte {
	t.Helper()
	data, err := decode(part)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// FuzzAcknowledged: of all texts, one is the receipt.
func FuzzAcknowledged(f *testing.F) {
	five := receiptsOf(f, 5, hubKey)
	f.Add(five[3])
	f.Add(five[4])
	f.Add(receiptsOf(f, 1, hubKey)[0])
	f.Add("~~")
	f.Fuzz(func(t *testing.T, receipt string) {
		if _, err := Acknowledged(receipt, headerNo(3), publicOf(hubKey)); err == nil && receipt != five[3] {
			t.Errorf("taken: %q", receipt)
		}
	})
}
