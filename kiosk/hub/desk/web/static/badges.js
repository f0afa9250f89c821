// What one must know of a person before speaking, of a call that waits or runs.
import {el} from "./dom.js";
import {t, known, language} from "./words.js";

export function badges({urgent, needs, lang}) {
	const all = [];
	if (urgent) { all.push(el("li", {class: "badge urgent"}, t("line.urgent"))); }
	for (const need of needs || []) { all.push(el("li", {class: "badge"}, known("need", need))); }
	if (lang && lang !== "fr") { all.push(el("li", {class: "badge"}, t("line.lang", {lang: language(lang)}))); }
	return all;
}
