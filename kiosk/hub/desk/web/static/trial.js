// The trial of microphone, camera and loudspeaker, before duty or in a call.
import {$, el, put} from "./dom.js";
import {t} from "./words.js";
import {chime} from "./ring.js";
import {keep} from "./keep.js";

const kinds = {camera: "videoinput", microphone: "audioinput", speaker: "audiooutput"};

export class Trial {
	#timer = 0;

	// busy tells whether a call uses the devices; changed is called after a choice.
	constructor(media, busy, changed) {
		Object.assign(this, {media, busy, changed, box: $(document, "trial")});
		const on = (name, type, f) => $(document, name).addEventListener(type, f);
		on("trial-close", "click", () => this.box.close());
		on("trial-play", "click", () => this.#play());
		this.box.addEventListener("close", () => this.#closed());
		for (const what of Object.keys(kinds)) { on("trial-" + what, "change", e => this.#choose(what, e.target.value)); }
		media.addEventListener("change", () => { if (this.box.open) { this.#draw(); } });
	}

	async open() {
		this.box.showModal();
		put($(document, "trial-say"), t("trial.ask"));
		this.media.waiting = true;
		if (!this.busy()) { await this.media.open(); }
		await this.#draw();
		this.#timer = setInterval(() => { $(document, "trial-level").value = 100 * Math.min(1, this.media.level() * 2); }, 100);
	}

	#closed() {
		clearInterval(this.#timer);
		$(document, "trial-picture").srcObject = null;
		if (!this.busy()) { this.media.waiting = false; this.media.close(); }
	}

	async #draw() {
		const {media} = this, picture = $(document, "trial-picture");
		put($(document, "trial-say"), t("trial." + found(media)));
		if (picture.srcObject?.getTracks()[0] !== (media.video || undefined)) {
			picture.srcObject = media.video ? new MediaStream([media.video]) : null;
			picture.play().catch(() => {}); // nothing to play, or closed meanwhile
		}
		for (const [what, kind] of Object.entries(kinds)) { await this.#list(what, kind); }
	}

	// list fills a choice. Firefox has no list of loudspeakers before one is
	// chosen: the choice is then not shown.
	async #list(what, kind) {
		const box = $(document, "trial-" + what), all = (await this.media.list(kind)).filter(d => d.deviceId);
		const options = all.map((d, i) => el("option", {value: d.deviceId}, d.label || t("trial.unnamed", {n: i + 1})));
		if (!all.some(d => d.deviceId === "default")) { options.unshift(el("option", {value: ""}, t("trial.default"))); }
		box.replaceChildren(...options);
		const now = what === "camera" ? this.media.video : this.media.audio;
		box.value = keep.devices[what] || (what !== "speaker" && now?.getSettings().deviceId) || options[0].value;
		if (box.selectedIndex < 0) { box.selectedIndex = 0; }
		if (what === "speaker") { $(document, "trial-speaker-row").hidden = all.length === 0; }
	}

	async #choose(what, id) {
		await this.media.choose(what, id);
		this.changed(what);
	}

	async #play() {
		const context = new AudioContext(), source = context.createBufferSource();
		try { await context.setSinkId?.(keep.devices.speaker || ""); } catch { /* it was unplugged: the default plays */ }
		source.buffer = chime(context, 1);
		source.connect(context.destination);
		source.onended = () => context.close();
		source.start();
	}
}

// found says in a word what works.
function found(media) {
	if (media.video && media.audio) { return "ok"; }
	if (!media.video && !media.audio) { return media.denied ? "denied" : "nothing"; }
	return media.video ? "no_microphone" : "no_camera";
}
