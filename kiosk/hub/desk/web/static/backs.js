// Whom to call back: late ones first. A number is shown on a press, and not kept
// in the page otherwise; the others are told who dials meanwhile.
import {$, el, icon, put, swap, whisper} from "./dom.js";
import {t, n, clock, day, known, language} from "./words.js";
import {notice, drop} from "./notices.js";

const dialling = 10 * 60_000; // milliseconds after which somebody who dials is forgotten

export class Backs {
	#all = [];
	#shown = "";
	#sure = "";
	#said = ""; // of which the hub was told the end

	constructor(root, hub, world) {
		Object.assign(this, {hub, world, list: $(root, "backs"), none: $(root, "backs-none"), title: document.getElementById("rappels-titre")});
		hub.addEventListener("backs", e => this.#set(e.detail.backs || []));
		hub.addEventListener("refuse", e => { if (e.detail.call === this.#said) { this.#refused(e.detail.why); } });
		world.addEventListener("people", () => this.draw());
		setInterval(() => this.draw(), 30_000); // what is late, who dials
	}

	// hide takes the numbers out of the page.
	hide() { if (this.#shown) { this.#show(""); } }

	// wipe forgets them all: the session is over, and the screen is anybody's.
	wipe() {
		this.#all = [];
		this.#shown = this.#sure = "";
		put(this.none, "");
		this.draw();
	}

	#refused(why) {
		const other = ["taken", "not-found"].includes(why);
		notice("refused", "fault", other ? t("backs.elsewhere") : known("refused", why));
	}

	#set(all) {
		put(this.none, t("backs.none"));
		const late = b => Date.parse(b.to) < this.hub.now();
		if (this.#shown && !all.some(b => b.call === this.#shown)) { // not by us
			this.#shown = this.#sure = "";
			notice("refused", "fault", t("backs.elsewhere"));
		}
		this.#all = [...all].sort((a, b) => late(b) - late(a) || Date.parse(a.from) - Date.parse(b.from));
		this.draw();
	}

	draw() {
		this.none.hidden = this.#all.length > 0;
		this.title.tabIndex = -1;
		swap(this.list, this.#all.map(b => this.#item(b)), this.title);
	}

	#item(b) {
		const late = Date.parse(b.to) < this.hub.now(), shown = this.#shown === b.call;
		const when = t("backs.window", {day: day(new Date(b.from), new Date(this.hub.now())), from: clock(new Date(b.from)), to: clock(new Date(b.to))});
		return el("li", {class: late ? "back first" : "back"},
			el("h3", {}, when, late ? el("span", {class: "badge urgent"}, t("backs.late")) : null),
			el("p", {}, this.#about(b)),
			el("p", {class: "quiet"}, n("backs.tries", b.tries || 0)),
			this.#taken(b) ? el("p", {class: "taken"}, icon("phone"), " ", t("backs.by", {name: b.by})) : null,
			shown ? el("p", {class: "number"}, b.phone ? el("a", {href: "tel:" + b.phone}, pairs(b.phone)) : t("backs.no_number")) : null,
			el("div", {class: "buttons"}, this.#button(b, "number", t(shown ? "backs.hide" : "backs.show"), when, () => this.#show(shown ? "" : b.call)), shown ? this.#results(b, when) : null));
	}

	// taken: another dials just now.
	#taken(b) { return b.by && b.by !== this.world.name && this.hub.now() - Date.parse(b.at) < dialling; }

	#about(b) {
		const service = this.world.services.find(s => s.id === b.service)?.names?.fr ?? b.service;
		return [b.town_name, b.title || t("line.talk"), service, b.reference && t("backs.reference", {reference: b.reference}), b.lang && b.lang !== "fr" && t("line.lang", {lang: language(b.lang)})].filter(Boolean).join(" · ");
	}

	#results(b, when) {
		const sure = this.#sure === b.call;
		return [
			this.#button(b, "reached", t("backs.reached"), when, () => this.#done(b, "reached")),
			this.#button(b, "unreached", t("backs.unreached"), when, () => this.#done(b, "unreached")),
			this.#button(b, "given_up", t(sure ? "backs.sure" : "backs.given_up"), when, () => {
				if (sure) { this.#done(b, "given_up"); } else { this.#sure = b.call; this.draw(); }
			}),
		];
	}

	#button(b, what, text, when, onclick) {
		return el("button", {type: "button", id: `rappel-${what}-${b.call}`, onclick}, text, el("span", {class: "hidden"}, ", " + when));
	}

	#show(call) {
		if (this.#shown) { this.#dials(this.#shown, false); }
		if (call) { this.#dials(call, true); }
		this.#shown = call;
		this.#sure = "";
		this.draw();
	}

	#dials(call, on) { this.hub.send({type: "back_done", call, why: "calling", on}); }

	#done(b, why) {
		drop("refused");
		this.#said = b.call;
		this.hub.send({type: "back_done", call: b.call, why});
		this.#shown = this.#sure = "";
		this.draw();
		whisper(t("backs.noted"));
		this.title.focus();
	}
}

// pairs writes a French number as people read it: "02 98 00 00 01".
export function pairs(phone) {
	const national = phone.startsWith("+33") ? "0" + phone.slice(3) : phone;
	return national.length === 10 ? national.match(/../g).join("\u00a0") : national;
}
