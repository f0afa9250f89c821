// One call: who it is, its connection, and what passes inside. It draws nothing.
//
// Events: "state" (something of word() changed), "track" {track}, "text" {text},
// "files" , each type of a Desk message ("hello", "page", "look") with the
// message, "writes" (text can be sent), "note" {text}, "refused" {why}, "end" {why}.
import {Peer} from "./peer.js";
import {Files, draw} from "./files.js";
import {Quality} from "./quality.js";

const offers = 6000; // milliseconds that a kiosk has for its first offer
const hour = 3600;   // seconds that a relay's credentials last where the hub does not say

export class Call extends EventTarget {
	wish = {};
	kiosk = "";
	place = ""; // town and kiosk, where the line said so
	began = Date.now();
	look = {camera: true, microphone: true};
	held = false;    // by the citizen
	holding = false; // by us
	scanner = false;
	papers = [];
	passing = false; // it is on its way to another agent
	over = false;
	#phase;
	#quality = "";
	#looked = ""; // as it was told
	#asked = new Map(); // id of what we asked: who waits for the answer
	#channels = {};
	#files = null;
	#timers = [];
	#renewal = 0;
	#unhear = new AbortController();

	// back: the page was loaded anew in the middle of the call.
	constructor(hub, media, id, limits, back) {
		super();
		Object.assign(this, {hub, media, id, limits});
		this.back = back;
		this.#phase = back ? "back" : "taking";
		this.peer = new Peer(m => hub.send({...m, call: id}));
		this.peer.addEventListener("track", e => this.#event("track", e.detail));
		this.peer.addEventListener("channel", e => this.#channel(e.detail.channel));
		this.peer.addEventListener("line", e => this.#line(e.detail.state));
		this.peer.addEventListener("hopeless", () => hub.send({type: "renew", call: id}, false));
		for (const type of ["taken", "sdp", "candidate", "bye", "hold", "note", "refuse"]) {
			hub.addEventListener(type, e => { if (e.detail.call === id) { this.#hear(e.detail); } }, {signal: this.#unhear.signal});
		}
		media.addEventListener("change", () => this.#devices(), {signal: this.#unhear.signal});
		this.#timers.push(setTimeout(() => this.#slow(), limits.ring * 1000));
		this.#timers.push(setTimeout(() => this.#unoffered(), offers));
		this.quality = new Quality(() => this.peer.stats());
		this.#timers.push(setInterval(() => this.#measure(), 2000));
		this.#devices();
	}

	// word says how the call is: a key of the texts under "state".
	word() {
		if (!["up", "mending"].includes(this.#phase)) { return this.#phase; }
		if (this.#phase === "mending") { return "mending"; }
		if (this.holding) { return "hold"; }
		if (this.held) { return "held"; }
		return this.#quality || "linking";
	}

	get up() { return this.#phase === "up"; }

	// tell sends a Desk message; false where the kiosk is not there yet.
	tell(message) {
		const c = this.#channels.desk;
		if (c?.readyState !== "open") { return false; }
		c.send(JSON.stringify(message));
		return true;
	}

	// ask sends one that the citizen answers; heard gets each answer to it.
	ask(message, heard) {
		const id = message.id || draw();
		if (this.tell({...message, id})) { this.#asked.set(id, heard); return id; }
		return "";
	}

	type(text) { if (this.#channels.text?.readyState === "open") { this.#channels.text.send(text); return true; } return false; }

	give(id, kind, data, progress) {
		return this.#files ? this.#files.give(id, kind, data, progress) : Promise.reject(new Error("no channel"));
	}

	onfile = null; // gets each file of the kiosk

	hold(on) {
		this.holding = on;
		this.media.hold(on);
		this.hub.send({type: "hold", call: this.id, on});
		this.#event("state");
	}

	hangUp() {
		this.hub.send({type: "bye", call: this.id, why: "local-bye"});
		this.end("local-bye");
	}

	// transfer passes the call on; false where the hub is away, which must not do it
	// later. It ends here once the hub says so.
	transfer(to, note) {
		if (note) { this.hub.send({type: "note", call: this.id, text: note}, false); }
		return this.hub.send({type: "transfer", call: this.id, to}, false);
	}

	end(why) {
		if (this.over) { return; }
		this.over = true;
		this.#unhear.abort();
		for (const t of this.#timers) { clearTimeout(t); clearInterval(t); }
		this.peer.close();
		this.#asked.clear();
		this.papers = [];
		this.wish = {};
		this.#event("end", {why});
	}

	#hear(m) {
		switch (m.type) {
		case "taken": this.taken(m); break;
		case "sdp": this.#offered(m.sdp); break;
		case "candidate": this.peer.candidate(m.candidate); break;
		case "hold": this.held = !!m.on; this.#event("state"); break;
		case "note": this.#event("note", {text: m.text || ""}); break;
		case "refuse": this.#refused(m.why); break;
		case "bye": this.end(m.why || "remote-bye"); break;
		}
	}

	// taken says whose call it is, and how media may pass; it comes again after a
	// cut, and before the relay's credentials end.
	taken(m) {
		this.wish = m.wish || this.wish;
		this.kiosk = m.kiosk || this.kiosk;
		if (m.relay) { this.#through(m.relay); }
		if (m.text) { this.#event("note", {text: m.text}); }
		this.#event("who");
	}

	// through takes over a relay, and asks for other credentials in time: it lets
	// nobody in by old ones.
	#through(relay) {
		this.peer.relay(relay);
		clearTimeout(this.#renewal);
		if (!relay.urls?.length) { return; }
		this.#renewal = setTimeout(() => this.hub.send({type: "resume", call: this.id}, false), (relay.lasts_s || hour) * 750);
		this.#timers.push(this.#renewal);
	}

	// refused: a call that we wanted back is gone; else something that we asked
	// the hub was not done.
	#refused(why) {
		if (this.#phase === "back") { this.end("lost"); return; }
		this.#event("refused", {why});
	}

	#offered(sdp) {
		if (sdp.kind !== "offer") { return; }
		if (this.#phase !== "up" && this.#phase !== "mending") { this.#phase = "linking"; this.#event("state"); }
		this.peer.offer(sdp);
	}

	// unoffered: the kiosk speaks to another window of this agent, or to none.
	#unoffered() {
		if (this.#phase === "taking") { this.hub.send({type: "renew", call: this.id}); }
	}

	#slow() {
		if (["taking", "back", "linking"].includes(this.#phase)) { this.#phase = "slow"; this.#event("state"); }
	}

	#line(state) {
		if (state === "connected") { this.#connected(); }
		if ((state === "disconnected" || state === "failed") && this.#phase === "up") { this.#phase = "mending"; }
		this.#event("state");
	}

	// connected looks twice soon, so that the first word comes at once.
	#connected() {
		this.#phase = "up";
		this.quality.reset();
		this.#measure();
		this.#timers.push(setTimeout(() => this.#measure(), 1000));
	}

	async #measure() {
		if (this.#phase !== "up") { return; }
		const word = await this.quality.word(this.look.camera && !this.held);
		if (word && word !== this.#quality) { this.#quality = word; this.#event("state"); }
	}

	// look tells the citizen's screen whether there is a microphone to hear us by, once
	// the browser has said so.
	#look() {
		const {media} = this, look = JSON.stringify({type: "look", camera: !!media.video, microphone: !!media.audio});
		if (media.asked && look !== this.#looked && this.tell(JSON.parse(look))) { this.#looked = look; }
	}

	#devices() {
		this.#look();
		this.peer.track("video", this.media.video);
		this.peer.track("audio", this.media.audio);
		this.#event("state");
	}

	#channel(c) {
		this.#channels[c.label] = c;
		if (c.label === "files") {
			this.#files = new Files(c, this.limits, f => this.onfile?.(f));
		} else if (c.label === "text") {
			c.addEventListener("message", e => this.#event("text", {text: String(e.data)}));
			c.addEventListener("open", () => this.#event("writes"));
		} else if (c.label === "desk") {
			c.addEventListener("message", e => this.#told(e.data));
			c.addEventListener("open", () => { this.#looked = ""; this.#look(); this.#event("open"); });
		}
	}

	#told(data) {
		let m;
		try { m = JSON.parse(data); } catch { return; }
		if (this.over || !m) { return; }
		if (m.type === "answer" || m.type === "printed") { this.#asked.get(m.id)?.(m); return; }
		if (m.type === "look") { this.look = {camera: !!m.camera, microphone: !!m.microphone}; this.#event("state"); }
		if (m.type === "hello") { this.papers = m.papers || []; this.scanner = !!m.scanner; }
		this.#event(m.type, m);
	}

	#event(type, detail) { this.dispatchEvent(new CustomEvent(type, {detail})); }
}
