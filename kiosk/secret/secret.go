package secret

// Hash hashes a password, or a number, at the cost of [Today].
func Hash(password string) string { return New(password, Today).String() }

// Check tells whether a password is the one that kept is the hash of. The error
// is ErrForm: kept is no hash.
func Check(kept, password string) (bool, error) {
	p, err := Parse(kept)
	if err != nil {
		return false, err
	}
	return p.Is(password), nil
}

// NeedsRehash tells whether a hash costs less than one of today would, or is
// none: hash again as soon as the password is in hand.
func NeedsRehash(kept string) bool {
	p, err := Parse(kept)
	return err != nil || p.Below(Today)
}
