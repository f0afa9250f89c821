// The desk's end of the WebRTC connection: the kiosk offers, we answer.
//
// Events: "track" {track}, "channel" {channel}, "line" {state}, where state is
// RTCPeerConnection.connectionState, and "hopeless": it failed and the kiosk
// has not mended it for a while, again and again.

const mends = 15_000; // how long the kiosk has to mend it by an ICE restart

export class Peer extends EventTarget {
	#pc = null;
	#send;
	#round = 0;     // of the offer that holds
	#answered = 0;  // of the last answer that went out
	#theirs = [];   // candidates that came before their offer
	#ours = [];     // candidates found before the answer went out
	#relay = null;
	#tracks = {video: null, audio: null};
	#work = Promise.resolve();
	#timer = 0;
	#over = false;

	// send takes messages without the id of the call.
	constructor(send) { super(); this.#send = send; }

	// relay names the way around (TURN); it may come before or after an offer.
	relay(relay) {
		this.#relay = usable(relay) ? relay : null;
		this.#pc?.setConfiguration(config(this.#relay));
	}

	// track sends another track of a kind, or none, with no new offer.
	async track(kind, track) {
		this.#tracks[kind] = track;
		await this.#sender(kind)?.replaceTrack(track);
	}

	// offer answers one offer after the other.
	offer(offer) {
		this.#work = this.#work.then(() => this.#answer(offer)).catch(e => this.#fault(e));
		return this.#work;
	}

	candidate(c) {
		this.#work = this.#work.then(() => this.#add(c)).catch(e => this.#fault(e));
	}

	// close ends it for good.
	close() {
		this.#over = true;
		this.#drop();
	}

	stats() { return this.#pc?.getStats() ?? Promise.resolve(new Map()); }
	get state() { return this.#pc?.connectionState ?? "new"; }

	// voice is how loud the other side is, 0 to 1.
	async voice() {
		const receiver = this.#pc?.getReceivers().find(r => r.track.kind === "audio");
		for (const s of (await receiver?.getStats())?.values() ?? []) {
			if (s.type === "inbound-rtp") { return s.audioLevel ?? 0; }
		}
		return 0;
	}

	async #answer(offer) {
		if (this.#over || offer.round <= this.#round) { return; } // an old one, late
		const pc = await this.#accept(offer);
		if (!pc) { return; }
		this.#round = offer.round;
		await this.#attach(pc);
		await pc.setLocalDescription();
		this.#send({type: "sdp", sdp: {kind: "answer", sdp: pc.localDescription.sdp, round: offer.round}});
		this.#answered = offer.round;
		for (const c of this.#ours.splice(0)) { this.#tell(c); }
		for (const c of this.#theirs.splice(0)) { await this.#add(c); }
	}

	// accept gives the connection that an offer is for. One that cannot be read
	// leaves the connection that there is.
	async #accept(offer) {
		const fresh = !this.#pc || !offer.restart, pc = fresh ? this.#make() : this.#pc;
		try {
			await pc.setRemoteDescription({type: "offer", sdp: offer.sdp});
		} catch (e) {
			if (fresh) { pc.close(); }
			throw e;
		}
		if (this.#over) { pc.close(); return null; }
		if (fresh) { this.#drop(); this.#pc = pc; }
		return pc;
	}

	#drop() {
		clearInterval(this.#timer);
		this.#pc?.close();
		this.#pc = null;
	}

	#make() {
		const pc = new RTCPeerConnection(config(this.#relay));
		pc.ontrack = e => this.#event("track", {track: e.track});
		pc.ondatachannel = e => this.#event("channel", {channel: e.channel});
		pc.onicecandidate = e => { if (this.#pc === pc) { this.#tell(e.candidate); } };
		pc.onconnectionstatechange = () => { if (this.#pc === pc) { this.#changed(pc.connectionState); } };
		return pc;
	}

	// attach sends both ways on every line, also with no device yet: one that is
	// plugged in later goes out without a new offer.
	async #attach(pc) {
		for (const t of pc.getTransceivers()) {
			if (t.stopped) { continue; }
			t.direction = "sendrecv";
			await t.sender.replaceTrack(this.#tracks[t.receiver.track.kind]);
		}
	}

	#sender(kind) { return this.#pc?.getTransceivers().find(t => t.receiver.track.kind === kind)?.sender; }

	#tell(c) {
		if (this.#answered < this.#round) { this.#ours.push(c); return; }
		this.#send({type: "candidate", candidate: {
			candidate: c?.candidate ?? "", sdpMid: c?.sdpMid ?? "", sdpMLineIndex: c?.sdpMLineIndex ?? 0, round: this.#round,
		}});
	}

	async #add(c) {
		if (c.round > this.#round) { this.#theirs.push(c); return; }
		if (c.round < this.#round || !this.#pc) { return; }
		try {
			await this.#pc.addIceCandidate(c.candidate ? c : undefined);
		} catch { /* one address that cannot be used: there are others */ }
	}

	#changed(state) {
		clearInterval(this.#timer);
		if (state === "failed") { this.#timer = setInterval(() => this.#event("hopeless"), mends); }
		this.#event("line", {state});
	}

	#fault(e) { console.warn("peer:", e.name); this.#event("line", {state: this.#pc?.connectionState ?? "failed"}); }
	#event(type, detail) { this.dispatchEvent(new CustomEvent(type, {detail})); }
}

const config = r => ({bundlePolicy: "max-bundle", iceServers: r?.urls?.length ? [{urls: r.urls, username: r.username, credential: r.credential}] : []});

// usable tells whether the browser takes a relay. One that it does not (Firefox
// blocks some ports) must not keep a call from going straight.
function usable(relay) {
	try {
		new RTCPeerConnection(config(relay)).close();
		return true;
	} catch (e) {
		console.warn("relay:", e.message);
		return false;
	}
}
