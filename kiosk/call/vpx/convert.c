#include "glue.h"
#include <libyuv.h>

// PLANES is a whole I420 picture as libyuv wants it: three planes, each with its
// stride.
#define PLANES(p, w, h) \
	(p), (w), (p) + (w) * (h), ((w) + 1) / 2, (p) + (w) * (h) + (((w) + 1) / 2) * (((h) + 1) / 2), ((w) + 1) / 2

decoded mjpeg_size(const uint8_t *data, size_t size) {
	decoded r = {0};
	r.err = MJPGSize(data, size, &r.width, &r.height);
	return r;
}

// video_range turns the full range of JPEG (JFIF) into that of video, 16 to 235
// and 16 to 240 (ITU-R BT.601), which VP8 is shown with.
static void video_range(uint8_t *p, size_t luma, size_t chroma) {
	for (size_t i = 0; i < luma; i++)
		p[i] = (p[i] * 219 + 16 * 255 + 127) / 255;
	p += luma;
	for (size_t i = 0; i < chroma; i++)
		p[i] = (p[i] * 224 + 16 * 255 + 127) / 255;
}

int mjpeg_i420(const uint8_t *data, size_t size, uint8_t *dst, int width, int height) {
	int err = MJPGToI420(data, size, PLANES(dst, width, height), width, height, width, height);
	if (err)
		return err;
	video_range(dst, (size_t)width * height, (size_t)2 * ((width + 1) / 2) * ((height + 1) / 2));
	return 0;
}

int yuyv_i420(const uint8_t *data, int stride, uint8_t *dst, int width, int height) {
	return YUY2ToI420(data, stride, PLANES(dst, width, height), width, height);
}

int i420_scale(const uint8_t *src, int sw, int sh, uint8_t *dst, int dw, int dh) {
	return I420Scale(PLANES(src, sw, sh), sw, sh, PLANES(dst, dw, dh), dw, dh, kFilterBox);
}

int i420_mirror(const uint8_t *src, uint8_t *dst, int width, int height) {
	return I420Mirror(PLANES(src, width, height), PLANES(dst, width, height), width, height);
}

int i420_rgba(const uint8_t *src, uint8_t *dst, int stride, int width, int height) {
	return I420ToABGR(PLANES(src, width, height), dst, stride, width, height);
}
