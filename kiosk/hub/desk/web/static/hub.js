// The WebSocket to the hub (package wire). It comes back by itself, says who it
// is again, and sends then what was to be sent meanwhile. A call goes on without.
//
// Events: one for each type of message, with the message as detail; "link" with
// {state: "connecting" | "open" | "lost" | "ended", wait}.

const subprotocol = "guichet.call.1";
const patience = 10_000; // of a handshake
const longest = 30_000;  // between two tries
const silence = 60_000;  // the hub says something every 15 s, or it is not there
const restart = 1012;    // RFC 6455's registry: the hub starts anew and is back soon

export class Hub extends EventTarget {
	#socket = null;
	#outbox = [];
	#tries = 0;
	#timer = 0;
	#heard = 0; // when the hub said something last
	#over = false;
	#greet;
	state = "connecting";
	skew = 0; // the hub's clock minus ours, in milliseconds

	// greet gives the messages that begin every connection.
	constructor(path, greet) {
		super();
		this.address = new URL(path, location.href);
		this.address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
		this.#greet = greet;
		addEventListener("online", () => { if (this.state === "lost") { this.#soon(0); } });
	}

	start() {
		this.#connect();
		setInterval(() => this.#doubt(), 5000);
	}

	// stop ends it for good: the session is over, or, quietly, the page goes.
	stop(quiet = false) {
		if (this.#over) { return; }
		this.#over = true;
		clearTimeout(this.#timer);
		this.#socket?.close(1000);
		if (!quiet) { this.#say("ended"); }
	}

	// send sends a message, now or once the hub is back. later = false: it is
	// lost where the hub is away, as it would be too late.
	send(message, later = true) {
		if (this.state === "open") { this.#socket.send(JSON.stringify(message)); return true; }
		if (later && !this.#over) { this.#outbox.push(message); }
		return false;
	}

	// forget drops what was to be sent of a call.
	forget(call) { this.#outbox = this.#outbox.filter(m => m.call !== call); }

	now() { return Date.now() + this.skew; }

	#say(state, wait = 0) {
		this.state = state;
		this.dispatchEvent(new CustomEvent("link", {detail: {state, wait}}));
	}

	#connect() {
		const socket = this.#socket = new WebSocket(this.address, subprotocol);
		const late = setTimeout(() => socket.close(), patience);
		socket.onopen = () => { clearTimeout(late); this.#opened(); };
		socket.onmessage = e => { if (this.#socket === socket) { this.#read(e.data); } };
		socket.onclose = e => { clearTimeout(late); if (this.#socket === socket) { this.#closed(e.code); } };
	}

	#opened() {
		this.#tries = 0;
		this.#heard = Date.now();
		this.#say("open");
		for (const m of [...this.#greet(), ...this.#outbox.splice(0)]) { this.send(m); }
	}

	// doubt: a computer that slept, or a line that was cut, leaves a socket that looks
	// open and is not. The hub believes then that nobody is here.
	#doubt() {
		if (this.state !== "open" || Date.now() - this.#heard < silence) { return; }
		const socket = this.#socket;
		this.#socket = null; // its own end comes too late
		socket.close();
		this.#closed();
	}

	#read(data) {
		this.#heard = Date.now();
		let message;
		try { message = JSON.parse(data); } catch { /* as what is no object */ }
		if (!message) { this.#socket.close(3007); return; } // a page may not say 1007
		if (message.now) { this.skew = Date.parse(message.now) - Date.now(); }
		this.dispatchEvent(new CustomEvent(message.type, {detail: message}));
	}

	#closed(code) {
		if (this.#over) { return; }
		const most = Math.min(longest, 500 * 2 ** this.#tries++);
		// All desks of a hub that starts anew must not come in the same instant.
		this.#soon(code === restart ? 200 + Math.random() * 2000 : most / 2 + Math.random() * most / 2);
	}

	#soon(wait) {
		clearTimeout(this.#timer);
		this.#say("lost", wait);
		this.#timer = setTimeout(() => this.#again(), wait);
	}

	// again asks first whether one is still signed in: a refused WebSocket does
	// not say why.
	async #again() {
		try {
			const answer = await fetch("/desk/vivant", {signal: AbortSignal.timeout(patience)});
			if (answer.status === 401 || answer.status === 403) { this.stop(); return; }
		} catch { /* the hub is away: the socket will say so */ }
		if (!this.#over) { this.#connect(); }
	}
}
