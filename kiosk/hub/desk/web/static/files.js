// Files inside a call (wire.File): a head as JSON text, then parts. Both ends
// check the size and the SHA-256.

const high = 1 << 20, low = 256 << 10; // bytes of the channel's buffer

export const hex = buffer => Array.from(new Uint8Array(buffer), b => b.toString(16).padStart(2, "0")).join("");
export const draw = () => hex(crypto.getRandomValues(new Uint8Array(16)));

const digest = async data => hex(await crypto.subtle.digest("SHA-256", data));

// Files sends and takes the files of one channel.
export class Files {
	#channel;
	#limits;
	#work = Promise.resolve();
	#head = null;
	#parts = [];
	#got = 0;

	// taken gets each file that came whole, {id, kind, for, data}; data is null
	// where it is not what its head said.
	constructor(channel, limits, taken) {
		this.#channel = channel;
		this.#limits = limits;
		channel.binaryType = "arraybuffer";
		channel.addEventListener("message", e => this.#read(e.data, taken));
	}

	// give sends a file, one after the other; progress gets 0 to 1.
	give(id, kind, data, progress) {
		const sent = this.#work.then(() => this.#give(id, kind, data, progress));
		this.#work = sent.catch(() => {});
		return sent;
	}

	async #give(id, kind, data, progress) {
		const sha256 = await digest(data), c = this.#channel;
		c.bufferedAmountLowThreshold = low;
		c.send(JSON.stringify({id, kind, size: data.byteLength, sha256}));
		for (let at = 0; at < data.byteLength; at += this.#limits.chunk) {
			if (c.bufferedAmount > high) { await drained(c); }
			c.send(data.slice(at, at + this.#limits.chunk));
			progress(Math.min(1, (at + this.#limits.chunk) / data.byteLength));
		}
		// What is said about the file goes on another channel and must not overtake
		// it in our own queue.
		c.bufferedAmountLowThreshold = 0;
		if (c.bufferedAmount > 0) { await drained(c); }
	}

	#read(message, taken) {
		if (typeof message === "string") { this.#begin(message); return; }
		const head = this.#head;
		if (!head) { return; }
		this.#parts.push(message);
		this.#got += message.byteLength;
		if (this.#got > head.size) { this.#head = null; this.#parts = []; taken({...head, data: null}); return; }
		if (this.#got === head.size) { this.#whole(head, taken); }
	}

	#begin(text) {
		this.#head = null;
		this.#parts = [];
		this.#got = 0;
		try {
			const head = JSON.parse(text);
			if (head.id && head.size > 0 && head.size <= this.#limits.file) { this.#head = head; }
		} catch { /* it is no head: what follows is dropped */ }
	}

	async #whole(head, taken) {
		this.#head = null; // the next head may come while we count
		const data = await new Blob(this.#parts.splice(0)).arrayBuffer();
		taken({...head, data: await digest(data) === head.sha256 ? data : null});
	}
}

// drained waits until a channel can take more; a closed one is a fault.
function drained(channel) {
	return new Promise((done, fail) => {
		channel.addEventListener("bufferedamountlow", done, {once: true});
		channel.addEventListener("close", () => fail(new Error("closed")), {once: true});
	});
}
