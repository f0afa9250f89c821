// A third person: the service's sign-language interpreter or transcriber, by a
// link that the kiosk shows and the agent opens.
import {$, el, put} from "./dom.js";
import {t, no} from "./words.js";

export class Third {
	constructor(root, call, world) {
		Object.assign(this, {call, world, list: $(root, "thirds"), say: $(root, "third-say")});
		call.addEventListener("who", () => this.draw());
		world.addEventListener("people", this.redraw = () => this.draw());
		this.draw();
	}

	wipe() { this.world.removeEventListener("people", this.redraw); }

	draw() {
		const service = this.world.services.find(s => s.id === this.call.wish.service);
		const links = ["sign", "text"].filter(why => safe(service?.[why]));
		const drawn = JSON.stringify(links.map(why => service[why]));
		if (drawn === this.drawn) { return; }
		this.drawn = drawn;
		this.list.replaceChildren(...links.length ? links.map(why => this.#invite(why, service[why])) : [el("p", {class: "quiet"}, t("third.none"))]);
	}

	#invite(why, link) {
		return el("div", {class: "third"},
			el("button", {type: "button", onclick: () => this.#send(why, link)}, t("third." + why)),
			el("p", {}, el("a", {href: link, target: "_blank", rel: "noopener noreferrer"}, t("third.open"), el("span", {class: "hidden"}, ": " + t("third." + why)))));
	}

	#send(why, link) {
		const heard = m => put(this.say, m.yes ? t("third.yes") : no(m, "third.no"));
		if (this.call.ask({type: "invite", link, why}, heard)) { put(this.say, t("third.asked")); }
	}
}

// safe tells whether a link leads to a web page and nowhere else.
function safe(link) {
	try { return new URL(link).protocol === "https:"; } catch { return false; }
}
