// The ring: a sound, the title of the tab, its small picture. A browser lets a
// page sound only after the agent pressed something; until then blocked is true.
import {t, n} from "./words.js";

const plain = "data:,";
const red = "data:image/svg+xml," + encodeURIComponent(
	'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><circle cx="8" cy="8" r="8" fill="#8F0A1C"/><circle cx="8" cy="8" r="3" fill="#fff"/></svg>');

export class Ring {
	#context = null;
	#source = null;
	#count = 0;

	// allow is called by a press of the agent, never by itself.
	async allow() {
		this.#context ??= new AudioContext();
		await this.#context.resume();
		if (this.#count) { this.#sound(); }
	}

	get blocked() { return this.#context?.state !== "running"; }

	// set rings for so many calls; 0 is silence.
	set(count) {
		this.#count = count;
		document.title = (count ? n("line.tab", count) : t("layout.title")) + " · " + t("layout.site");
		document.getElementById("favicon").href = count ? red : plain;
		if (count) { this.#sound(); } else { this.#source?.stop(); this.#source = null; }
	}

	get sounds() { return this.#source !== null; }

	// once plays the two notes a single time.
	once() {
		if (this.blocked) { return; }
		const source = this.#context.createBufferSource();
		source.buffer = chime(this.#context, 1);
		source.connect(this.#context.destination);
		source.start();
	}

	// sound plays two notes every three seconds, in a loop of the sound card: a
	// page in the background has slow timers.
	#sound() {
		if (this.#source || this.blocked) { return; }
		this.#source = this.#context.createBufferSource();
		this.#source.buffer = chime(this.#context, 3);
		this.#source.loop = true;
		this.#source.connect(this.#context.destination);
		this.#source.start();
	}
}

// chime is 0.4 s of 660 Hz, 0.4 s of 880 Hz, then silence, in seconds.
export function chime(context, seconds) {
	const rate = context.sampleRate, buffer = context.createBuffer(1, rate * seconds, rate), data = buffer.getChannelData(0);
	for (let i = 0; i < rate * .8; i++) {
		const part = i % (rate * .4) / (rate * .4), tone = i < rate * .4 ? 660 : 880;
		data[i] = .3 * Math.sin(2 * Math.PI * tone * i / rate) * Math.min(1, part * 20, (1 - part) * 5);
	}
	return buffer;
}
