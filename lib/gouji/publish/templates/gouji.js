// What the pages do beyond text: language and theme, evidence in a dialog, the card of a figure, search, interactive tables.
// No request leaves the page; without this script every link still leads where it says.
(function () {
  "use strict";
  const root = document.documentElement;
  const store = { get(key) { try { return localStorage.getItem(key); } catch { return null; } }, set(key, value) { try { localStorage.setItem(key, value); } catch { /* private window */ } } };
  const LANGUAGES = ["both", "zh", "en"], NAMES = { both: "中/EN", zh: "中文", en: "English" };
  const asked = new URLSearchParams(location.search);
  const make = (tag, given = {}, ...inside) => { const node = document.createElement(tag); Object.assign(node, given); node.append(...inside); return node; };
  const CHINESE = /([\u3000-\u303f\u3400-\u9fff\uff00-\uffef]+)/;  // in English: a document's words
  const SVG = "http://www.w3.org/2000/svg";
  const draw = (tag, given) => { const node = document.createElementNS(SVG, tag); for (const [key, value] of Object.entries(given)) node.setAttribute(key, value); return node; };
  const two = (zh, en) => { const words = (lang, text) => { const node = make("span", { className: "gj-w", lang }); text.split(lang === "en" ? CHINESE : /$^/).forEach((part, i) => node.append(i % 2 ? make("span", { className: "gj-doc", lang: "zh", textContent: part }) : part)); return node; }; const out = document.createDocumentFragment(); out.append(words("zh", zh), make("span", { className: "gj-gap", textContent: " " }), words("en", en)); return out; };

  function language(choice) {
    const lang = LANGUAGES.includes(choice) ? choice : "both";
    root.setAttribute("data-gj-lang", lang);
    root.lang = lang === "en" ? "en" : "zh";
    return lang;
  }
  const spokenNow = () => root.getAttribute("data-gj-lang");
  language(store.get("gj-lang"));

  // what cannot hold two spans is 中文 · English, parted as gouji.show.rich parts it, and one part is shown
  const SPOKEN = ["title", "aria-label", "placeholder", "alt", "data-bs-original-title"], HAN = /[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]/g;
  const latin = (text) => text.match(/[A-Za-z]{2,}/g) || [], count = (found) => (found || []).join("").length;
  function parted(text) {
    let best = null;
    for (const gap of text.matchAll(/ · /g)) {
      const zh = text.slice(0, gap.index), en = text.slice(gap.index + 3), own = en.replace(/“[^”]*(”|$)/g, ""), quoted = count(own.match(HAN)), wrong = quoted + count(latin(zh));
      if (zh.match(HAN) && count(latin(own)) > quoted && en.search(HAN) !== 0 && (!best || wrong < best.wrong)) best = { zh, en, wrong };
    }
    return best;
  }
  const inLanguage = (text) => { const lang = spokenNow(), found = lang !== "both" && parted(text); return found ? found[lang] : text; };
  const wholes = new WeakMap();  // element → attribute → its text in both languages, and what is shown of it
  function speak(within) {
    for (const node of [within, ...within.querySelectorAll(SPOKEN.map((name) => `[${name}]`).join(","))]) {
      const kept = wholes.get(node) || wholes.set(node, {}).get(node);
      for (const name of SPOKEN) {
        const given = node.getAttribute(name);
        if (!given) continue;
        if (!kept[name] || given !== kept[name].shown) kept[name] = { text: given };  // new, or changed by someone else
        kept[name].shown = inLanguage(kept[name].text);
        if (kept[name].shown !== given) node.setAttribute(name, kept[name].shown);
      }
    }
  }
  const title = document.querySelector("title"), titles = { both: title.textContent, ...title.dataset };
  const speakAll = () => { document.title = titles[spokenNow()] || titles.both; speak(document.body); };
  if (window.top !== window) root.classList.add("embedded");

  function theme(choice) {
    const dark = choice === "dark" || (choice !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
    root.setAttribute("data-theme", dark ? "dark" : "light");
  }
  const leaf = () => document.body.classList.contains("gj-leaf");

  function buttons() {
    const place = document.querySelector(".gj-buttons") || document.querySelector(".article-header-buttons, .header-article-items__end .header-article-item");
    if (!place) return;
    const tongue = make("button", { type: "button", className: "gj-language" });
    const name = () => { tongue.textContent = NAMES[spokenNow()]; tongue.setAttribute("aria-label", `语言：${tongue.textContent} · Language: ${tongue.textContent}`); };
    tongue.addEventListener("click", () => { const next = LANGUAGES[(LANGUAGES.indexOf(spokenNow()) + 1) % 3]; store.set("gj-lang", language(next)); name(); speakAll(); });
    name();
    const box = leaf() ? place : make("span", { className: "gj-buttons" });
    box.prepend(tongue);
    if (!leaf()) place.prepend(box);
    else box.append(make("button", { type: "button", textContent: "◐", ariaLabel: "明暗 · Light or dark", onclick() { const next = root.getAttribute("data-theme") === "dark" ? "light" : "dark"; store.set("mode", next); store.set("theme", next); theme(next); } }));
  }

  function evidence() {
    document.addEventListener("click", (event) => {
      const link = event.target.closest && event.target.closest("a.gj-ev");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button || root.classList.contains("embedded") || !window.HTMLDialogElement) return;
      event.preventDefault();
      const dialog = make("dialog", { className: "gj-dialog" }), frame = make("iframe", { src: link.href, title: "证据 · Evidence" });
      const open = make("a", { href: link.href, className: "gj-close", textContent: "↗", ariaLabel: "整页打开 · Open as a page" });
      open.style.right = "4.2rem";
      const shut = make("button", { type: "button", className: "gj-close", textContent: "✕", ariaLabel: "关闭 · Close", onclick: () => dialog.close() });
      dialog.setAttribute("aria-label", "证据 · Evidence");
      dialog.append(open, shut, frame);
      dialog.addEventListener("close", () => { dialog.remove(); link.focus(); });
      dialog.addEventListener("click", (e) => { if (e.target === dialog) dialog.close(); });
      document.body.append(dialog);
      dialog.showModal();
      shut.focus();
    });
    window.addEventListener("message", (event) => { if (event.data === "gj-close") document.querySelector("dialog.gj-dialog")?.close(); });
    if (root.classList.contains("embedded")) document.addEventListener("keydown", (e) => { if (e.key === "Escape") parent.postMessage("gj-close", "*"); });
  }

  const digits = (text) => text.replace(/\B(?=(\d{3})+(?!\d))/g, ",");

  function card() {
    const place = document.getElementById("gj-card"), given = document.getElementById("gj-images");
    if (!place || !given) return;
    const images = JSON.parse(given.textContent), page = Object.keys(images).find((p) => location.pathname.endsWith("-" + p + ".html"));
    // the header and the row, whole; on a phone only the words that name the row and the cells
    const view = (of, box) => {
      const numbers = (text) => text.split(" ").map(Number), [left, top, right, bottom] = numbers(of.band), parts = numbers(of.parts);
      const narrow = innerWidth < 640 && parts.length ? parts : [left, right], gap = 5;
      const bands = [...(of.header ? [[of.hp, ...numbers(of.header)]] : []), [page, top, bottom]];
      const svg = draw("svg", { role: "img", "aria-label": "行 · Row" });
      let y = 0, wide = 0;
      for (const [from, start, end] of bands) {
        let x = 0;
        for (let i = 0; i < narrow.length; i += 2) {
          const width = narrow[i + 1] - narrow[i], image = images[from], piece = draw("svg", { x, y, width, height: end - start, viewBox: `${narrow[i]} ${start} ${width} ${end - start}` });
          piece.append(draw("image", { href: image.file, width: image.width, height: image.height }));
          if (start === top && end === bottom && box[0] >= narrow[i] - 1 && box[2] <= narrow[i + 1] + 1) piece.append(draw("rect", { x: box[0], y: box[1], width: box[2] - box[0], height: box[3] - box[1] }));
          svg.append(piece);
          x += width + gap;
        }
        wide = Math.max(wide, x - gap);
        y += end - start + (bands.length > 1 ? gap / 2 : 0);
      }
      svg.setAttribute("viewBox", `0 0 ${wide} ${y}`);
      svg.style.maxWidth = Math.round(wide * 1.5) + "px";
      return svg;
    };
    const copy = (cell) => [...(cell.querySelector("a") || cell).childNodes].filter((n) => n.textContent).map((n) => n.cloneNode(true));
    function show() {
      const found = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
      const row = found && found.dataset.same ? document.getElementById(found.dataset.same) : found;
      if (!row || !row.dataset.band) { place.hidden = true; return; }
      const box = row.dataset.box.split(" ").map(Number), cells = row.cells, of = row.dataset;
      const printed = cells[2].textContent, unit = cells[3].textContent, value = cells[4].textContent, yuan = () => of.factor ? two(" 元", " yuan") : make("span", { className: "gj-doc", lang: "zh", textContent: " " + unit });
      place.replaceChildren();
      place.append(make("div", { className: "gj-printed", }, ...copy(cells[2]), " ", ...copy(cells[3])));
      place.append(make("div", {}, ...[[of.form], copy(cells[0]), copy(cells[1])].filter((words) => words.join("")).flatMap((words, i) => [i ? " · " : "", ...words])));
      place.append(view(of, box));
      const steps = make("ol");
      const step = (...inside) => steps.append(make("li", {}, ...inside));
      step(two("所印：", "printed:"), " ", make("b", {}, ...copy(cells[2])), " ", two(`第 ${page} 页，框 ${box.map((n) => n.toFixed(1)).join(", ")}（点，左上为原点）`, `page ${page}, box in points from the upper left`));
      if (value) {
        if (of.factor && Number(of.factor) > 1) step(two(`单位 ${unit}：× ${digits(of.factor)}`, `unit ${unit}: × ${digits(of.factor)}`), " = ", make("b", { textContent: value }), yuan());
        else step(two("值：", "value:"), " ", make("b", { textContent: value }), yuan());
        if (of.res) step(two(`末位值 ${digits(of.res)} ${of.factor ? "元" : unit}：所印代表上下各半个末位的区间`, `last digit worth ${digits(of.res)} ${of.factor ? "yuan" : unit}: the print stands for half of that to each side`));
      }
      const how = of.readers === "agree" ? two("两个读取器一致", "both readers agree") : of.readers ? ((other) => two(`另一读取器读作 ${other.replace("（空 blank）", "（空）")}`, `the other reader gave ${other.replace("（空 blank）", "(blank)")}`))(of.readers.split("|")[0]) : two("一个读取器", "one reader");
      step(two(of.source === "ocr" ? "由图像识别" : "由文字层读出", of.source === "ocr" ? "from the picture" : "from the text layer"), "; ", how);
      place.append(steps);
      if (cells[5].children.length) place.append(make("div", { className: "gj-small" }, two("参与的勾稽关系：", "identities it takes part in:"), " ", ...[...cells[5].childNodes].map((n) => n.cloneNode(true))));
      place.hidden = false;
      document.querySelectorAll("rect.gj-here").forEach((r) => r.classList.remove("gj-here"));
      document.querySelector(`.gj-sheet a[href="#${row.id}"] rect`)?.classList.add("gj-here");
    }
    const settle = () => { show(); requestAnimationFrame(() => { if (!place.hidden) window.scrollTo(0, place.getBoundingClientRect().top + scrollY - 48); }); };
    window.addEventListener("hashchange", settle);
    if (document.readyState === "complete") settle();
    else { show(); window.addEventListener("load", settle); }
  }

  // where a figure is printed, while it is pointed at or has the focus
  function peek() {
    const given = document.getElementById("gj-pages");
    if (!given) return;
    const images = JSON.parse(given.textContent);
    let shown = null;
    const away = () => { shown?.remove(); shown = null; };
    const show = (event) => {
      const at = event.target.closest && event.target.closest("[data-peek]");
      away();
      if (!at) return;
      const [page, left, top, right, bottom] = at.dataset.peek.split(" ").map(Number), image = images[page];
      if (!image || !(right > left)) return;
      const start = Math.max(0, top - 26), high = Math.min(image.height, bottom + 26) - start, svg = draw("svg", { viewBox: `0 ${start} ${image.width} ${high}`, "aria-hidden": "true" });
      svg.append(draw("image", { href: "../evidence/" + image.file, width: image.width, height: image.height }), draw("rect", { x: left, y: top, width: right - left, height: bottom - top }));
      shown = make("div", { className: "gj-peek" }, svg);
      const box = at.getBoundingClientRect();
      if (box.top > innerHeight / 2) shown.style.bottom = innerHeight - box.top + 8 + "px";
      else shown.style.top = box.bottom + 8 + "px";
      document.body.append(shown);
    };
    for (const event of ["mouseover", "focusin"]) document.addEventListener(event, show);
    for (const event of ["scroll", "focusout"]) document.addEventListener(event, away, { passive: true, capture: true });
    document.addEventListener("keydown", (e) => { if (e.key === "Escape") away(); });
  }

  // a table wider than its place: its first column stays, a shadow shows on which side it goes on
  function edges() {
    for (const box of document.querySelectorAll(".gj-scroll")) {
      const mark = () => {
        const more = box.scrollWidth - box.clientWidth;
        box.classList.toggle("gj-wide-table", more > 2);
        box.classList.toggle("gj-left", more > 2 && box.scrollLeft > 2);
        box.classList.toggle("gj-right", more > 2 && box.scrollLeft < more - 2);
      };
      box.addEventListener("scroll", mark, { passive: true });
      new ResizeObserver(mark).observe(box);
      mark();
    }
  }

  const fold = (text) => text.normalize("NFKC").toLowerCase().replace(/(\d),(?=\d{3})/g, "$1");
  const KINDS = { notebook: ["笔记", "notebook"], document: ["文件", "document"], form: ["表", "form"], figure: ["数字", "figure"], rule: ["规则", "rule"], finding: ["所见", "finding"] };

  function search() {
    const box = document.getElementById("gj-q"), list = document.getElementById("gj-hits"), told = document.getElementById("gj-told");
    if (!box || !window.gjIndex) return;
    const { entries: found, said } = window.gjIndex;
    const spoken = (pieces, at) => pieces.map((p) => typeof p === "number" ? said[p][at] : p).join("");  // words of ours are numbers: 0 Chinese, 1 English
    const whole = (pieces) => pieces.map((p) => typeof p === "number" ? said[p].join(" ") : p).join("");
    const entries = found.map(([kind, title, href, text]) => ({ kind, title, href, text, folded: fold(whole(title) + " " + whole(text)), head: fold(whole(title)) }));
    const part = (text, sought) => { const at = Math.max(0, fold(text).indexOf(sought) - 30); const end = at + 150, cut = text.slice(at, end); return (at ? "…" + cut.replace(/^\w+/, "") : cut).replace(/\w+$/, (last) => /\w/.test(text[end] || "") ? "…" : last); };
    const inBoth = (pieces, of) => pieces.some((p) => typeof p === "number") ? two(of(spoken(pieces, 0)), of(spoken(pieces, 1))) : make("span", { className: "gj-doc", lang: "zh", textContent: of(spoken(pieces, 0)) });
    const MOST = 100;
    function look() {
      const words = fold(box.value).split(/\s+/).filter(Boolean);
      list.replaceChildren();
      if (!words.length) return;
      const hits = entries.filter((e) => words.every((w) => e.folded.includes(w)));
      const score = (e) => words.filter((w) => e.head.includes(w)).length;
      hits.sort((a, b) => score(b) - score(a));
      told.replaceChildren(two(`${hits.length} 处${hits.length > MOST ? `，列出前 ${MOST}` : ""}`, `${hits.length} hits${hits.length > MOST ? `, the first ${MOST} listed` : ""}`));
      for (const e of hits.slice(0, MOST)) {
        const link = make("a", { href: e.href, className: e.kind === "figure" || e.kind === "finding" ? "gj-ev" : "" }, inBoth(e.title, (text) => text));
        list.append(make("li", {}, link, " ", make("span", { className: "gj-small" }, two(...KINDS[e.kind])), make("small", {}, inBoth(e.text, (text) => part(text, words[0])))));
      }
    }
    box.value = asked.get("q") || "";
    box.addEventListener("input", look);
    look();
  }

  async function tables() {
    const node = document.getElementById("gj-interactive"), given = window.gjTable;
    if (!node || !given || !window.gjTables) return;
    const DataTable = (await window.gjTables).default;
    const escape = (text) => String(text).replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
    const marked = (text) => escape(text).split(CHINESE).map((part, i) => i % 2 ? `<span class="gj-doc" lang="zh">${part}</span>` : part).join("");
    const both = (zh, en) => `<span class="gj-w" lang="zh">${escape(zh)}</span><span class="gj-gap"> </span><span class="gj-w" lang="en">${marked(en)}</span>`;
    // what both languages begin with (a mark, a body's name and year) is shown once
    const once = (zh, en) => { let n = 0; while (n < zh.length && zh[n] === en[n]) n++; n = zh.lastIndexOf(" ", n - 1) + 1; return marked(zh.slice(0, n)) + both(zh.slice(n), en.slice(n)); };
    const said = (key, value) => given.words[key] && Object.hasOwn(given.words[key], value) ? given.words[key][value] : null;
    const MARKS = { document: 'class="gj-doc" lang="zh"', machine: 'translate="no"', zh: 'class="gj-w" lang="zh"', en: 'class="gj-w" lang="en"' };
    const shown = (c, value) => { const words = said(c.en, value); return words ? words[0] === words[1] ? escape(words[0]) : once(...words) : c.is ? `<span ${MARKS[c.is]}>${c.is === "en" ? marked(value) : escape(value)}</span>` : /^「.*」$/.test(value) ? `<span ${MARKS.document}>${escape(value)}</span>` : escape(value); };
    const only = (c) => c.is === "zh" || c.is === "en" ? ` gj-only-${c.is}` : "";
    const columns = given.columns.map((c, i) => ({
      ariaTitle: only(c) ? c[c.is] : `${c.zh} · ${c.en}`,
      title: only(c) ? `<span class="gj-w" lang="${c.is}">${escape(c[c.is])}</span>` : both(c.zh, c.en),
      data: i, className: (c.num ? "dt-right" : "dt-left") + only(c),
      type: c.num ? "num" : "string",
      render: { display: (value, type, row) => { const text = value === null ? "" : c.num ? escape(Number(value).toLocaleString("en", { maximumFractionDigits: 2 })) : shown(c, value); return c.link != null && row[c.link] ? `<a class="gj-ev" href="${escape(given.up + row[c.link])}">${text}</a>` : text; }, filter: (value) => value === null ? "" : escape([value, ...(said(c.en, value) || [])].join(" ")), _: (value) => value === null ? "" : value },  // the library decodes what it filters as HTML
    }));
    // as the study's own CSV has it: a text that could act as a formula is kept from it, a text is otherwise given as it is
    const guarded = (value) => typeof value === "string" && /^[=+\-@\t\r]/.test(value) && !/^[+-]*[\d,]+(\.\d+)?%?$/.test(value) ? `'${value}` : value;
    const taken = { columns: given.columns.map((c, i) => i), orthogonal: "export", format: { body: (value) => guarded(value), header: (text, index) => given.columns[index].zh === given.columns[index].en ? given.columns[index].en : `${given.columns[index].zh} ${given.columns[index].en}` } };
    const chosen = () => {  // the rows the address asks for, by declared fields alone: of one field any of its values
      const fields = new Map();
      for (const [key, value] of new URLSearchParams(location.hash.slice(1))) if (Object.hasOwn(given.fields, key)) fields.set(key, [...(fields.get(key) || []), value]);
      const held = (row, key, values) => {
        const own = row[given.fields[key]], texts = given.texts[key];
        return texts ? own.some((n) => values.includes(texts[n])) : values.includes(String(own ?? ""));
      };
      told(fields);
      return fields.size ? given.rows.filter((row) => [...fields].every(([key, values]) => held(row, key, values))) : given.rows;
    };
    const spoken = (key, value) => { const words = said(key, value); return words ? make("span", { innerHTML: once(...words) }) : make("span", { textContent: value, translate: false }); };  // once() escapes
    function told(fields) {
      const place = document.getElementById("gj-asked");
      place.replaceChildren();
      if (!fields.size) return;
      place.append(two("所选：", "chosen:"), " ", make("b", {}, ...[...fields].flatMap(([key, values], i) => [i ? "; " : "", two(...(given.named[key] || [key, key])), " = ", ...values.flatMap((value, j) => [j ? " / " : "", spoken(key, value)])])), " ", make("a", { href: "#", onclick(e) { e.preventDefault(); location.hash = ""; } }, two("全部", "show all")));
    }
    const table = new DataTable(node, {
      data: chosen(), columns, deferRender: true, pageLength: 50, lengthMenu: [20, 50, 200], order: [], autoWidth: false,
      layout: { topStart: ["pageLength", { buttons: [
        { extend: "csvHtml5", text: "CSV", title: given.name, exportOptions: taken },
        { extend: "excelHtml5", text: "Excel", title: null, filename: given.name, exportOptions: taken } ] }], topEnd: "search", bottomStart: "info", bottomEnd: "paging" },
      language: { search: "", searchPlaceholder: "筛选各栏 · Filter all columns", info: "_START_–_END_ / _TOTAL_", infoEmpty: "0", infoFiltered: "(/ _MAX_)", zeroRecords: both("无", "none"), emptyTable: both("无", "none"), lengthMenu: `_MENU_ ${both("行", "rows")}`, paginate: { first: "«", last: "»", next: "›", previous: "‹" },
        aria: { orderable: "", orderableReverse: "", orderableRemove: "", paginate: { first: "第一页 · First", last: "最后一页 · Last", next: "下一页 · Next", previous: "上一页 · Previous", number: "" } } },
      initComplete() {
        const line = make("tr");
        this.api().columns().every(function (index) {
          const box = make("input", { type: "search", ariaLabel: `筛选：${given.columns[index].zh} · Filter: ${given.columns[index].en}` });
          let wait;
          box.addEventListener("input", () => { clearTimeout(wait); wait = setTimeout(() => this.search(box.value).draw(), 200); });
          line.append(make("td", { className: only(given.columns[index]).trim() }, box));
        });
        node.querySelector("thead").append(line);
        node.closest(".dt-container").querySelector("nav")?.setAttribute("aria-label", "分页 · Pages");
        node.dataset.ready = "yes";
      },
    });
    window.addEventListener("hashchange", () => table.clear().rows.add(chosen()).draw());
    if (asked.get("q")) table.search(asked.get("q")).draw();
  }

  document.addEventListener("DOMContentLoaded", () => {
    if (leaf()) theme(store.get("mode") || "auto");
    buttons(); evidence(); card(); edges(); peek(); search(); tables();
    speakAll();
    // what comes later (rows, dialogs, tooltips) speaks the same language
    new MutationObserver((changes) => { if (spokenNow() !== "both") for (const { addedNodes } of changes) for (const node of addedNodes) if (node.nodeType === 1) speak(node); }).observe(document.body, { childList: true, subtree: true });
  });
})();
