package hub

import (
	"context"
	"errors"
	"fmt"
	"unicode/utf8"

	"guichet/forms/pack/trust"
	"guichet/kiosk/hub/store"
	"guichet/kiosk/hub/users"
)

var (
	// ErrRolloutOpen: a roll-out of the pack is not over.
	ErrRolloutOpen = errors.New("hub: a roll-out of this pack is open")
	// ErrState: the roll-out is not in a state for that.
	ErrState = errors.New("hub: the roll-out is not in a state for that")
	// ErrNotPublished: the town has not published this revision.
	ErrNotPublished = errors.New("hub: revision is not published")
	// ErrSame: the revision is the one that every kiosk has.
	ErrSame = errors.New("hub: revision is everywhere already")
	// ErrNoRepository: the hub has no repository, or no keys to publish with.
	ErrNoRepository = errors.New("hub: no repository")
)

// InputError is something that somebody wrote and that cannot be.
type InputError struct {
	Field string // "name"
	Why   string
}

func (e *InputError) Error() string { return fmt.Sprintf("hub: %s: %s", e.Field, e.Why) }

// may refuses what is not within somebody's rights: users.ErrRight. Every
// operation asks here, and nowhere else.
func may(who store.Who, a users.Action, town string) error {
	if who.Login == "" || !users.Can(store.User{Login: who.Login, Role: who.Role, Town: who.Town}, a, town) {
		return users.ErrRight
	}
	return nil
}

// checkTown refuses what is no COG code.
func checkTown(town string) error {
	if trust.CheckTown(town) != nil {
		return &InputError{"town", "not the COG code of a commune"}
	}
	return nil
}

// checkName refuses a name that cannot be shown.
func checkName(field, s string, least int) error {
	n := utf8.RuneCountInString(s)
	if n < least || n > 60 || clip(s, len(s)) != s {
		return &InputError{field, fmt.Sprintf("%d to 60 letters that can be printed", least)}
	}
	return nil
}

// note writes down who did what. What was done is done: a failure is logged.
func (h *Hub) note(ctx context.Context, a store.Act) {
	a.At = h.now()
	if err := h.Store.Note(context.WithoutCancel(ctx), a); err != nil {
		h.log.Error("history_failed", "what", a.What, "on", a.On, "error", err)
	}
}

// did notes what somebody did.
func (h *Hub) did(ctx context.Context, who store.Who, town, what, on, more string) {
	h.note(ctx, store.Act{Who: who.Login, Town: town, What: what, On: on, More: more})
	h.log.Info(what, "who", who.Login, "town", town, "on", on)
}
