// Package badge is what opens staff mode: a number that the front desk knows by
// heart, or a key on a USB stick.
//
// The number is in staff.pin of the data folder, as a hash. The key is a file of
// its own on the stick, guichet-cle.jws: a JWS (RFC 7515) that this kiosk signed
// (EdDSA, RFC 8037) for one stick, by its serial number, for some years. It is
// named after a place or a task, never after a person: "accueil 1".
//
//	kioskctl staff key make ─► Keeper.Make ─► list of keys, synced ─► file on the stick
//	a stick at the kiosk ─► Keeper.Check ─► signature, kiosk, stick, date, list
//
// A key opens only where the list of the kiosk has it, not revoked: a list that
// was lost opens to nobody, and the number still does. A copy of the file on
// another stick opens nothing; a stick that lies about its serial number does
// open, so a stick that was lost is revoked.
//
// The date is the machine's. One whose clock was set back takes a key that has
// ended; one whose clock is years ahead takes none, and there the number helps.
package badge
