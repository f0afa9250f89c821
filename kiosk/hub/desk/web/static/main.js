// The agents' desk: wires the hub, the devices, the page without a call and the
// screen of one.
import {$, put} from "./dom.js";
import {t, known} from "./words.js";
import {keep} from "./keep.js";
import {Hub} from "./hub.js";
import {Media} from "./media.js";
import {Call} from "./call.js";
import {Screen} from "./screen.js";
import {Bureau} from "./bureau.js";
import {Trial} from "./trial.js";
import {There} from "./there.js";
import {drawDay} from "./day.js";
import {notice, drop} from "./notices.js";
import * as leaving from "./leaving.js";

const given = document.body.dataset;
const limits = {ring: Number(given.ring), file: Number(given.maxFile), chunk: Number(given.maxChunk)};
const often = 20_000; // how often the figures of the day are asked for

// World is what every part of the page may ask for. Event: "people".
class World extends EventTarget {
	media = new Media();
	services = [];
	agents = []; // others on duty
	own = [];    // services that this agent answers for, while on duty
	name = given.name; // of this agent
	trial = () => trial.open();
	noSound(play) { notice("sound", "fault", t("notice.sound"), [t("notice.sound_button"), async () => { await play(); drop("sound"); }]); }
	use() { if (!this.media.waiting) { this.media.waiting = true; this.media.open(); } }
	free() { if (!call) { this.media.waiting = false; this.media.close(); this.media.fresh(); } }
	people(change) { Object.assign(this, change); this.dispatchEvent(new Event("people")); }
}

let call = null, screen = null;
const world = new World();
const hub = new Hub(given.calls, greet);
const bureau = new Bureau(hub, world, given.login);
const trial = new Trial(world.media, () => !!call, what => { if (what === "speaker") { screen?.speaker(); } });

// greet begins every connection to the hub.
function greet() {
	const all = [{type: "backs"}]; // once: the hub then tells every change
	if (bureau.duty) { all.push({type: "duty", on: true}); }
	if (call) { all.push({type: "resume", call: call.id}); }
	if (call?.lostPage) { all.push({type: "renew", call: call.id}); call.lostPage = false; }
	return all;
}

// begin shows a call, that of a "taken" or one found again.
function begin(id, back) {
	call = new Call(hub, world.media, id, limits, back);
	call.place = back ? "" : bureau.place;
	keep.call = id;
	world.media.fresh();
	world.use();
	call.addEventListener("end", e => end(e.detail.why), {once: true});
	drop("end");
	drop("refused");
	drop("ring");
	bureau.show(false);
	leaving.guard(true);
	screen = new Screen($(document, "room"), call, world);
}

// end takes away all that was of the call.
function end(why) {
	if (why !== "local-bye") { hub.forget(call.id); }
	screen.wipe();
	call = screen = null;
	leaving.guard(false);
	keep.call = "";
	world.free();
	drop("sound");
	bureau.speaks(false); // until the hub says otherwise
	bureau.show(true);
	notice("end", "done", `${t("end.title")}. ${known("end", why)} ${t("end.wiped")}`).focus();
}

function linked({state, wait}) {
	const s = Math.max(1, Math.round(wait / 1000));
	const text = state === "lost" ? t(call ? "hub.lost_call" : "hub.lost", {s}) : t("hub." + state);
	put($(document, "hub"), text);
	$(document, "hub").className = "link is-" + state;
	if (state === "ended") { over(); }
}

// over: the session is finished, nobody rings here any more.
function over() {
	keep.call = "";
	call?.end("local-bye");
	if (bureau.duty) { bureau.setDuty(false); }
	bureau.backs.wipe();
	notice("ended", "fault", t("notice.ended"), [t("notice.ended_link"), "/connexion?vers=%2Fdesk%2F"]).focus();
}

// duty says who takes calls, this agent among them.
function duty(all) {
	const self = all.find(a => a.login === given.login);
	world.people({agents: all.filter(a => a.login !== given.login), own: self?.services ?? []});
	bureau.speaks(!!self?.busy);
}

async function figures() {
	let data = null;
	try {
		const answer = await fetch("/desk/vivant", {signal: AbortSignal.timeout(10_000)});
		if (answer.status === 401 || answer.status === 403) { hub.stop(); return; }
		if (answer.ok) { data = await answer.json(); }
	} catch { /* told below, and by the socket */ }
	drawDay(document, data?.day);
	if (data) { world.people({services: data.services || []}); }
}

// keys answer and steer a call from anywhere on the page: function keys, which
// neither a browser nor a screen reader takes (WCAG 2.2, 2.1.4).
function keys(e) {
	if (e.ctrlKey || e.altKey || e.metaKey || e.shiftKey) { return; }
	const box = document.querySelector("dialog[open]"), there = $(document, "there");
	if (box && (box !== there || e.key !== "F2")) { return; }
	if (box) { box.close(); } // who answers is there
	if (e.key === "F2" && !call) { e.preventDefault(); bureau.take(); return; }
	if (screen?.key(e.key)) { e.preventDefault(); }
}

// gone: the page is left. A browser may keep it for who presses Back: nothing is
// in it then, and it begins anew.
function gone() {
	bureau.backs.hide();
	hub.stop(true);
	call?.peer.close();
	screen?.wipe();
}

function start() {
	if (!window.RTCPeerConnection || !navigator.mediaDevices) { notice("old", "fault", t("notice.old")); return; }
	hub.addEventListener("link", e => linked(e.detail));
	hub.addEventListener("taken", e => { if (!call) { begin(e.detail.call, false); call.taken(e.detail); } });
	hub.addEventListener("duty", e => duty(e.detail.agents || []));
	hub.addEventListener("services", e => world.people({services: e.detail.services || []}));
	addEventListener("keydown", keys);
	addEventListener("pagehide", gone);
	addEventListener("pageshow", e => { if (e.persisted) { location.reload(); } });
	$(document, "trial-open").addEventListener("click", () => trial.open());
	leaving.signOut(() => { keep.duty = false; call?.hangUp(); });
	new There(Number(given.idle) * 1000, {onduty: () => bureau.duty, incall: () => !!call, ended: () => hub.stop(), chime: () => bureau.ring.once()});
	if (keep.call) {
		begin(keep.call, true);
		call.lostPage = true;
	} else {
		bureau.show(true);
	}
	hub.start();
	figures();
	setInterval(figures, often);
}

start();
