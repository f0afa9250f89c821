// What the browser keeps beyond this page: the id of the call, so that a page
// loaded anew finds it again, and whether the agent is on duty, for this tab;
// which devices he chose, for the next day. Nothing of a citizen.

const read = (store, key) => { try { return store.getItem(key) || ""; } catch { return ""; } };
const write = (store, key, value) => {
	try { if (value) { store.setItem(key, value); } else { store.removeItem(key); } } catch { /* storage is off: a reload begins anew */ }
};

export const keep = {
	get call() { return read(sessionStorage, "guichet.call"); },
	set call(id) { write(sessionStorage, "guichet.call", id); },
	get duty() { return read(sessionStorage, "guichet.duty") === "1"; },
	set duty(on) { write(sessionStorage, "guichet.duty", on ? "1" : ""); },
	get devices() { try { return JSON.parse(read(localStorage, "guichet.devices") || "{}"); } catch { return {}; } },
	set devices(d) { write(localStorage, "guichet.devices", JSON.stringify(d)); },
};
