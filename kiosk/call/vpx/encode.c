#include "glue.h"
#include <malloc.h>
#include <stdlib.h>

// Milliseconds of the decoder's buffer that the rate control imagines (RFC 6386
// has none; see rc_buf_sz in vpx_encoder.h): short, so that a line is never
// filled for long.
enum { BUFFER = 1000, BUFFER_INITIAL = 500, BUFFER_OPTIMAL = 600 };

static void set_rate(encoder *e, int bps, int fps) {
	e->cfg.rc_target_bitrate = (bps + 999) / 1000;
	// What a key frame may weigh, in percent of an average frame: a third of
	// the optimal buffer, and never less than three frames.
	unsigned int key = BUFFER_OPTIMAL * fps / 30;
	vpx_codec_control(&e->ctx, VP8E_SET_MAX_INTRA_BITRATE_PCT, key < 300 ? 300 : key);
}

static void set_config(encoder *e, int width, int height) {
	e->cfg.g_w = width;
	e->cfg.g_h = height;
	e->cfg.g_timebase.num = 1;
	e->cfg.g_timebase.den = 90000; // the clock of RTP (RFC 7741, section 4.1)
	e->cfg.g_threads = 1;
	e->cfg.g_lag_in_frames = 0;
	e->cfg.g_error_resilient = 0; // what is lost is sent again, or a key frame is
	e->cfg.rc_end_usage = VPX_CBR;
	e->cfg.rc_dropframe_thresh = 30;
	e->cfg.rc_resize_allowed = 0;
	e->cfg.rc_min_quantizer = 2;
	e->cfg.rc_max_quantizer = 56;
	e->cfg.rc_undershoot_pct = 100;
	e->cfg.rc_overshoot_pct = 15;
	e->cfg.rc_buf_sz = BUFFER;
	e->cfg.rc_buf_initial_sz = BUFFER_INITIAL;
	e->cfg.rc_buf_optimal_sz = BUFFER_OPTIMAL;
	e->cfg.kf_mode = VPX_KF_DISABLED; // only when asked
}

encoder *encoder_new(int width, int height, int bps, int fps, int speed) {
	encoder *e = calloc(1, sizeof *e);
	if (e == NULL)
		return NULL;
	if (vpx_codec_enc_config_default(vpx_codec_vp8_cx(), &e->cfg, 0)) {
		free(e);
		return NULL;
	}
	set_config(e, width, height);
	e->cfg.rc_target_bitrate = (bps + 999) / 1000;
	if (vpx_codec_enc_init(&e->ctx, vpx_codec_vp8_cx(), &e->cfg, 0)) {
		free(e);
		return NULL;
	}
	vpx_codec_control(&e->ctx, VP8E_SET_CPUUSED, speed);
	vpx_codec_control(&e->ctx, VP8E_SET_STATIC_THRESHOLD, 1);
	vpx_codec_control(&e->ctx, VP8E_SET_TOKEN_PARTITIONS, VP8_ONE_TOKENPARTITION);
	vpx_codec_control(&e->ctx, VP8E_SET_NOISE_SENSITIVITY, 0);
	set_rate(e, bps, fps);
	return e;
}

int encoder_rate(encoder *e, int bps, int fps) {
	set_rate(e, bps, fps);
	return vpx_codec_enc_config_set(&e->ctx, &e->cfg);
}

frame encoder_frame(encoder *e, const uint8_t *pix, int64_t pts, unsigned long duration, int key) {
	frame f = {0};
	vpx_image_t img;
	if (!vpx_img_wrap(&img, VPX_IMG_FMT_I420, e->cfg.g_w, e->cfg.g_h, 1, (unsigned char *)pix)) {
		f.err = VPX_CODEC_INVALID_PARAM;
		return f;
	}
	f.err = vpx_codec_encode(&e->ctx, &img, pts, duration, key ? VPX_EFLAG_FORCE_KF : 0, VPX_DL_REALTIME);
	if (f.err)
		return f;
	vpx_codec_iter_t iter = NULL;
	const vpx_codec_cx_pkt_t *p;
	while ((p = vpx_codec_get_cx_data(&e->ctx, &iter)) != NULL) {
		if (p->kind != VPX_CODEC_CX_FRAME_PKT)
			continue;
		f.data = p->data.frame.buf;
		f.size = p->data.frame.sz;
		f.key = (p->data.frame.flags & VPX_FRAME_IS_KEY) != 0;
	}
	return f;
}

// What free is given is overwritten first (M_PERTURB, mallopt(3)): libvpx does
// not wipe its pictures. Other threads lose nothing by it.
void encoder_free(encoder *e) {
	mallopt(M_PERTURB, 0x55);
	vpx_codec_destroy(&e->ctx);
	free(e);
	mallopt(M_PERTURB, 0);
}
