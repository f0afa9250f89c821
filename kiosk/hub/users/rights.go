package users

import (
	"slices"

	"guichet/kiosk/hub/store"
)

// Action is something that not everybody may do.
type Action string

// Actions.
const (
	SeeFleet    Action = "see_fleet"    // kiosks, packs, roll-outs
	SeeInbox    Action = "see_inbox"    // how many submissions wait
	ReadInbox   Action = "read_inbox"   // fetch submissions, mark them as handled
	EditKiosks  Action = "edit_kiosks"  // enrol, name, place, take out
	RollOut     Action = "roll_out"     // start, pause, resume, roll back
	Publish     Action = "publish"      // put a pack into the repository
	SeeHistory  Action = "see_history"  // who did what
	ManageUsers Action = "manage_users" // make, change, close accounts
)

// Roles are all roles, the widest first.
var Roles = []string{store.RoleAdmin, store.RoleTown, store.RoleAgent, store.RoleReader}

// allowed has every right there is. Agents read what citizens sent; who only
// runs the kiosks of a town does not.
var allowed = map[string][]Action{
	store.RoleAdmin:  {SeeFleet, SeeInbox, ReadInbox, EditKiosks, RollOut, Publish, SeeHistory, ManageUsers},
	store.RoleTown:   {SeeFleet, SeeInbox, EditKiosks, RollOut, Publish, SeeHistory, ManageUsers},
	store.RoleAgent:  {SeeFleet, SeeInbox, ReadInbox},
	store.RoleReader: {SeeFleet},
}

// Can tells whether somebody may do something in a town. An administrator
// without a town may in all of them, and he alone when town is "": "all towns
// at once".
func Can(u store.User, a Action, town string) bool {
	if u.Disabled || !slices.Contains(allowed[u.Role], a) {
		return false
	}
	return Everywhere(u) || town != "" && u.Town == town
}

// Everywhere tells whether the rights of somebody are for all towns.
func Everywhere(u store.User) bool { return u.Role == store.RoleAdmin && u.Town == "" }

// CanGive tells whether somebody may make, change or close the account of
// another: of his town, and with no right that he has not himself. So a town hall
// opens no account of an agent, nor sets its password: it would read what
// citizens sent the next minute. An administrator, of the town or of all, does.
func CanGive(by, other store.User) bool {
	if !Can(by, ManageUsers, other.Town) || !slices.Contains(Roles, other.Role) {
		return false
	}
	return !slices.ContainsFunc(allowed[other.Role], func(a Action) bool { return !slices.Contains(allowed[by.Role], a) })
}
