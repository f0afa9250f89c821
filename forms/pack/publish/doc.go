// Package publish is the writer's side of packs: everything that a person or
// the hub signs. What is written here is read by package trust, where the tree
// of who signs what is drawn.
//
//	Found      the first ceremony: the root, and every key below it
//	Edit       a change: a pack is published, a key replaced, a town entered
//	Upload     the change as one file, that goes from person to person …
//	Approve    … until enough of them have signed it, and then to the hub
//	Online     the hub: Accept checks an upload against what is published and
//	           signs the new state; Renew signs it again before it expires
//	Stick      the files that a town's USB stick holds
//
// All of it works on [Files] in memory, and returns [Changes]: nothing is
// written here, and nothing asks for the time or for chance, so that the same
// change made twice is the same bytes.
package publish
