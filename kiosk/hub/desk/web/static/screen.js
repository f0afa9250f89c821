// What the agent sees of a call. Everything is inside one element, made from the
// template of the page, and taken away with the call. Each field says autocomplete off:
// else browsers keep what is in it on disk, to give it back after a crash.
import {$, put, shout, whisper} from "./dom.js";
import {t} from "./words.js";
import {badges} from "./badges.js";
import {Stage} from "./stage.js";
import {Talk} from "./talk.js";
import {SharedPage} from "./page.js";
import {Papers} from "./papers.js";
import {Still} from "./still.js";
import {Pass} from "./pass.js";
import {Third} from "./third.js";

const icons = {taking: "phone", back: "phone", linking: "phone", good: "good", hold: "hold", held: "hold", gone: "gone", mending: "gone"};

export class Screen {
	#views;

	// world has media, services() and agents().
	constructor(room, call, world) {
		this.call = call;
		this.root = document.getElementById("appel").content.cloneNode(true).firstElementChild;
		room.replaceChildren(this.root);
		for (const type of ["who", "state"]) { call.addEventListener(type, () => this.draw()); }
		world.media.addEventListener("change", this.redraw = () => this.draw());
		this.world = world;
		tabs(this.root);
		this.#views = [Stage, Talk, SharedPage, Papers, Still, Pass, Third].map(View => new View(this.root, call, world));
		this.draw();
		$(this.root, "title").focus();
	}

	draw() {
		if (this.call.over) { return; }
		const shared = this.call.wish.shared || {};
		put($(this.root, "title"), this.call.place || this.call.kiosk || t("layout.title"));
		put($(this.root, "about"), about(shared));
		$(this.root, "badges").replaceChildren(...badges(shared));
		const word = this.call.word(), voice = word === "hold" ? "" : unheard(this.world.media);
		const text = t("state." + word) + (voice ? " " + t("state." + voice) : "");
		if ($(this.root, "state-text").textContent !== text) { whisper(text); }
		put($(this.root, "state-text"), text);
		$(this.root, "state-icon").setAttribute("href", "#s-" + (icons[word] || "weak"));
		$(this.root, "state").className = "state is-" + word;
	}

	// key does what a key of the call stands for; true where it did.
	key(name) {
		const button = {F4: "mute", F8: "hold", F9: "hangup"}[name];
		if (button) { $(this.root, button).click(); }
		return !!button;
	}

	speaker() { this.#views[0].speaker(); }

	// wipe takes everything away.
	wipe() {
		this.world.media.removeEventListener("change", this.redraw);
		for (const v of this.#views) { v.wipe?.(); }
		for (const e of this.root.querySelectorAll("video")) { e.srcObject = null; }
		this.root.remove();
		this.root.replaceChildren();
		shout("");
		whisper("");
	}
}

// unheard is why the citizen does not hear the agent; "" where he may.
function unheard(media) {
	if (media.asked && !media.audio) { return media.denied ? "denied" : "no_microphone"; }
	return media.isCut("audio") ? "muted" : "";
}

// about says what the citizen agreed to share.
function about(shared) {
	const parts = [shared.title || t("line.talk")];
	if (shared.question || shared.page) { parts.push(t("call.question", {page: shared.question || shared.page})); }
	if (shared.reference) { parts.push(t("call.reference", {reference: shared.reference})); }
	return parts.join(" · ");
}

// tabs follow the ARIA Authoring Practices: arrows, Home and End move.
function tabs(root) {
	const all = [...root.querySelectorAll("[role=tab]")];
	const open = tab => {
		for (const other of all) {
			const is = other === tab;
			other.setAttribute("aria-selected", String(is));
			other.tabIndex = is ? 0 : -1;
			if (is) { other.classList.remove("new"); }
			root.querySelector("#" + other.getAttribute("aria-controls")).hidden = !is;
		}
	};
	all.forEach((tab, i) => {
		tab.addEventListener("click", () => open(tab));
		tab.addEventListener("keydown", e => {
			const to = {ArrowRight: i + 1, ArrowLeft: i - 1, Home: 0, End: all.length - 1}[e.key];
			if (to === undefined) { return; }
			const next = all[(to + all.length) % all.length];
			e.preventDefault();
			open(next);
			next.focus();
		});
	});
}
