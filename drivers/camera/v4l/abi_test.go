package v4l

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unsafe"
)

// ours says of each line of testdata/abi.txt what this package thinks.
func ours() string {
	var b strings.Builder
	for _, n := range []struct {
		name string
		n    uintptr
	}{
		{"VIDIOC_QUERYCAP", queryCapability}, {"VIDIOC_ENUM_FMT", enumFormats}, {"VIDIOC_S_FMT", setFormat},
		{"VIDIOC_REQBUFS", reqBuffers}, {"VIDIOC_QUERYBUF", queryBuffer}, {"VIDIOC_QBUF", queueBuffer},
		{"VIDIOC_DQBUF", dequeueBuffer}, {"VIDIOC_STREAMON", streamOn}, {"VIDIOC_STREAMOFF", streamOff},
		{"VIDIOC_S_PARM", setParameters}, {"VIDIOC_ENUM_FRAMESIZES", enumFrameSizes}, {"VIDIOC_ENUM_FRAMEINTERVALS", enumFrameIntervals},
		{"V4L2_CAP_VIDEO_CAPTURE", capVideoCapture}, {"V4L2_CAP_STREAMING", capStreaming}, {"V4L2_CAP_DEVICE_CAPS", capDeviceCaps},
		{"V4L2_PIX_FMT_MJPEG", pixMJPEG}, {"V4L2_PIX_FMT_JPEG", pixJPEG}, {"V4L2_PIX_FMT_YUYV", pixYUYV},
		{"V4L2_BUF_TYPE_VIDEO_CAPTURE", kindVideoCapture}, {"V4L2_MEMORY_MMAP", memoryMmap}, {"V4L2_BUF_FLAG_ERROR", flagError},
		{"V4L2_FRMSIZE_TYPE_DISCRETE", discrete}, {"V4L2_FRMIVAL_TYPE_DISCRETE", discrete}, {"V4L2_FIELD_NONE", fieldNone},
		{"sizeof(struct v4l2_capability)", unsafe.Sizeof(capability{})},
		{"offsetof(struct v4l2_capability, capabilities)", unsafe.Offsetof(capability{}.capabilities)},
		{"offsetof(struct v4l2_capability, device_caps)", unsafe.Offsetof(capability{}.deviceCaps)},
		{"sizeof(struct v4l2_fmtdesc)", unsafe.Sizeof(formatDescription{})},
		{"offsetof(struct v4l2_fmtdesc, type)", unsafe.Offsetof(formatDescription{}.kind)},
		{"offsetof(struct v4l2_fmtdesc, pixelformat)", unsafe.Offsetof(formatDescription{}.pixelFormat)},
		{"sizeof(struct v4l2_frmsizeenum)", unsafe.Sizeof(frameSize{})},
		{"offsetof(struct v4l2_frmsizeenum, pixel_format)", unsafe.Offsetof(frameSize{}.pixelFormat)},
		{"offsetof(struct v4l2_frmsizeenum, type)", unsafe.Offsetof(frameSize{}.kind)},
		{"offsetof(struct v4l2_frmsizeenum, discrete.width)", unsafe.Offsetof(frameSize{}.width)},
		{"offsetof(struct v4l2_frmsizeenum, discrete.height)", unsafe.Offsetof(frameSize{}.height)},
		{"offsetof(struct v4l2_frmsizeenum, stepwise.min_width)", unsafe.Offsetof(frameSize{}.width)},
		{"offsetof(struct v4l2_frmsizeenum, stepwise.max_width)", unsafe.Offsetof(frameSize{}.height)},
		{"offsetof(struct v4l2_frmsizeenum, stepwise.min_height)", unsafe.Offsetof(frameSize{}.minHeight)},
		{"offsetof(struct v4l2_frmsizeenum, stepwise.max_height)", unsafe.Offsetof(frameSize{}.maxHeight)},
		{"sizeof(struct v4l2_frmivalenum)", unsafe.Sizeof(frameInterval{})},
		{"offsetof(struct v4l2_frmivalenum, width)", unsafe.Offsetof(frameInterval{}.width)},
		{"offsetof(struct v4l2_frmivalenum, height)", unsafe.Offsetof(frameInterval{}.height)},
		{"offsetof(struct v4l2_frmivalenum, type)", unsafe.Offsetof(frameInterval{}.kind)},
		{"offsetof(struct v4l2_frmivalenum, discrete.numerator)", unsafe.Offsetof(frameInterval{}.interval)},
		{"offsetof(struct v4l2_frmivalenum, stepwise.min)", unsafe.Offsetof(frameInterval{}.interval)},
		{"sizeof(struct v4l2_format)", unsafe.Sizeof(format{})},
		{"offsetof(struct v4l2_format, fmt.pix.width)", unsafe.Offsetof(format{}.width)},
		{"offsetof(struct v4l2_format, fmt.pix.height)", unsafe.Offsetof(format{}.height)},
		{"offsetof(struct v4l2_format, fmt.pix.pixelformat)", unsafe.Offsetof(format{}.pixelFormat)},
		{"offsetof(struct v4l2_format, fmt.pix.field)", unsafe.Offsetof(format{}.field)},
		{"offsetof(struct v4l2_format, fmt.pix.bytesperline)", unsafe.Offsetof(format{}.bytesPerLine)},
		{"offsetof(struct v4l2_format, fmt.pix.sizeimage)", unsafe.Offsetof(format{}.sizeImage)},
		{"sizeof(struct v4l2_streamparm)", unsafe.Sizeof(streamParameters{})},
		{"offsetof(struct v4l2_streamparm, parm.capture.timeperframe)", unsafe.Offsetof(streamParameters{}.interval)},
		{"sizeof(struct v4l2_requestbuffers)", unsafe.Sizeof(requestBuffers{})},
		{"offsetof(struct v4l2_requestbuffers, count)", unsafe.Offsetof(requestBuffers{}.count)},
		{"offsetof(struct v4l2_requestbuffers, type)", unsafe.Offsetof(requestBuffers{}.kind)},
		{"offsetof(struct v4l2_requestbuffers, memory)", unsafe.Offsetof(requestBuffers{}.memory)},
		{"sizeof(struct v4l2_buffer)", unsafe.Sizeof(buffer{})},
		{"offsetof(struct v4l2_buffer, index)", unsafe.Offsetof(buffer{}.index)},
		{"offsetof(struct v4l2_buffer, type)", unsafe.Offsetof(buffer{}.kind)},
		{"offsetof(struct v4l2_buffer, bytesused)", unsafe.Offsetof(buffer{}.bytesUsed)},
		{"offsetof(struct v4l2_buffer, flags)", unsafe.Offsetof(buffer{}.flags)},
		{"offsetof(struct v4l2_buffer, timestamp)", unsafe.Offsetof(buffer{}.seconds)},
		{"offsetof(struct v4l2_buffer, memory)", unsafe.Offsetof(buffer{}.memory)},
		{"offsetof(struct v4l2_buffer, m.offset)", unsafe.Offsetof(buffer{}.offset)},
		{"offsetof(struct v4l2_buffer, length)", unsafe.Offsetof(buffer{}.length)},
	} {
		fmt.Fprintf(&b, "%s = %#x\n", n.name, n.n)
	}
	return b.String()
}

// TestTheKernelsNumbers compares with what the headers of Linux 6.1, x86-64, say.
func TestTheKernelsNumbers(t *testing.T) {
	want, err := os.ReadFile("testdata/abi.txt")
	if err != nil {
		t.Fatal(err)
	}
	if got := ours(); got != string(want) {
		t.Errorf("ours:\n%s\nthe headers':\n%s", got, want)
	}
}

// TestTheTableIsThatOfTheHeaders makes the table again, with a C compiler.
func TestTheTableIsThatOfTheHeaders(t *testing.T) {
	gcc, err := exec.LookPath("gcc")
	if _, missing := os.Stat("/usr/include/linux/videodev2.h"); err != nil || missing != nil {
		t.Skip("no gcc, or no headers of Linux")
	}
	want, err := os.ReadFile("testdata/abi.txt")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	source, program := filepath.Join(dir, "abi.c"), filepath.Join(dir, "abi")
	var c strings.Builder
	c.WriteString("#include <linux/videodev2.h>\n#include <stddef.h>\n#include <stdio.h>\nint main(void) {\n")
	for _, m := range regexp.MustCompile(`(?m)^(.*) = `).FindAllStringSubmatch(string(want), -1) {
		fmt.Fprintf(&c, "printf(\"%%s = %%#lx\\n\", \"%s\", (unsigned long)(%s) & 0xffffffff);\n", m[1], m[1])
	}
	c.WriteString("}\n")
	if err := os.WriteFile(source, []byte(c.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(gcc, "-o", program, source).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	got, err := exec.Command(program).Output()
	// printf writes 0 as "0", Go as "0x0".
	got = bytes.ReplaceAll(got, []byte("= 0\n"), []byte("= 0x0\n"))
	if err != nil || string(got) != string(want) {
		t.Errorf("%v, the headers:\n%s\nthe table:\n%s", err, got, want)
	}
}
