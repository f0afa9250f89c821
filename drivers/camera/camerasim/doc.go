// Package camerasim is a camera without a camera: a recorded file, or a drawn
// picture that moves and tells the time, at a steady pace.
//
// The drawn one bears a bar on its top that says when it was taken, so that
// whoever sees it at the other end of a call knows how late it is and what it
// should look like: see [ReadBar] and [Draw].
package camerasim
