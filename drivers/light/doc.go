// Package light is the staff light: a signal tower or a lamp that somebody at the
// front desk sees from afar.
//
//	l, err := light.Open("gpio:/dev/gpiochip0:17,27,22")  // green, amber, red on a board's contacts
//	l, err := light.Open("tower:/dev/serial/by-id/…")     // Adafruit's USB tower, product 5125
//	l, err := light.Open("patlite:/dev/guichet/light")    // PATLITE LR6-USB and NE-USB
//	err = l.Show(light.Red, true)
//
// Open opens nothing yet, and the device may come later. One goroutine owns it:
// it shows again every few seconds what was asked for last, so that a light that
// was unplugged shows it when it is back; and a device that hangs does not hold up
// the caller, whose Show ends by itself.
//
// What is known of the devices, and from where:
//
//   - GPIO: linux/gpio.h, version 2 of the character device (Linux 5.10). The lamp
//     blinks by this program. What the lines do when the program dies is the
//     chip's choice.
//   - Adafruit 5125: one byte a command at 9600 baud, as in the example program of
//     its product page, https://www.adafruit.com/product/5125; what the example
//     does is known here from copies of it in public repositories. It blinks by
//     itself, and shines on when the program dies.
//   - PATLITE LR6-USB (191a:8003) and NE-USB (191a:6001): a HID report of 8 bytes,
//     after the example programs of the maker: github.com/PATLITE-Corporation,
//     LR6-USB_linux_python_example and NE-USB_linux_cpp_example. The report has no
//     number. Both blink by themselves; which rhythm their "pattern 1" has, the
//     examples do not say. The number of a /dev/hidraw is that of the order of
//     plugging in: give the device a name by udev.
//
// No buzzer is ever sounded, and one that another program left on is switched off.
//
// Tried here: each of them with a simulator written from these sources, at the end
// of a pty, a socket, or in place of the kernel's ioctls. Not tried: any hardware.
package light
