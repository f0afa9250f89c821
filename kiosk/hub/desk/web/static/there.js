// Whether a person is at the page. A session of the hub ends after a time
// without one: keys, presses and calls keep it, and before it ends on duty the
// agent is asked, with a sound.
import {$} from "./dom.js";

const pace = 60_000;       // at most one word to the hub a minute
const before = 5 * 60_000; // how long before the end one is asked

export class There {
	#last = Date.now();
	#box = $(document, "there");

	// idle is in milliseconds; onduty and incall tell how it is, ended is called
	// when the session is over, chime when somebody is asked.
	constructor(idle, {onduty, incall, ended, chime}) {
		Object.assign(this, {idle, onduty, incall, ended, chime});
		for (const type of ["keydown", "pointerdown"]) { addEventListener(type, () => { if (!this.#box.open) { this.#sign(); } }); }
		$(document, "there-yes").addEventListener("click", () => this.#box.close());
		this.#box.addEventListener("close", () => this.#sign(true));
		setInterval(() => this.look(), 5000);
	}

	look() {
		if (this.incall()) { this.#sign(); return; }
		if (this.onduty() && !this.#box.open && Date.now() - this.#last > this.idle - before) {
			this.#box.showModal();
			this.chime();
		}
	}

	async #sign(now) {
		if (!now && Date.now() - this.#last < pace) { return; }
		this.#last = Date.now();
		try {
			const answer = await fetch("/desk/present", {method: "POST"});
			if (answer.status === 401 || answer.status === 403) { this.ended(); }
		} catch { /* the hub is away: the socket says so */ }
	}
}
