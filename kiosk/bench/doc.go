// Package bench is the world around a kiosk, made of software: a printer at
// the end of a real pty, a town hall's key, a clock that jumps, a folder that
// is gone afterwards. [New] makes it, [Bench.Config] is the configuration of a
// kiosk that stands in it, and [Bench.Window] shows the paper as it comes out
// beside buttons for everything that goes wrong in an entrance hall.
//
// [Walk] plays visits on the true screen with true touches, and leaves
// pictures.
package bench
