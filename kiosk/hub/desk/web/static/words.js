// Every word comes from texts.js, which the hub makes of texts/fr.yaml.
import texts from "./texts.js";

// t is a sentence; {name} is filled in.
export function t(key, args = {}) {
	const text = texts[key];
	if (text === undefined) { console.error("no words for " + key); return ""; }
	return text.replace(/\{(\w+)\}/g, (whole, name) => name in args ? String(args[name]) : whole);
}

// n is a sentence about a number: key.one for 0 and 1, as French has it,
// key.many above, key.none for 0 where there is one.
export function n(key, count, args = {}) {
	const form = count === 0 && `${key}.none` in texts ? "none" : count < 2 ? "one" : "many";
	return t(`${key}.${form}`, {n: count, ...args});
}

// known is a text for a word that came from elsewhere, or key.other with it.
export function known(prefix, word) {
	const key = `${prefix}.${String(word || "").replaceAll("-", "_")}`;
	return key in texts ? t(key) : t(`${prefix}.other`, {word});
}

// no says why a kiosk or its citizen did not do what was asked: the kiosk's
// reason where it gives one, else the citizen's own no.
export const no = (answer, key, args) => answer.why ? known("why", answer.why) : t(key, args);

// span is a length of time, in seconds, as people say it.
export function span(seconds) {
	const s = Math.max(0, Math.floor(seconds));
	if (s < 60) { return t("time.seconds", {s}); }
	if (s < 3600) { return t("time.minutes", {min: Math.floor(s / 60), s: String(s % 60).padStart(2, "0")}); }
	return t("time.hours", {h: Math.floor(s / 3600), min: Math.floor(s % 3600 / 60)});
}

// clock writes "14 h 05" in the time of France.
export function clock(date) {
	const [h, min] = new Intl.DateTimeFormat("fr-FR", {hour: "2-digit", minute: "2-digit", timeZone: "Europe/Paris"}).format(date).split(":");
	return t("time.clock", {h: String(Number(h)), min});
}

const dayOf = date => new Intl.DateTimeFormat("fr-CA", {timeZone: "Europe/Paris"}).format(date);

// day writes "aujourd’hui", "demain" or "mardi 24 novembre".
export function day(date, now = new Date()) {
	if (dayOf(date) === dayOf(now)) { return t("backs.today"); }
	if (dayOf(date) === dayOf(new Date(now.getTime() + 86_400_000))) { return t("backs.tomorrow"); }
	return new Intl.DateTimeFormat("fr-FR", {weekday: "long", day: "numeric", month: "long", timeZone: "Europe/Paris"}).format(date);
}

const languages = new Intl.DisplayNames(["fr"], {type: "language"});

// language is the name of a language in French, by its BCP 47 tag.
export function language(tag) {
	try { return languages.of(tag); } catch { return tag; }
}
