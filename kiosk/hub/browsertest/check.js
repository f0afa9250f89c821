// Looks at the page that is open for what keeps people out of it, and gives a
// sentence for each fault. Contrast is WCAG 2.2, 1.4.6 (7:1); the names of
// controls 4.1.2; labels 3.3.2; headings 1.3.1; reflow 1.4.10.
(() => {
	const faults = [];
	const all = s => [...document.querySelectorAll(s)];
	const seen = e => e.checkVisibility() && !e.closest(".hidden, .skip, .sprite, noscript, [aria-hidden=true]");
	const short = e => e.outerHTML.replace(/\s+/g, " ").slice(0, 120);

	if (document.documentElement.scrollWidth > document.documentElement.clientWidth) {
		const wide = all("body *").filter(e => e.getBoundingClientRect().right > innerWidth + 1).map(short)[0];
		faults.push("the page scrolls to the side: " + wide);
	}
	if (document.documentElement.lang !== "fr") { faults.push("the page has no language"); }
	if (!document.title.includes("·")) { faults.push("the page has no title of its own"); }
	if (all("h1").length !== 1) { faults.push("the page has " + all("h1").length + " first headings"); }
	let before = 1;
	for (const h of all("h1, h2, h3, h4")) {
		if (+h.tagName[1] > before + 1) { faults.push("a heading is left out before " + short(h)); }
		before = +h.tagName[1];
	}
	const ids = new Set();
	for (const e of all("[id]")) {
		if (ids.has(e.id)) { faults.push("twice the id " + e.id); }
		ids.add(e.id);
	}
	for (const e of all("[aria-describedby], [aria-labelledby]")) {
		const refs = (e.getAttribute("aria-describedby") || "") + " " + (e.getAttribute("aria-labelledby") || "");
		for (const id of refs.split(" ").filter(Boolean)) {
			if (!ids.has(id)) { faults.push("nothing has the id " + id + " of " + short(e)); }
		}
	}
	for (const e of all("input:not([type=hidden], [type=image]), select, textarea")) {
		if (!e.labels.length) { faults.push("no label: " + short(e)); }
	}
	for (const e of all("a, button")) {
		if (!(e.textContent.trim() || e.getAttribute("aria-label"))) { faults.push("no name: " + short(e)); }
	}
	for (const e of all("img, input[type=image]")) {
		if (!e.hasAttribute("alt")) { faults.push("no words for the picture: " + short(e)); }
	}
	for (const e of all("table")) {
		if (!e.caption || !e.caption.textContent.trim()) { faults.push("no caption: " + short(e)); }
		for (const th of e.querySelectorAll("th")) { if (!th.scope) { faults.push("no scope: " + short(th)); } }
	}
	for (const e of all("progress")) {
		if (!e.getAttribute("aria-label")) { faults.push("no name: " + short(e)); }
	}
	for (const e of all("[tabindex]")) {
		if (e.tabIndex > 0) { faults.push("an order of its own: " + short(e)); }
	}
	for (const e of all("[style], [onclick], style, script:not([src])")) { faults.push("inline: " + short(e)); }

	// Buttons and fields are as large as a finger, WCAG 2.5.8 wants 24 px.
	for (const e of all("button, input:not([type=hidden]), select, .button")) {
		const box = e.getBoundingClientRect();
		if (seen(e) && (box.height < 24 || box.width < 24)) { faults.push("too small: " + short(e)); }
	}

	// A text whose key has no words shows the key, or one whose name was not filled in.
	for (const word of document.body.innerText.match(/\b[a-z_]+(\.[a-z_0-9]+)+\b/g) || []) {
		if (/^(list|kiosk|packs|rollout|enrol|me|totp|accounts|account|history|inbox|plan|sort|stage|state|role|error|fault|layout|menu|time|alert|step|paper|printer|live|revoke|town|once|code|sign|renew)\./.test(word)) {
			faults.push("a text is missing: " + word);
		}
	}
	if (document.body.innerText.includes("{")) { faults.push("a name was not filled in"); }

	// At 1280 by 800 the call is whole without scrolling.
	if (document.querySelector("[data-call]") && innerHeight === 800 && innerWidth === 1280 && document.documentElement.scrollHeight > 800) {
		faults.push("the call is " + document.documentElement.scrollHeight + " high");
	}

	const parse = c => (c.match(/[\d.]+/g) || []).map(Number);
	const lum = ([r, g, b]) => {
		const f = v => (v /= 255) <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4;
		return .2126 * f(r) + .7152 * f(g) + .0722 * f(b);
	};
	const ground = e => {
		for (; e; e = e.parentElement) {
			const c = parse(getComputedStyle(e).backgroundColor);
			if (c.length === 3 || c[3] === 1) { return c; }
		}
		return [255, 255, 255];
	};
	const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	for (let n; n = walker.nextNode();) {
		const e = n.parentElement;
		if (!n.data.trim() || !seen(e) || e.closest("svg, datalist, option, template")) { continue; }
		const a = lum(parse(getComputedStyle(e).color)), b = lum(ground(e));
		const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
		if (ratio < 7) { faults.push("contrast " + ratio.toFixed(1) + ": " + short(e)); }
	}
	return faults;
})()
