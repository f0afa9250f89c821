// Papers that the kiosk prints at the desk's request: one of its templates, or a
// PDF of the agent's computer. The citizen sees it first and may refuse.
import {$, el, put, shout, whisper} from "./dom.js";
import {t, no} from "./words.js";
import {draw} from "./files.js";

const faults = ["too_long", "too_wide", "empty", "locked"]; // of the document, by the kiosk

export class Papers {
	constructor(root, call) {
		Object.assign(this, {root, call, form: $(root, "paper-form"), choice: $(root, "paper"), fields: $(root, "paper-fields"), pdf: $(root, "pdf"), problem: $(root, "pdf-problem"), prints: $(root, "prints")});
		call.addEventListener("hello", () => this.#templates());
		this.choice.addEventListener("change", () => this.#draw());
		this.form.addEventListener("submit", e => { e.preventDefault(); this.#print(); });
		$(root, "pdf-form").addEventListener("submit", e => { e.preventDefault(); this.#send(); });
	}

	wipe() {
		this.pdf.value = "";
	}

	#templates() {
		const papers = this.call.papers, was = this.choice.value;
		this.choice.replaceChildren(...papers.map(p => el("option", {value: p.id}, p.title)));
		if (papers.some(p => p.id === was)) { this.choice.value = was; return; }
		this.form.hidden = papers.length === 0;
		$(this.root, "paper-none").hidden = papers.length > 0;
		this.#draw();
	}

	get #paper() { return this.call.papers.find(p => p.id === this.choice.value); }

	#draw() {
		this.fields.replaceChildren(...(this.#paper?.fields || []).flatMap((f, i) => {
			const id = "papier-" + i, say = f.optional ? `${f.label} (${t("page.optional")})` : f.label;
			return [el("label", {for: id}, say), this.#box(f, {id, name: f.id, required: !f.optional, autocomplete: "off"})];
		}));
	}

	// box is where one answers what a paper wants to know.
	#box(f, given) {
		if (f.choices?.length) { return el("select", given, el("option", {value: ""}), f.choices.map(c => el("option", {value: c.id}, c.label))); }
		if (f.lines) { return el("textarea", {...given, rows: 3}, f.value || ""); }
		return el("input", {...given, type: f.day ? "date" : "text", value: f.value || ""});
	}

	#print() {
		const paper = this.#paper, values = Object.fromEntries(new FormData(this.form));
		if (paper) { this.#request(paper.title, {paper: paper.id, values}); }
	}

	async #send() {
		const file = this.pdf.files[0], {data, fault} = await check(file, this.call.limits.file);
		this.pdf.setAttribute("aria-invalid", String(!!fault));
		put(this.problem, fault || "");
		if (fault) { this.pdf.focus(); return; }
		const id = draw(), line = this.#line(file.name);
		const bar = el("progress", {max: 1, value: 0, "aria-label": t("papers.sending")});
		line.item.append(bar);
		line.tell("sending");
		try {
			await this.call.give(id, "application/pdf", data, part => { bar.value = part; });
		} catch {
			line.tell("failed");
			return;
		} finally {
			bar.remove();
		}
		this.pdf.value = "";
		this.#request(file.name, {file: id}, line);
	}

	// request asks for the print and writes what becomes of it. The channels do not
	// keep their order: a kiosk waits for a file that it was told of before it came.
	#request(title, what, line = this.#line(title)) {
		const refused = m => m.why === "wrong" ? t(what.file ? "papers.unreadable" : "papers.unwritten") : faults.includes(m.why) ? t("papers." + m.why) : no(m, "papers.no");
		const heard = m => line.say(m.type === "printed" ? t("papers." + m.why) : m.yes ? t("papers.yes") : refused(m));
		line.tell(this.call.ask({type: "print", ...what}, heard) ? "asked" : "failed");
	}

	#line(title) {
		const word = el("span", {class: "word"}), item = el("li", {}, el("strong", {}, title), word);
		this.prints.prepend(item);
		$(this.root, "prints-box").hidden = false;
		item.scrollIntoView({block: "nearest"});
		const say = text => {
			put(word, text);
			whisper(`${title}. ${text}`);
		};
		return {item, say, tell: key => say(t("papers." + key))};
	}
}

// check reads a file that is a PDF (ISO 32000-1, 7.5.2: it begins with "%PDF-")
// of a size that is taken, or says in words what is wrong.
export async function check(file, most) {
	if (!file) { return {fault: t("papers.no_file")}; }
	if (file.size > most) { return {fault: t("papers.too_large", {size: Math.ceil(file.size / (1 << 20))})}; }
	try {
		const data = await file.arrayBuffer();
		const head = String.fromCharCode(...new Uint8Array(data, 0, Math.min(5, data.byteLength)));
		return head === "%PDF-" ? {data} : {fault: t("papers.not_pdf")};
	} catch {
		return {fault: t("papers.unread")};
	}
}
