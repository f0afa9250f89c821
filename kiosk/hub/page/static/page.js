// What the fleet page does beyond forms and links: it keeps what is on the
// screen up to date. Everything works without it.
"use strict";

// follow replaces the inside of a region whenever the server sends a new one.
function follow(region) {
	const status = document.createElement("p");
	status.setAttribute("role", "status");
	status.className = "hidden";
	region.before(status);
	const source = new EventSource(region.dataset.live);
	let paused = false, waiting = null, lost = false;
	const show = html => {
		waiting = null;
		swap(region, html);
		say(status, region.querySelector("[data-say]"));
	};
	source.addEventListener("fragment", e => {
		if (lost) { lost = false; status.className = "hidden"; }
		if (paused) { waiting = e.data; } else { show(e.data); }
	});
	source.addEventListener("over", () => { source.close(); location.reload(); });
	source.addEventListener("error", () => {
		lost = true;
		status.className = "note";
		status.textContent = region.dataset.lost;
	});
	addEventListener("pagehide", () => source.close());
	if (region.dataset.pause) {
		region.before(pauseButton(region, now => {
			paused = now;
			if (!now && waiting !== null) { show(waiting); }
		}));
	}
}

// pauseButton lets a person read in peace (WCAG 2.2, 2.2.2).
function pauseButton(region, change) {
	const button = document.createElement("button");
	button.type = "button";
	button.className = "pause";
	button.textContent = region.dataset.pause;
	button.addEventListener("click", () => {
		const paused = button.textContent === region.dataset.pause;
		button.textContent = paused ? region.dataset.resume : region.dataset.pause;
		change(paused);
	});
	return button;
}

// swap puts new content in, and leaves the focus where it was.
function swap(region, html) {
	const focus = region.contains(document.activeElement) ? document.activeElement.id : "";
	const fresh = document.createElement("template");
	fresh.innerHTML = html;
	region.replaceChildren(fresh.content);
	const again = focus && document.getElementById(focus);
	if (again) { again.focus({preventScroll: true}); }
}

// say repeats a sentence to screen readers, when it has changed.
function say(status, sentence) {
	const text = sentence ? sentence.textContent.trim() : "";
	if (status.textContent !== text) { status.textContent = text; }
}

// countDown shows how long a code still works, each second to the eye.
function countDown(line) {
	const end = Date.parse(line.dataset.until);
	const tick = () => {
		const left = Math.floor((end - Date.now()) / 1000);
		line.textContent = left <= 0 ? line.dataset.over : line.dataset.left
			.replace("{min}", Math.floor(left / 60)).replace("{s}", left % 60);
		if (left > 0) { setTimeout(tick, 1000); }
	};
	tick();
}

document.querySelectorAll("[data-live]").forEach(follow);
document.querySelectorAll("[data-until]").forEach(countDown);
const fault = document.getElementById("faute");
if (fault) { fault.focus(); }
