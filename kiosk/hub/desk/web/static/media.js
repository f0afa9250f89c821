// The agent's own camera, microphone and loudspeaker. Each may be missing: he
// answers with what he has. Nothing is recorded.
//
// Events: "change" whenever a track came, went or was cut.
import {keep} from "./keep.js";

const picture = {width: {ideal: 640}, height: {ideal: 480}, frameRate: {ideal: 30, max: 30}};
const sound = {echoCancellation: true, noiseSuppression: true, autoGainControl: true};

export class Media extends EventTarget {
	video = null; // MediaStreamTrack, or null
	audio = null;
	denied = false;
	asked = false;   // the browser has answered what there is
	waiting = false; // a call or the trial would like to have them
	#off = {video: false, audio: false}; // cut by the agent
	#held = false;
	#meter = null;

	constructor() {
		super();
		navigator.mediaDevices?.addEventListener("devicechange", () => this.#replug());
	}

	// open takes both, else either, else none. It never fails.
	async open() {
		this.denied = false;
		const {camera, microphone} = keep.devices;
		const want = {video: wish(picture, camera), audio: wish(sound, microphone)};
		const stream = await this.#ask(want) || join(await this.#ask({audio: want.audio}), await this.#ask({video: want.video}));
		this.close();
		if (!this.waiting) { // the call ended while the browser asked
			for (const track of stream.getTracks()) { track.stop(); }
			return;
		}
		this.asked = true;
		for (const track of stream.getTracks()) { this.#take(track); }
		this.#apply();
	}

	// choose changes a device for this and the next calls: "camera",
	// "microphone" or "speaker".
	async choose(what, id) {
		keep.devices = {...keep.devices, [what]: id};
		if (what !== "speaker") { await this.open(); }
	}

	close() {
		this.asked = false;
		for (const kind of ["video", "audio"]) { this[kind]?.stop(); this[kind] = null; }
		this.#meter?.context.close();
		this.#meter = null;
	}

	cut(kind, off) { this.#off[kind] = off; this.#apply(); }
	isCut(kind) { return this.#off[kind]; }

	// hold sends silence and a black picture, whatever else is on.
	hold(on) { this.#held = on; this.#apply(); }

	// fresh begins a call with everything on.
	fresh() { this.#off = {video: false, audio: false}; this.#held = false; this.#apply(); }

	// level is how loud the microphone is, 0 to 1; 0 where it is cut.
	level() {
		if (!this.audio?.enabled) { return 0; }
		this.#meter ??= meter(this.audio);
		return this.#meter.read();
	}

	async list(kind) { return (await navigator.mediaDevices.enumerateDevices()).filter(d => d.kind === kind); }

	async #ask(want) {
		try {
			return await navigator.mediaDevices.getUserMedia(want);
		} catch (e) {
			this.denied ||= e.name === "NotAllowedError";
			return null;
		}
	}

	#take(track) {
		this[track.kind] = track;
		track.addEventListener("ended", () => { if (this[track.kind] === track) { this.#unplugged(track.kind); } });
	}

	#apply() {
		for (const kind of ["video", "audio"]) {
			if (this[kind]) { this[kind].enabled = !this.#off[kind] && !this.#held; }
		}
		this.#changed();
	}

	// unplugged: there may be another, which the computer has turned to already.
	#unplugged(kind) {
		this[kind] = null;
		if (kind === "audio") { this.#meter?.context.close(); this.#meter = null; }
		this.#changed();
		setTimeout(() => this.#replug(), 1000);
	}

	// replug opens again when a device that was missing has come.
	async #replug() {
		if (this.waiting && (!this.video || !this.audio)) { await this.open(); }
	}

	#changed() { this.dispatchEvent(new Event("change")); }
}

// wish asks for a device by its id, and is content with another.
const wish = (constraints, id) => id ? {...constraints, deviceId: {ideal: id}} : constraints;

const join = (a, b) => new MediaStream([...(a?.getTracks() || []), ...(b?.getTracks() || [])]);

// meter reads the level of a track.
export function meter(track) {
	const context = new AudioContext(), analyser = context.createAnalyser();
	context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
	const data = new Float32Array(analyser.fftSize = 1024);
	context.resume().catch(() => {});
	return {context, read() {
		analyser.getFloatTimeDomainData(data);
		return Math.min(1, Math.sqrt(data.reduce((sum, x) => sum + x * x, 0) / data.length) * 4);
	}};
}
