// The page that the citizen sees, while he shares it; pointing at it, and
// proposing answers, which he accepts or not.
import {$, el, icon, put, swap, whisper} from "./dom.js";
import {t, no} from "./words.js";

export class SharedPage {
	#page = null;
	#point = "";
	#drafts = {}; // what the agent wrote and has not proposed yet, by field
	#shown = 0;   // how often the citizen began to show his page

	constructor(root, call) {
		Object.assign(this, {call, open: $(root, "page-open"), closed: $(root, "page-closed"), news: $(root, "page-news"), ask: $(root, "page-ask"), tab: root.querySelector("#onglet-page")});
		call.addEventListener("page", e => this.#turn(e.detail.page || null));
		call.addEventListener("open", () => { if (this.#point) { this.#light(""); } });
		this.ask.addEventListener("click", () => this.#askShare());
	}

	wipe() { this.#page = null; this.#drafts = {}; }

	#askShare() {
		const heard = m => this.#tell(m.yes ? t("page.yes") : no(m, "page.no"));
		if (this.call.ask({type: "share"}, heard)) { this.#tell(t("page.asked")); }
	}

	// turn shows another page, or none.
	#turn(page) {
		const before = this.#page;
		if (!before !== !page) { whisper(t(page ? "page.shared" : "page.stopped")); }
		if (!before && page && this.tab.getAttribute("aria-selected") === "false") { this.tab.classList.add("new"); }
		if (before?.number !== page?.number) { this.#point = ""; this.#drafts = {}; }
		if (!before && page) { this.#shown++; }
		if (before && !page) { this.news.replaceChildren(); } // there are answers in it
		this.#page = page;
		this.closed.hidden = !!page;
		this.open.hidden = !page;
		swap(this.open, page ? this.#draw(page) : [], this.tab);
	}

	#draw(p) {
		return [
			p.place ? el("p", {class: "quiet"}, p.place) : null,
			el("h3", {class: "question", dir: "auto"}, p.title),
			p.help ? el("p", {dir: "auto"}, p.help) : null,
			p.problem ? el("p", {class: "note fault"}, icon("weak"), el("span", {}, t("page.problem", {text: p.problem}))) : null,
			...(p.fields || []).map((f, i) => this.#field(f, i)),
			p.rows?.length ? el("dl", {class: "rows", "aria-label": t("page.rows")}, p.rows.map(r => el("div", {}, el("dt", {dir: "auto"}, r.label), el("dd", {dir: "auto"}, r.value || r.hidden && el("span", {class: "quiet"}, t("page.hidden")))))) : null,
		].filter(Boolean);
	}

	// field is a card: pressing its name lights it up on the kiosk.
	#field(f, i) {
		const id = "champ-" + i;
		return el("div", {class: "field"},
			this.#pointer(f.id, f.label, id),
			f.optional ? el("span", {class: "quiet"}, " " + t("page.optional")) : null,
			f.choices?.length ? this.#choices(f, id) : el("p", {class: "value", dir: "auto"}, f.value || el("span", {class: "quiet"}, t(f.hidden ? "page.hidden" : "page.empty"))),
			this.#proposer(f, id));
	}

	#pointer(target, label, id) {
		const lit = this.#point === target;
		return el("button", {type: "button", id, class: "pointer", "aria-pressed": String(lit), onclick: () => this.#light(lit ? "" : target)},
			icon("point"), el("span", {class: "hidden"}, t("page.point")), el("span", {dir: "auto"}, label), lit ? el("span", {class: "lit"}, t("page.pointed")) : null);
	}

	#choices(f, id) {
		return el("ul", {class: "choices"}, f.choices.map((c, i) => el("li", {},
			this.#pointer(c.id, c.label, `${id}-${i}`), c.selected ? el("strong", {class: "chosen"}, icon("good"), t("page.chosen")) : null)));
	}

	#light(target) {
		const page = this.#page && {number: this.#page.number}; // the citizen may have gone on
		if (!this.call.tell({type: "point", field: target, ...page && {page}})) { return; }
		this.#point = target;
		if (this.#page) { swap(this.open, this.#draw(this.#page), this.tab); }
	}

	#proposer(f, id) {
		const box = el("form", {class: "proposer", onsubmit: e => { e.preventDefault(); this.#propose(f, this.#drafts[f.id]); }});
		const name = el("label", {for: id + "-r", class: "hidden"}, t("page.propose_for", {label: f.label}));
		box.append(name, this.#answer(f, id + "-r"), el("button", {id: id + "-p"}, t("page.propose")));
		return box;
	}

	// answer is where the agent makes a proposal; it outlives a page that is sent
	// again while he writes.
	#answer(f, id) {
		const keep = e => { this.#drafts[f.id] = e.target.value; };
		if (!f.choices?.length) { return el("input", {id, autocomplete: "off", value: this.#drafts[f.id] ?? "", oninput: keep, placeholder: t("page.answer"), dir: "auto"}); }
		const select = el("select", {id, autocomplete: "off", onchange: keep}, el("option", {value: ""}, t("page.answer")), f.choices.map(c => el("option", {value: c.id}, c.label)));
		select.value = this.#drafts[f.id] ?? "";
		return select;
	}

	#propose(f, value) {
		const page = this.#page, shown = this.#shown;
		if (!value || !page) { return; }
		const text = f.choices?.find(c => c.id === value)?.label ?? value;
		const heard = m => { if (this.#page && shown === this.#shown) { this.#tell(m.yes ? t("page.accepted", {text}) : no(m, "page.declined", {text})); } };
		const message = {type: "propose", page: {number: page.number, id: page.id}, field: f.id, input: input(f, value)};
		if (!this.call.ask(message, heard)) { return; }
		delete this.#drafts[f.id];
		this.#tell(t("page.proposed", {text}));
		swap(this.open, this.#draw(page), this.tab);
	}

	#tell(text) {
		this.news.prepend(el("li", {}, text));
		while (this.news.children.length > 4) { this.news.lastChild.remove(); }
		whisper(text);
	}
}

// input is an answer as the kiosk's forms take it: of several choices each
// ticked one is "yes", otherwise a value under the field's name.
export const input = (f, value) => f.many ? {[value]: "yes"} : {[f.id]: value};
