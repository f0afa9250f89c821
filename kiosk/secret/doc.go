// Package secret keeps what people know by heart, a password or a number, as a
// hash: Argon2id (RFC 9106), written in the form of the Password Hashing
// Competition,
//
//	$argon2id$v=19$m=19456,t=2,p=1$salt$hash
//
// [Hash], [Check] and [NeedsRehash] are enough for most. Who bounds how many
// hashes are made at once, or keeps something beside one, works with [PHC].
//
// A number of four digits is not safe behind any hash: whoever has the file
// tries all of them within the hour. What keeps it is that nobody else may
// read the file, and that the kiosk takes few tries.
package secret
