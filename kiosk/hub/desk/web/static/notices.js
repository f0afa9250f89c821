// Notices at the top of the page: each stands once, by its name.
import {$, el, icon, shout} from "./dom.js";

const all = () => $(document, "notices");

// notice shows one. action is [text, listener] or [text, address].
export function notice(name, kind, text, action) {
	drop(name);
	const ask = action && (typeof action[1] === "string"
		? el("a", {href: action[1]}, action[0])
		: el("button", {type: "button", onclick: action[1]}, action[0]));
	const e = el("p", {class: "note " + kind, id: "avis-" + name, tabindex: "-1"}, icon(kind === "done" ? "good" : "weak"), el("span", {}, text), ask);
	all().append(e);
	shout(text);
	return e;
}

export function drop(name) { document.getElementById("avis-" + name)?.remove(); }
