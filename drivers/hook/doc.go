// Package hook says whether the handset of a telephone is lifted.
//
//	h, err := hook.Open("/dev/hidraw0") // a USB handset: HID, usage Hook Switch
//	h, err := hook.Open("/dev/input/by-id/…-event-kbd") // a key or a switch of Linux
//	h, err := hook.Open("gpio:gpiochip0:17") // a contact on a board
//	err = h.Watch(ctx, func(lifted bool) { … })
//
// A handset that is unplugged stays as it was until it is back: Watch opens it
// anew, each second.
//
// Tried here: the parsers, and Watch with pipes for devices. Not tried: a real
// hidraw, evdev or GPIO device (this needs hardware, or the kernel's uhid, uinput
// and gpio-sim); the numbers of their ioctls are those of the kernel's headers.
package hook
