package users

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"guichet/kiosk/hub/store"
)

// ToolLife is how long the key of a command line tool works.
const ToolLife = 365 * 24 * time.Hour

// toolPrefix makes a key recognisable, to people and to programs that look for
// secrets where they should not be.
const toolPrefix = "guichet_"

// ErrLabel: a tool has a name of 1 to 60 characters.
var ErrLabel = errors.New("users: a tool has a name of 1 to 60 characters")

// Tool is a command line tool that works in somebody's name.
type Tool struct {
	ID    string // says which one, and opens nothing
	Label string
	At    time.Time
	Seen  time.Time
	Ends  time.Time
}

// NewTool makes a key for a tool of somebody. It is shown once: the store has
// its hash. Errors: ErrLabel, ErrWrong, *WaitError.
func (u *Users) NewTool(ctx context.Context, s Session, label, password string) (string, error) {
	label = strings.TrimSpace(label)
	if n := utf8.RuneCountInString(label); n < 1 || n > 60 || !utf8.ValidString(label) {
		return "", ErrLabel
	}
	if s.User.Password != "" {
		if err := u.confirm(ctx, s.User.Login, password); err != nil {
			return "", err
		}
	}
	secret, now := toolPrefix+newSecret(), u.now()
	t := store.Token{Hash: hashOf(secret), Login: s.User.Login, Kind: kindTool, Label: label, At: now, Seen: now, Expires: now.Add(ToolLife)}
	if err := u.book.AddToken(ctx, t); err != nil {
		return "", fmt.Errorf("users: key of a tool: %w", err)
	}
	u.note(ctx, s.User, "tool_made", idOf(t.Hash))
	return secret, nil
}

// Tool finds the person in whose name a tool works; ErrSession where the key is
// not known, too old, or its owner is shut out.
func (u *Users) Tool(ctx context.Context, secret string) (store.User, error) {
	if !strings.HasPrefix(secret, toolPrefix) {
		return store.User{}, ErrSession
	}
	hash, now := hashOf(secret), u.now()
	t, err := u.book.Token(ctx, hash, now)
	if err != nil {
		return store.User{}, gone(err)
	}
	user, err := u.book.User(ctx, t.Login)
	if err != nil {
		return store.User{}, gone(err)
	}
	if t.Kind != kindTool || user.Disabled || !now.Before(t.Expires) {
		return store.User{}, ErrSession
	}
	if now.Sub(t.Seen) >= touched {
		err = u.book.TouchToken(ctx, hash, now, t.Expires)
	}
	return user, err
}

// Tools are the tools of somebody.
func (u *Users) Tools(ctx context.Context, login string) ([]Tool, error) {
	all, err := u.book.Tokens(ctx, login)
	if err != nil {
		return nil, fmt.Errorf("users: tokens: %w", err)
	}
	var tools []Tool
	for _, t := range all {
		if t.Kind == kindTool && u.now().Before(t.Expires) {
			tools = append(tools, Tool{idOf(t.Hash), t.Label, t.At, t.Seen, t.Expires})
		}
	}
	return tools, nil
}

// DropToken ends a session or a tool of somebody by its id.
func (u *Users) DropToken(ctx context.Context, s Session, id string) error {
	found := false
	err := u.drop(ctx, s.User.Login, func(t store.Token) bool {
		hit := idOf(t.Hash) == id && (t.Kind == kindTool || t.Kind == kindSession)
		found = found || hit
		return hit
	})
	if err == nil && !found {
		return ErrSession
	}
	if err == nil {
		u.note(ctx, s.User, "token_dropped", id)
	}
	return err
}
