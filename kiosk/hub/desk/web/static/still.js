// A picture of the citizen's document, from the kiosk's document camera, when he
// agrees. It is on a canvas alone: no address, nothing to save, gone with the call.
import {$, put} from "./dom.js";
import {t, no} from "./words.js";

export class Still {
	#asked = "";

	constructor(root, call) {
		Object.assign(this, {root, call, ask: $(root, "still-ask"), say: $(root, "still-say"), canvas: $(root, "still"), drop: $(root, "still-drop"), zoom: $(root, "still-zoom"), box: $(root, "still-box")});
		call.addEventListener("hello", () => {
			this.ask.hidden = !call.scanner;
			$(root, "still-none").hidden = call.scanner;
		});
		this.ask.addEventListener("click", () => this.#request());
		this.drop.addEventListener("click", () => { this.wipe(); put(this.say, t("still.dropped")); this.ask.focus(); });
		this.zoom.addEventListener("click", () => this.#size(!this.box.classList.contains("whole")));
		call.onfile = f => { if (this.#asked && f.for === this.#asked) { this.#show(f); } };
	}

	wipe() {
		this.#asked = "";
		this.canvas.width = this.canvas.height = 0;
		this.box.hidden = this.drop.hidden = this.zoom.hidden = true;
		this.#size(false);
	}

	// size shows each pixel, or the whole picture as wide as there is room.
	#size(whole) {
		this.box.classList.toggle("whole", whole);
		put(this.zoom, t(whole ? "still.smaller" : "still.larger"));
	}

	#request() {
		this.wipe();
		this.#asked = this.call.ask({type: "still"}, m => put(this.say, m.yes ? t("still.yes") : no(m, "still.no")));
		if (this.#asked) { put(this.say, t("still.asked")); }
	}

	async #show(f) {
		try {
			if (!f.data || !["image/jpeg", "image/png"].includes(f.kind)) { throw new Error("not a picture"); }
			const picture = await createImageBitmap(new Blob([f.data], {type: f.kind}));
			if (this.call.over || f.for !== this.#asked) { picture.close(); return; }
			this.canvas.width = picture.width;
			this.canvas.height = picture.height;
			this.canvas.getContext("2d").drawImage(picture, 0, 0);
			picture.close();
			this.box.hidden = this.drop.hidden = this.zoom.hidden = false;
			put(this.say, t("still.here"));
		} catch {
			put(this.say, t("still.bad"));
		}
	}
}
