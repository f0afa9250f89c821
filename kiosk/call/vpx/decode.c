#include "glue.h"
#include <libyuv.h>
#include <malloc.h>
#include <stdlib.h>

decoder *decoder_new(void) {
	decoder *d = calloc(1, sizeof *d);
	if (d == NULL)
		return NULL;
	vpx_codec_dec_cfg_t cfg = {.threads = 1};
	if (vpx_codec_dec_init(&d->ctx, vpx_codec_vp8_dx(), &cfg, 0)) {
		free(d);
		return NULL;
	}
	return d;
}

decoded decoder_frame(decoder *d, const uint8_t *data, size_t size) {
	decoded r = {0};
	d->img = NULL;
	r.err = vpx_codec_decode(&d->ctx, data, size, NULL, 0);
	vpx_codec_iter_t iter = NULL;
	vpx_image_t *img;
	while ((img = vpx_codec_get_frame(&d->ctx, &iter)) != NULL)
		d->img = img;
	if (vpx_codec_control(&d->ctx, VP8D_GET_FRAME_CORRUPTED, &r.corrupt))
		r.corrupt = 1;
	if (d->img != NULL) {
		r.width = d->img->d_w;
		r.height = d->img->d_h;
	}
	return r;
}

// I420ToABGR: libyuv names a word from its most significant byte, so that in
// memory it is R, G, B, A.
int decoder_rgba(decoder *d, uint8_t *dst, int stride) {
	const vpx_image_t *i = d->img;
	return I420ToABGR(i->planes[0], i->stride[0], i->planes[1], i->stride[1], i->planes[2], i->stride[2],
	                  dst, stride, i->d_w, i->d_h);
}

int decoder_i420(decoder *d, uint8_t *dst) {
	const vpx_image_t *i = d->img;
	int w = i->d_w, h = i->d_h, cw = (w + 1) / 2, ch = (h + 1) / 2;
	return I420Copy(i->planes[0], i->stride[0], i->planes[1], i->stride[1], i->planes[2], i->stride[2],
	                dst, w, dst + w * h, cw, dst + w * h + cw * ch, cw, w, h);
}

void decoder_free(decoder *d) {
	mallopt(M_PERTURB, 0x55); // see encoder_free
	vpx_codec_destroy(&d->ctx);
	free(d);
	mallopt(M_PERTURB, 0);
}
