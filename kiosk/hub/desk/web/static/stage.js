// The two pictures, the sound, and the buttons of the call.
import {$, dress, put} from "./dom.js";
import {t} from "./words.js";
import {keep} from "./keep.js";

const speech = .02;   // level from which somebody speaks, our own measure
const linger = 700;   // milliseconds that the sign stays after the last word

export class Stage {
	#said = {far: 0, own: 0};
	#told = false;
	#timer;

	constructor(root, call, world) {
		Object.assign(this, {root, call, media: world.media, world});
		this.far = $(root, "far");
		this.own = $(root, "own");
		this.far.srcObject = this.stream = new MediaStream();
		call.addEventListener("track", e => this.#track(e.detail.track));
		call.addEventListener("state", () => this.draw());
		this.media.addEventListener("change", this.redraw = () => this.draw());
		this.far.addEventListener("resize", () => this.draw());
		this.#buttons();
		this.speaker();
		this.#timer = setInterval(() => this.#listen(), 150);
		this.draw();
	}

	wipe() {
		clearInterval(this.#timer);
		this.media.removeEventListener("change", this.redraw);
		for (const track of this.stream.getTracks()) { this.stream.removeTrack(track); }
	}

	#buttons() {
		const on = (name, f) => $(this.root, name).addEventListener("click", f);
		on("mute", () => this.media.cut("audio", !this.media.isCut("audio")));
		on("blind", () => this.media.cut("video", !this.media.isCut("video")));
		on("hold", () => this.call.hold(!this.call.holding));
		on("hangup", () => this.call.hangUp());
		on("devices", () => this.world.trial());
		$(this.root, "volume").addEventListener("input", e => { this.far.volume = e.target.value / 100; });
	}

	#track(track) {
		for (const old of this.stream.getTracks()) { if (old.kind === track.kind) { this.stream.removeTrack(old); } }
		this.stream.addTrack(track);
		this.far.play().catch(e => { if (e.name === "NotAllowedError") { this.world.noSound(() => this.far.play()); } });
	}

	async speaker() {
		try { await this.far.setSinkId?.(keep.devices.speaker || ""); } catch { /* it was unplugged: the default plays */ }
	}

	draw() {
		const {media, call} = this;
		const button = (name, kind, icon, word) => {
			const off = media.isCut(kind);
			dress($(this.root, name), off || !media[kind] ? icon + "_off" : icon, t(media[kind] ? `call.${word}_${off ? "on" : "off"}` : `call.${word}_none`));
			$(this.root, name).disabled = !media[kind];
		};
		button("mute", "audio", "mic", "mic");
		button("blind", "video", "cam", "cam");
		dress($(this.root, "hold"), "hold", t(call.holding ? "call.unhold" : "call.hold"));
		this.far.muted = call.holding;
		this.#pictures();
	}

	#pictures() {
		const {media, call} = this, own = media.video;
		if (this.own.srcObject?.getTracks()[0] !== (own || undefined)) { this.own.srcObject = own ? new MediaStream([own]) : null; }
		put($(this.root, "own-cover"), !own ? t("call.own_none") : !own.enabled ? t("call.own_off") : "");
		this.own.hidden = !own?.enabled;
		const seen = call.up && this.far.videoWidth > 2 && call.look.camera && !call.holding && !call.held;
		this.far.classList.toggle("dark", !seen);
		put($(this.root, "cover"), seen ? (call.look.microphone ? "" : t("call.microphone_off")) : this.#why());
		$(this.root, "cover").classList.toggle("aside", seen);
	}

	#why() {
		const {call} = this;
		if (call.holding || call.held) { return t(call.holding ? "state.hold" : "state.held"); }
		if (!call.up) { return t("call.no_picture"); }
		return t(call.look.camera ? "call.no_picture" : "call.camera_off");
	}

	// listen lights the signs of speaking, and tells the citizen's screen of ours.
	async #listen() {
		const voice = await this.call.peer.voice(), now = performance.now();
		if (this.call.over) { return; }
		if (voice > speech) { this.#said.far = now; }
		if (this.media.level() > speech) { this.#said.own = now; }
		const may = {far: !this.call.holding && !this.call.held, own: !!this.media.audio?.enabled};
		const speaks = who => may[who] && this.#said[who] > 0 && now - this.#said[who] < linger;
		$(this.root, "far-speaks").hidden = !speaks("far");
		$(this.root, "own-speaks").hidden = !speaks("own");
		if (speaks("own") !== this.#told && this.call.tell({type: "speaks", yes: speaks("own")})) { this.#told = !this.#told; }
	}
}
