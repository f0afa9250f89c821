// What Go cannot say to libvpx and libyuv itself: macros, structures that hold
// pointers, and pictures made of three planes.
#ifndef GUICHET_GLUE_H
#define GUICHET_GLUE_H

#include <stddef.h>
#include <stdint.h>
#include <vpx/vp8cx.h>
#include <vpx/vp8dx.h>
#include <vpx/vpx_decoder.h>
#include <vpx/vpx_encoder.h>

typedef struct {
	vpx_codec_ctx_t ctx;
	vpx_codec_enc_cfg_t cfg;
} encoder;

typedef struct {
	vpx_codec_ctx_t ctx;
	const vpx_image_t *img; // of the last frame; NULL: nothing to show
} decoder;

// frame is memory of libvpx, until the next call with the same encoder.
typedef struct {
	const void *data;
	size_t size;
	int key;
	int err;
} frame;

typedef struct {
	int width, height, err, corrupt;
} decoded;

encoder *encoder_new(int width, int height, int bps, int fps, int speed);
int encoder_rate(encoder *e, int bps, int fps);
frame encoder_frame(encoder *e, const uint8_t *pix, int64_t pts, unsigned long duration, int key);
void encoder_free(encoder *e);

decoder *decoder_new(void);
decoded decoder_frame(decoder *d, const uint8_t *data, size_t size);
int decoder_rgba(decoder *d, uint8_t *dst, int stride);
int decoder_i420(decoder *d, uint8_t *dst);
void decoder_free(decoder *d);

decoded mjpeg_size(const uint8_t *data, size_t size);
int mjpeg_i420(const uint8_t *data, size_t size, uint8_t *dst, int width, int height);
int yuyv_i420(const uint8_t *data, int stride, uint8_t *dst, int width, int height);
int i420_scale(const uint8_t *src, int sw, int sh, uint8_t *dst, int dw, int dh);
int i420_mirror(const uint8_t *src, uint8_t *dst, int width, int height);
int i420_rgba(const uint8_t *src, uint8_t *dst, int stride, int width, int height);

#endif
