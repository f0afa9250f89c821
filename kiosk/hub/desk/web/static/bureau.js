// The desk without a call: duty, who waits, the day, whom to call back.
import {$, icon, put, shout} from "./dom.js";
import {t, n, known} from "./words.js";
import {keep} from "./keep.js";
import {Line, placeOf} from "./line.js";
import {Backs} from "./backs.js";
import {Ring} from "./ring.js";
import {awake} from "./awake.js";
import {notice, drop} from "./notices.js";

const patience = 15_000; // for the hub to pass a call

export class Bureau {
	duty = keep.duty;
	sure = false; // the hub knows that this agent takes calls
	#speaks = false; // this agent is in a call
	ring = new Ring();
	#rung = new Set(); // calls that were said already
	#timer = 0;

	constructor(hub, world, login) {
		Object.assign(this, {hub, world, root: $(document, "bureau")});
		this.line = new Line(this.root, hub, world, login, call => this.take(call));
		this.backs = new Backs(this.root, hub, world);
		$(this.root, "duty").addEventListener("click", () => this.setDuty(!this.duty));
		$(this.root, "answer").addEventListener("click", () => this.take());
		hub.addEventListener("waiting", e => this.#waiting(e.detail.line || []));
		hub.addEventListener("duty", e => { this.sure = !!e.detail.on; this.draw(); this.#news(); });
		hub.addEventListener("link", e => { if (e.detail.state !== "open") { this.sure = false; this.draw(); this.#sound(); } });
		hub.addEventListener("refuse", e => { if (e.detail.call === this.wanted || !e.detail.call) { this.#refused(e.detail.why); } });
		awake(this.duty);
		this.draw();
	}

	// speaks tells whether this agent is in a call, in whichever window.
	speaks(on) { this.#speaks = on; this.#sound(); }

	// elsewhere: he is in one, in another window, that has not lost it.
	get #elsewhere() { return this.#speaks && !this.root.hidden && this.duty && !this.line.own; }

	setDuty(on) {
		this.duty = keep.duty = on;
		awake(on);
		this.sure = false;
		if (on) { this.allowRing(); } else { this.line.set([]); drop("ring"); }
		this.#sound();
		this.hub.send({type: "duty", on}, false);
		this.draw();
	}

	// allowRing follows a press of the agent. A browser that does not sound even then
	// has nothing to sound with.
	async allowRing() {
		setTimeout(() => { if (this.duty && this.ring.blocked) { notice("ring", "fault", t("notice.silent"), [t("notice.silent_button"), () => this.allowRing()]); } }, 2000);
		await this.ring.allow();
		drop("ring");
	}

	show(on) {
		this.root.hidden = !on;
		clearTimeout(this.#timer);
		this.wanted = "";
		this.line.busy("");
		if (!on) { this.backs.hide(); }
		this.count();
		this.#sound();
	}

	// take answers a call; none is the first.
	take(call = this.line.first) {
		if (!call) { return; }
		this.wanted = call;
		this.place = placeOf(this.line.all.find(w => w.call === call) || {});
		drop("refused");
		this.line.busy(call);
		this.#sound();
		this.world.use(); // while the hub says yes
		if (!this.hub.send({type: "take", call}, false)) { this.#refused("gone"); return; }
		this.#timer = setTimeout(() => this.#refused("gone"), patience);
	}

	// count is how many wait, also for who is in a call.
	count() {
		const many = this.line.open ? this.line.all.length : 0;
		put($(document, "queue"), this.root.hidden && many ? n("line.queue", many) : "");
	}

	draw() {
		this.#title();
		put($(this.root, "duty-button"), t(this.duty ? "duty.stop" : "duty.start"));
		$(this.root, "duty").classList.toggle("main", !this.duty);
		this.root.classList.toggle("on", this.#word() === "on");
		this.line.set(this.line.all, this.#word());
	}

	// word is "off", "asked" while the hub does not know it yet, or "on".
	#word() { return !this.duty ? "off" : this.sure ? "on" : "asked"; }

	// says is the word for the agent.
	#says() { return this.sure && this.#elsewhere ? "elsewhere" : this.#word(); }

	// title says whether one is on duty, or that somebody waits.
	#title() {
		const word = this.#says(), rings = this.root.classList.contains("rings"), title = $(this.root, "duty-title");
		const text = rings ? n("line.ring", this.line.all.length, {place: placeOf(this.line.all[0])}) : t("duty." + word);
		if (title.textContent !== text) { title.replaceChildren(...rings ? [icon("bell"), " "] : [], text); }
		put($(this.root, "duty-help"), t(rings ? "line.ring_help" : `duty.${word}_help`));
	}

	#waiting(all) {
		this.line.set(all, this.#word());
		this.#news();
	}

	// news rings, and says once to a screen reader who came.
	#news() {
		this.#sound();
		this.count();
		if (!this.line.open || this.root.hidden || this.#elsewhere) { return; }
		const {all} = this.line, fresh = all.some(w => !this.#rung.has(w.call));
		this.#rung = new Set(all.map(w => w.call));
		if (fresh) { shout(n("line.ring", all.length, {place: placeOf(all[0])})); }
	}

	// sound rings while somebody waits and this agent is free.
	#sound() {
		const rings = this.line.open && !this.root.hidden && !this.wanted && !this.#elsewhere ? this.line.all.length : 0;
		this.ring.set(rings);
		if (this.duty && this.ring.blocked && !this.root.hidden) {
			if (!document.getElementById("avis-ring")) { notice("ring", "fault", t("notice.ring"), [t("notice.ring_button"), () => this.allowRing()]); }
		}
		this.root.classList.toggle("rings", rings > 0);
		$(this.root, "answer").hidden = rings === 0;
		$(this.root, "trial-open").hidden = rings > 0;
		this.#title();
	}

	#refused(why) {
		if (!this.wanted) { return; }
		clearTimeout(this.#timer);
		this.wanted = "";
		this.line.busy("");
		notice("refused", "fault", known("refused", why)).focus();
		this.world.free();
		this.#sound();
	}
}
