// Package v4l is the cameras of Linux: Video for Linux 2, by ioctl, with buffers
// that the kernel shares (mmap). It reads MJPEG and YUYV, which every USB camera
// of the class UVC has.
//
//	c := v4l.New("/dev/v4l/by-id/usb-…-video-index0")
//	s, err := c.Open(ctx, camera.Mode{Width: 640, Height: 480, Rate: 30})
//
// Names under /dev/v4l/by-id and by-path stay the same; /dev/video0 may be
// another camera after a restart. Structures and numbers are those of
// linux/videodev2.h, their meaning that of
// https://docs.kernel.org/userspace-api/media/v4l/v4l2.html.
package v4l
