// Leaving the page in the middle of a call: a citizen would be left alone. Links of
// the bar open beside it, and signing out is asked twice.
import {el, whisper} from "./dom.js";
import {t} from "./words.js";

const form = () => document.querySelector("form[action='/deconnexion']");
const button = () => form().querySelector("button");
let guarded = false, sure = false;

// guard begins and ends with a call.
export function guard(on) {
	guarded = on;
	ask(false);
	for (const a of document.querySelectorAll(".bar a")) {
		a.querySelector("[data-beside]")?.remove();
		if (on) {
			a.target = "_blank";
			a.append(el("span", {class: "hidden", "data-beside": true}, t("leaving.beside")));
		} else {
			a.removeAttribute("target");
		}
	}
}

// signOut calls last before somebody who is sure signs out.
export function signOut(last) {
	form().addEventListener("submit", e => {
		if (guarded && !sure) { e.preventDefault(); ask(true); whisper(t("leaving.sure")); return; }
		last();
	});
	button().addEventListener("blur", () => ask(false));
}

function ask(on) {
	sure = on;
	button().textContent = t(on ? "leaving.sure" : "layout.out");
}
