// How well the line carries the call, in the words of package call.Quality, from
// what the browser counted (W3C webrtc-stats) between two looks.

export class Quality {
	#stats;
	#last = null;

	constructor(stats) { this.#stats = stats; }

	reset() { this.#last = null; }

	// word is "good", "weak", "stills", "sound_only" or "gone"; "" where there is
	// nothing to compare with yet. picture: one is expected.
	async word(picture) {
		const now = {at: performance.now(), frames: 0, lost: 0, packets: 0, sound: 0, width: 0};
		for (const s of (await this.#stats()).values()) {
			if (s.type !== "inbound-rtp") { continue; }
			now.lost += s.packetsLost || 0;
			now.packets += s.packetsReceived || 0;
			if (s.kind === "video") { now.frames += s.framesDecoded || 0; now.width = s.frameWidth || now.width; }
			if (s.kind === "audio") { now.sound += s.packetsReceived || 0; }
		}
		const last = this.#last;
		this.#last = now;
		return last ? judge(last, now, picture) : "";
	}
}

// judge compares two looks. 320 pixels, 15 and 5 pictures a second, 5 % of loss
// are our own limits: below them a person sees the difference.
export function judge(last, now, picture) {
	const seconds = (now.at - last.at) / 1000;
	const packets = now.packets - last.packets, lost = Math.max(0, now.lost - last.lost);
	const rate = (now.frames - last.frames) / seconds;
	if (packets <= 0) { return "gone"; }
	const loss = lost / (packets + lost);
	if (!picture) { return loss > .05 ? "weak" : "good"; }
	if (rate === 0) { return "sound_only"; }
	if (rate < 5) { return "stills"; }
	return rate < 15 || loss > .05 || now.width && now.width < 320 ? "weak" : "good";
}
