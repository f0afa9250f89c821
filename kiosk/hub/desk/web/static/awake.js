// A browser that saves energy freezes pages in the background, and a frozen page does
// not ring. It lets those run that hold a Web Lock (developer.chrome.com, "Freezing on
// Energy Saver", January 2025).
import {draw} from "./files.js";

let release = null;

// awake begins and ends with duty. Each window has a lock of its own.
export function awake(on) {
	release?.();
	release = null;
	if (!on) { return; }
	const held = new Promise(done => { release = done; });
	navigator.locks?.request("guichet." + draw(), () => held).catch(() => { /* it may be frozen then */ });
}
