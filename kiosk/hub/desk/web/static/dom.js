// Small helpers on the document. Text goes in as text, never as HTML.

// $ finds the element with data-<name> under a root.
export const $ = (root, name) => root.querySelector(`[data-${name}]`);

// el makes an element: properties that begin with "on" are listeners, others
// are attributes; false and undefined ones are left out.
export function el(tag, props = {}, ...kids) {
	const e = document.createElement(tag);
	for (const [name, value] of Object.entries(props)) {
		if (name.startsWith("on")) { e.addEventListener(name.slice(2), value); continue; }
		if (value === false || value === undefined || value === null) { continue; }
		e.setAttribute(name, value === true ? "" : value);
	}
	e.append(...kids.flat().filter(k => k !== null && k !== undefined && k !== false && k !== ""));
	return e;
}

// icon draws one of the sprite.
export function icon(name) {
	const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
	const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
	svg.setAttribute("class", `icon ${name}`);
	svg.setAttribute("aria-hidden", "true");
	use.setAttribute("href", `#s-${name}`);
	svg.append(use);
	return svg;
}

// put sets a text where it has changed: a live region says a thing once.
export function put(e, text) {
	if (e.textContent !== text) { e.textContent = text; }
}

// dress gives a button another icon and other words.
export function dress(button, name, text) {
	button.querySelector("use").setAttribute("href", `#s-${name}`);
	put(button.querySelector("span"), text);
}

// shout and whisper tell screen readers: at once, or when there is time.
export const shout = text => { $(document, "shout").textContent = text; };
export const whisper = text => { $(document, "whisper").textContent = text; };

// swap puts new content in, and leaves the focus, and the caret, on the element
// with the same id, or else on what stands in for it.
export function swap(region, content, instead) {
	const had = region.contains(document.activeElement) ? document.activeElement : null;
	const caret = had?.selectionEnd;
	region.replaceChildren(...content);
	if (!had) { return; }
	const again = (had.id && document.getElementById(had.id)) || instead;
	again?.focus({preventScroll: true});
	if (caret !== undefined && caret !== null && again?.id === had.id) { again.setSelectionRange(caret, caret); }
}
