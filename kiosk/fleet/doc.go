// Package fleet is the kiosk's side of the hub. It always calls, over HTTPS,
// through a proxy where there is one; nobody calls a kiosk.
//
// [Agent.Run] does three things, each at its own pace, none of which a citizen
// ever waits for:
//
//   - deliver: a submission goes from the spool to the hub and is erased here
//     when the hub's signed receipt for exactly these bytes is in hand;
//   - beat: the hub hears how the kiosk is, and says which revision of each
//     pack it shall offer;
//   - packs: that revision is fetched beside the active one, verified against
//     the root that was pinned at enrolment, tried with its own tests, and
//     offered to the session, which takes it when the visit under way has ended.
//
// Each heartbeat brings the number of the hub's repository. Where it is another
// than the kiosk's, the kiosk looks: a withdrawal, or new keys, come through
// without anything being wanted. A repository that is older, because the hub went
// back to a backup, changes nothing here, and is an alert until the town has
// published again.
//
// What the agent sees (no hub, a clock that is wrong, a certificate near its end)
// it tells a health.Board, and all that is raised there goes to the hub with each
// heartbeat: an alert has one beginning and one end, whatever is started again
// between. Staff need not wait for any of the paces: [Agent.Deliver] sends now,
// [Library.Back] takes the revision of before, and the hub's wish does not undo
// it.
//
// News from the hub only say that there is something to ask for. Losing one
// costs a minute, at most.
//
// What a lying hub can do: keep its news to itself, and choose among revisions
// that the town has signed and not withdrawn. What it cannot: make the kiosk
// take a pack, or recipients, that the town has not signed; make it erase a
// submission without having signed that it holds it; read one.
package fleet
