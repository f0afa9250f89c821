// How today went: figures, and the share of answered calls beside the 85 % that
// the town wants.
import {$, el, icon} from "./dom.js";
import {t, span} from "./words.js";

export const goal = 85; // percent

export function drawDay(root, day) {
	const box = $(root, "day");
	if (!day) { box.replaceChildren(el("p", {class: "quiet"}, t("day.lost"))); return; }
	if (!day.offered) { box.replaceChildren(el("p", {class: "quiet"}, t("day.none"))); return; }
	const over = day.answered + day.call_backs + day.printed + day.abandoned;
	const figures = ["offered", "answered", "call_backs", "printed", "abandoned"].map(key => [t("day." + key), day[key]]);
	if (day.offered > over) { figures.push([t("day.running"), day.offered - over]); } // they wait, or are under way
	box.replaceChildren(...over ? share(day.answered / over) : [],
		el("dl", {class: "figures"}, [...figures, [t("day.median"), span(day.wait_s || 0)]].map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, value)))),
	);
}

// share is how many of the calls that are over were answered. It is rounded down:
// 84.9 % is not the goal.
function share(part) {
	const percent = Math.floor(100 * part), met = percent >= goal;
	return [
		el("p", {class: met ? "share met" : "share missed"}, icon(met ? "good" : "weak"), el("strong", {}, t("day.share", {percent}))),
		bar(percent, met),
		el("p", {class: "quiet"}, t(met ? "day.goal_met" : "day.goal_missed")),
	];
}

// bar is the share, with the line of the goal across it.
function bar(percent, met) {
	const ns = "http://www.w3.org/2000/svg", svg = document.createElementNS(ns, "svg");
	const part = (tag, attributes) => {
		const e = document.createElementNS(ns, tag);
		for (const [name, value] of Object.entries(attributes)) { e.setAttribute(name, value); }
		svg.append(e);
		return e;
	};
	svg.setAttribute("viewBox", "0 0 400 46");
	svg.setAttribute("class", "goal");
	svg.setAttribute("role", "img");
	svg.setAttribute("aria-label", t("day.bar", {percent}));
	part("rect", {class: "all", x: 1, y: 1, width: 398, height: 22, rx: 4});
	part("rect", {class: met ? "part met" : "part missed", x: 1, y: 1, width: 3.98 * percent, height: 22, rx: 4});
	part("path", {class: "mark", d: `M${4 * goal} 0V28`});
	part("text", {x: 4 * goal, y: 44, "text-anchor": "middle"}).textContent = goal + " %";
	return svg;
}
