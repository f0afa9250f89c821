// Passing the call on to another agent or service, with a note.
import {$, el, put} from "./dom.js";
import {t, n} from "./words.js";

const patience = 10_000; // for the hub to pass it on

export class Pass {
	#timer = 0;

	constructor(root, call, world) {
		Object.assign(this, {root, call, world, targets: $(root, "targets"), note: $(root, "note"), problem: $(root, "pass-problem"), button: $(root, "pass")});
		call.addEventListener("note", e => this.#noted(e.detail.text));
		call.addEventListener("refused", () => { if (call.passing) { this.#failed(t("pass.refused")); } });
		world.addEventListener("people", this.redraw = () => this.draw());
		this.button.addEventListener("click", () => this.#go());
		this.targets.addEventListener("change", () => put(this.problem, ""));
		this.draw();
	}

	wipe() {
		clearTimeout(this.#timer);
		this.world.removeEventListener("people", this.redraw);
		this.note.value = "";
	}

	// draw lists who is there; the choice of the agent stays, and his place, also where
	// it was on somebody who has gone.
	draw() {
		const all = [...this.#services(), ...this.#agents()], drawn = JSON.stringify(all);
		if (drawn === this.drawn) { return; }
		this.drawn = drawn;
		const chosen = this.targets.querySelector(":checked")?.value;
		const focused = this.targets.contains(document.activeElement) && document.activeElement.value;
		this.targets.replaceChildren(...all.length ? all.map(one => this.#target(one)) : [el("p", {class: "quiet"}, t("pass.nobody"))]);
		for (const box of this.targets.querySelectorAll("input")) {
			box.checked = box.value === chosen && !box.disabled;
			if (box.value === focused) { box.focus(); }
		}
		if (focused && !this.targets.contains(document.activeElement)) { (this.targets.querySelector("input") || this.button).focus(); }
	}

	// services say how many others are there: nobody passes a call on to himself.
	#services() {
		const others = s => Math.max(0, (s.agents || 0) - (this.world.own.includes(s.id) ? 1 : 0));
		return this.world.services.map(s => ({to: "service:" + s.id, name: t("pass.service", {name: s.names?.fr || s.id}), more: n("pass.agents", others(s))}));
	}

	#agents() {
		return this.world.agents.map(a => ({to: "agent:" + a.login, name: a.name, more: a.busy ? t("pass.busy") : ""}));
	}

	#target({to, name, more}) {
		const id = "vers-" + to.replace(/\W/g, c => "_" + c.charCodeAt(0)); // "a.b" is not "a-b"
		return el("div", {class: "check"}, el("input", {type: "radio", name: "vers", id, value: to}), el("label", {for: id}, name, more ? el("span", {class: "quiet"}, ` (${more})`) : null));
	}

	#go() {
		if (this.call.passing) { return; }
		const to = this.targets.querySelector(":checked")?.value;
		if (!to) { put(this.problem, t("pass.choose")); this.targets.querySelector("input")?.focus(); return; }
		this.#going(true);
		put(this.problem, t("pass.going"));
		this.#timer = setTimeout(() => this.#failed(t("pass.failed")), patience);
		if (!this.call.transfer(to, this.note.value.trim())) { this.#failed(t("pass.failed")); }
	}

	#failed(text) {
		clearTimeout(this.#timer);
		this.#going(false);
		put(this.problem, text);
	}

	// going dims the button. A button that is disabled loses the focus, and whoever
	// has no mouse his place.
	#going(on) {
		this.call.passing = on;
		this.button.setAttribute("aria-disabled", on);
	}

	#noted(text) {
		put($(this.root, "note-text"), text);
		$(this.root, "note-before").hidden = !text;
	}
}
