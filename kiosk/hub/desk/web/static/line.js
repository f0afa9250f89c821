// Who waits, in the order of the hub: who lost his agent, then the urgent, then the
// oldest. Citizens are told their places in it.
import {$, el, icon, put, swap} from "./dom.js";
import {t, span} from "./words.js";
import {badges} from "./badges.js";

export class Line {
	all = [];
	open = false; // calls can be answered
	#busy = "";

	// take is called with the id of a call to answer.
	constructor(root, hub, world, login, take) {
		Object.assign(this, {root, hub, world, login, take, list: $(root, "line"), none: $(root, "line-none")});
		world.addEventListener("people", () => this.draw());
		setInterval(() => this.tick(), 1000);
	}

	// set has the line as the hub sees it, and whether the agent takes calls: "on",
	// "off", or "asked".
	set(all, duty = "off") {
		this.all = all;
		this.open = duty === "on";
		put(this.none, t(this.open ? "line.none" : "line." + duty));
		if (!this.all.some(w => w.call === this.#busy)) { this.#busy = ""; }
		this.draw();
	}

	// busy shows that a call is being taken; "" that none is.
	busy(call) { this.#busy = call; this.draw(); }

	get first() { return this.open && !this.#busy ? this.all[0]?.call : undefined; }

	// own: the call of this agent that none of his windows shows any more.
	get own() { return this.all.some(w => w.to === this.login); }

	#mine(w) { return w.to === "agent:" + this.login || w.to === this.login; }

	draw() {
		this.none.hidden = this.open && this.all.length > 0;
		swap(this.list, this.open ? this.all.map(w => this.#item(w)) : [], document.getElementById("file-titre"));
		this.tick();
	}

	#item(w) {
		const place = placeOf(w), id = "attend-" + w.call;
		const button = el("button", {type: "button", id, disabled: !!this.#busy, onclick: () => this.take(w.call)},
			icon("phone"), t("line.answer"), el("span", {class: "hidden"}, ", " + place));
		const service = this.world.services.find(s => s.id === w.service)?.names?.fr;
		const more = [service, [w.from && t("line.from", {name: w.from}), this.#mine(w) && t("line.to")].filter(Boolean).join(", ")].filter(Boolean).join(" · ");
		return el("li", {class: w.urgent ? "waits first" : "waits"},
			el("div", {}, el("h3", {}, place), el("p", {}, w.procedure || t("line.talk")),
				el("p", {class: "quiet"}, el("span", {"data-since": w.since}), more ? " · " + more : ""),
				el("ul", {class: "badges"}, badges(w))),
			w.call === this.#busy ? el("p", {class: "quiet"}, t("line.taking")) : button);
	}

	// tick lets the waiting time grow.
	tick() {
		for (const e of this.list.querySelectorAll("[data-since]")) {
			put(e, t("line.since", {span: span((this.hub.now() - Date.parse(e.dataset.since)) / 1000)}));
		}
	}
}

export const placeOf = w => [w.town_name || w.town, w.kiosk].filter(Boolean).join(", ");
