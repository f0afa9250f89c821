// Live text (ITU-T T.140 over a data channel, RFC 8865): each letter goes as it
// is typed. U+0008 takes the last one back, U+2028 begins a line. A kiosk takes so
// much and no more: what is pasted goes in lines, one after the other.
import {$, el, put, whisper} from "./dom.js";
import {t} from "./words.js";

const back = "\u0008", newLine = "\u2028";
const pause = 2000; // milliseconds of silence after which a line is read aloud
const longest = 900; // characters of a line: a kiosk keeps 1,000
const rate = 90, most = 500; // characters a second, and at once: a kiosk takes 100, and 1,000
const long = 100;    // that wait from which on one says so

// heard are the characters that a kiosk takes: no controls, no marks of direction.
const heard = text => [...text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, c => c === "\u200d" ? c : "")];

export class Talk {
	#lines;
	#open = {mine: null, theirs: null}; // the line of each that still grows
	#sent = "";
	#waits = []; // characters that are on their way
	#credit = most;
	#flowed = 0; // when some went out last
	#unsaid = "";
	#timer = 0;
	#pump = 0;

	constructor(root, call) {
		this.call = call;
		this.#lines = $(root, "talk-lines");
		this.field = $(root, "talk-own");
		this.slow = $(root, "talk-slow");
		call.addEventListener("text", e => this.#heard(e.detail.text));
		// A page that was loaded anew does not write on in the line before.
		call.addEventListener("writes", () => { if (call.back) { call.back = false; this.#send([newLine]); } });
		this.field.addEventListener("input", () => this.#typed());
		this.field.addEventListener("keydown", e => {
			if (e.key === "Enter" && !e.isComposing) { e.preventDefault(); this.#typed(); this.#endLine(); }
		});
	}

	wipe() {
		clearTimeout(this.#timer);
		clearTimeout(this.#pump);
		this.field.value = this.#sent = this.#unsaid = "";
		this.#waits = [];
		this.#open = {mine: null, theirs: null};
	}

	// typed sends what changed: letters taken back, then new ones.
	#typed() {
		const is = heard(this.field.value);
		while (is.length > longest) {
			const space = is.lastIndexOf(" ", longest - 1);
			this.#change(is.splice(0, space > 0 ? space + 1 : longest));
			this.#endLine();
			this.field.value = is.join("");
		}
		this.#change(is);
	}

	#change(is) {
		const was = [...this.#sent];
		let same = 0;
		while (same < was.length && same < is.length && was[same] === is[same]) { same++; }
		if (same === was.length && same === is.length) { return; }
		this.#send([...Array(was.length - same).fill(back), ...is.slice(same)]);
		this.#sent = is.join("");
		this.#show("mine", this.#sent);
	}

	#endLine() {
		if (!this.#sent) { return; }
		this.#send([newLine]);
		this.#open.mine = null;
		this.field.value = this.#sent = "";
	}

	// send lets characters go out as fast as a kiosk takes them, in their order; while
	// the line is cut they wait.
	#send(characters) {
		this.#waits.push(...characters);
		this.#flow();
	}

	#flow() {
		clearTimeout(this.#pump);
		const now = performance.now();
		this.#credit = Math.min(most, this.#credit + (now - this.#flowed) / 1000 * rate);
		this.#flowed = now;
		const part = this.#waits.slice(0, Math.floor(this.#credit));
		if (part.length && this.call.type(part.join(""))) {
			this.#credit -= part.length;
			this.#waits.splice(0, part.length);
		}
		put(this.slow, this.#waits.length > long && this.call.up ? t("talk.slow") : "");
		if (this.#waits.length) { this.#pump = setTimeout(() => this.#flow(), 200); }
	}

	// heard takes a burst of characters; others than those of T.140 are left out.
	#heard(burst) {
		for (const c of burst.replaceAll("\r\n", newLine)) {
			const line = this.#open.theirs?.text ?? "";
			if (c === newLine || c === "\n" || c === "\r") {
				this.#say();
				this.#open.theirs = null;
			} else if (c === back) {
				this.#show("theirs", [...line].slice(0, -1).join(""));
			} else if (c >= " " && c !== "\u007f" && c !== "\ufeff") {
				this.#show("theirs", line + c);
			}
		}
		this.#unsaid = this.#open.theirs?.text ?? "";
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => this.#say(), pause);
	}

	// say reads aloud a whole line, or what stands there after a pause: letter by
	// letter nobody could listen.
	#say() {
		const text = this.#open.theirs?.text;
		if (text && text !== this.#open.theirs.said) {
			whisper(t("talk.said", {text}));
			this.#open.theirs.said = text;
		}
	}

	#show(who, text) {
		const line = this.#open[who] ??= this.#begin(who);
		line.text = text;
		line.words.textContent = text;
		this.#lines.scrollTop = this.#lines.scrollHeight;
	}

	#begin(who) {
		const words = el("span", {dir: "auto"});
		this.#lines.append(el("p", {class: who}, el("strong", {}, t("talk." + who)), words));
		return {words, text: "", said: ""};
	}
}
