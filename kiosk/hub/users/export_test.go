package users

import "guichet/kiosk/secret"

// Hashes is how many passwords were hashed so far.
func (u *Users) Hashes() int64 { return u.hasher.made.Load() }

// WeakHash is a password as it was kept in weaker times.
func WeakHash(password string) string { return secret.New(password, small).String() }
