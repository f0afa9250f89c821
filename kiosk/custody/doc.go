// Package custody is what a kiosk and the hub say to each other when a
// submission changes hands, and how each proves who it is.
//
// The kiosk sends the ciphertext with an envelope: a [Header] that says what it
// is and whose, signed by the kiosk. The hub commits it, and only then answers
// with a [Receipt], signed by the hub. The kiosk erases its copy when it holds
// a receipt for exactly these bytes, and for no other reason. Whatever comes
// between (a cut, a proxy, an error) means "unknown": it sends the same again,
// under the same id, and the hub answers with the receipt of what it has.
//
// age, which encrypts, neither says who sent a file nor binds anything to it
// (fleet: anyone with the public key can write one). The envelope does both.
//
// Every signature is a JSON Web Signature (RFC 7515) in compact form with EdDSA
// over Ed25519 (RFC 8037). Its type is named in the header, so that one kind
// never passes for another (RFC 8725, section 3.11).
//
//	envelope  guichet-envelope+jwt  [Seal], [Open]
//	receipt   guichet-receipt+jwt   [Acknowledge], [Acknowledged]
//	request   guichet-request+jwt   [Authorize], [Authorized]
//	call      guichet-call+jwt      [SignFingerprint], [CheckFingerprint]
//
// A signature is slow, and a hub has many receipts to give at once. So its token
// signs the root of a Merkle tree (RFC 9162, section 2.1), whose leaves are the
// receipts that were waiting at that moment, or the one. A receipt is that token,
// its leaf, and the leaf's place, with "~" between them, the last two in
// base64url:
//
//	token  {"size":3,"root":"…"}: how many leaves, and the root in base64
//	leaf   the [Receipt] as JSON; its hash is that of these very bytes
//	place  the leaf's number from 0, in two bytes, and the hashes of 32 bytes
//	       that lead from it to the root, the leaf's neighbour first
//
// A kiosk learns from its receipt how many others there were, and nothing of
// them: their leaves hold an id of 128 random bits and the hash of a ciphertext,
// so a hash of such a leaf cannot be guessed. A [Notary] does all this, and
// checks envelopes, for those who come at the same time.
//
// None of it holds personal data: ids, references, dates, sizes.
package custody
