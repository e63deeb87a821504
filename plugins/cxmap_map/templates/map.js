'use strict';
(() => {
const D = JSON.parse(document.getElementById('data').textContent), W = D.words, C = D.columns, S = D.stages;
const $ = (s, r = document) => r.querySelector(s), $$ = (s, r = document) => [...r.querySelectorAll(s)];
const root = document.documentElement, body = document.body, map = $('#map'), strips = $('#strips');
const say = (phrase, values) => Object.entries(values).reduce((text, [k, v]) => text.replaceAll(`{${k}}`, v), phrase);
const wide = () => innerWidth > 700 && !body.classList.contains('text');
const calm = matchMedia('(prefers-reduced-motion:reduce)');
root.classList.add('js');

/* which cells stand under which column; made once, when first needed */
let cells = null;
function grid() {
  if (cells) return cells;
  cells = C.map(() => []);
  for (const row of map.tBodies[0].rows) {
    let at = 0;
    for (const cell of row.cells) {
      if (cell.tagName !== 'TD' || cell.classList.contains('k')) continue;
      if (cell.dataset.wide === 'path') { at = D.path; continue; }
      if (cell.dataset.wide) continue;
      const from = at; at += cell.colSpan0 ??= cell.colSpan;
      if (!cell.childNodes.length && !cell.className.includes('t-')) continue;
      for (let i = from; i < at; i++) cells[i]?.push({cell, from, to: at});
    }
  }
  return cells;
}
const heads = [];
for (const th of $$('.ht th[data-c]')) heads[+th.dataset.c] = th;
const steps = [];
for (const li of $$('.lt')) steps[+li.dataset.c] = li;

/* folding: a folded stage is one column, and the drawings are squeezed with it */
const folded = new Set();
function spans() {
  let left = 0, path = 0, whole = 0;
  const at = S.map(stage => {
    const w = C.slice(stage.start, stage.start + stage.span).reduce((sum, c) => sum + c.w, 0);
    const now = folded.has(stage) ? stage.fw : w, spot = {from: whole, w, to: left, now};
    whole += w; left += now; if (!stage.any) path = left;
    return spot;
  });
  const full = S.reduce((sum, st, i) => st.any ? sum : sum + at[i].w, 0);
  return {at, full, path, left};
}
let layout = spans();
function stageAt(x) {
  const units = x / 1000 * layout.full;
  return S.findLastIndex((stage, i) => !stage.any && units >= layout.at[i].from - 1e-6);
}
function move(x) {
  const units = x / 1000 * layout.full;
  for (let i = S.length - 1; i >= 0; i--) {
    const p = layout.at[i];
    if (!S[i].any && units >= p.from - 1e-6) return (p.to + (units - p.from) / p.w * p.now) / layout.path * 1000;
  }
  return x;
}
/* between which edges a way may be drawn: out of a folded stage it begins at the edge, into one it ends there */
function edges(ends) {
  let low = -1e9, high = 1e9;
  for (const [i, other] of [[ends[0], C[ends[1]].s], [ends[1], C[ends[0]].s]]) {
    const s = C[i].s, p = layout.at[s];
    if (!folded.has(S[s]) || other === s) continue;
    if (other > s) low = Math.max(low, (p.from + p.w) / layout.full * 1000);
    else high = Math.min(high, p.from / layout.full * 1000);
  }
  return [low, high];
}
const bend = d => d.replace(/(-?[\d.]+) (-?[\d.]+)/g, (_, x, y) => `${move(+x).toFixed(1)} ${y}`);
/* a ribbon whose ends were moved: its curves stay level at both, and it comes out of the band of the folded stage */
const level = Math.min(...C.filter(c => c.x !== null).map(c => c.y));
function bendBetween(d, ends) {
  const [low, high] = edges(ends), parts = [...d.matchAll(/([MLC])([^MLCZ]*)/g)].map(part => part[2].match(/-?[\d.]+/g).map(Number));
  const half = (parts.at(-1).at(-1) - parts[0][1]) / 2;
  let last = [0, 0], made = '';
  parts.forEach((n, i) => {
    const from = n.at(-2), apart = from < low || from > high;
    const x = move(Math.min(Math.max(from, low), high)).toFixed(1), y = (apart ? level + (i < parts.length / 2 ? -half : half) : n.at(-1)).toFixed(1);
    const middle = ((+last[0] + +x) / 2).toFixed(1);
    made += i === 0 ? `M${x} ${y}` : x === last[0] || y === last[1] ? `L${x} ${y}` : `C${middle} ${last[1]} ${middle} ${y} ${x} ${y}`;
    last = [x, y];
  });
  return made + (d.endsWith('Z') ? 'Z' : '');
}
let originals = null;
function redraw() {
  originals ??= $$('.flow path:not(#wit),.emo path').map(path => [path, path.getAttribute('d')]);
  layout = spans();
  root.style.setProperty('--w', layout.left.toFixed(1));
  const stageOf = i => C[+i].s;
  const inFold = el => {
    const [a, z] = [stageOf(el.dataset.a), stageOf(el.dataset.z)].sort((x, y) => x - y);
    for (let s = a; s <= z; s++) if (!folded.has(S[s])) return false;
    return true;
  };
  for (const [path, d] of originals) path.setAttribute('d', path.dataset.a !== path.dataset.z && !path.classList.contains('fl-back') ? bendBetween(d, [path.dataset.a, path.dataset.z]) : bend(d));
  /* a curve from one folded moment to another of the same stage would be a scribble */
  for (const [path, d] of originals) if (path.matches('.ln,.gap,.ci')) {
    const xs = [...d.matchAll(/(-?[\d.]+) (-?[\d.]+)/g)].map(m => +m[1]), a = stageAt(Math.min(...xs)), z = stageAt(Math.max(...xs));
    path.toggleAttribute('hidden', a === z && folded.has(S[a]));
  }
  for (const el of $$('.flow [data-a],.emo [data-a]')) el.toggleAttribute('hidden', Boolean(inFold(el)));
  for (const el of $$('[data-fold]')) el.toggleAttribute('hidden', !folded.has(S[+el.dataset.fold]));
  for (const el of $$('[data-x]')) {
    const x = +el.dataset.x;
    el.style.left = `${move(x) / 10}%`;
    if (el.dataset.w) el.style.width = `${(move(x + +el.dataset.w) - move(x)) / 10}%`;
    const column = C[+el.dataset.k];
    if (column) el.hidden = folded.has(S[column.s]) || el.classList.contains('dl') && folded.has(S[stageAt(x)]);
    else if (el.firstElementChild && el.dataset.w) el.firstElementChild.hidden = el.offsetWidth > 0 && el.offsetWidth < 60 && el.dataset.a !== el.dataset.z;
  }
}
function applyFolds() {
  let shown = 0, pathShown = 0;
  const cols = $$('colgroup col', map).slice(2);
  let c = 0;
  for (const stage of S) {
    const shut = folded.has(stage);
    for (let i = 0; i < stage.span; i++) cols[c++].hidden = shut;
    cols[c++].hidden = !shut;
    const n = shut ? 1 : stage.span;
    shown += n; if (!stage.any) pathShown += n;
    const th = $(`.stage[data-s="${S.indexOf(stage)}"]`);
    th.colSpan = n; th.classList.toggle('shut', shut); if (stage.any) map.classList.toggle('anyshut', shut);
    const button = $('.fold', th);
    button.textContent = shut ? '+' : '−';
    button.setAttribute('aria-expanded', String(!shut));
    button.setAttribute('aria-label', say(shut ? W.open_stage : W.fold_stage, {stage: stage.t}));
  }
  for (const row of [$('.ht', map), ...map.tBodies[0].rows]) {
    let at = 0, s = 0;
    for (const cell of row.cells) {
      if (cell.dataset.wide) {
        cell.colSpan = cell.dataset.wide === 'all' ? shown : cell.dataset.wide === 'path' ? pathShown : Math.max(1, shown - pathShown);
        if (cell.dataset.wide === 'path') { at = D.path; s = S.findIndex(stage => stage.any); }
        continue;
      }
      if (cell.classList.contains('lane')) continue;
      if (cell.classList.contains('k')) { cell.hidden = !folded.has(S[s]); s++; continue; }
      while (S[s] && at >= S[s].start + S[s].span) s++;
      cell.hidden = S[s] ? folded.has(S[s]) : false;
      at += cell.colSpan0 ??= cell.colSpan;
    }
  }
  redraw(); paintStrips();
}
function fold(stage, shut) { if (shut) folded.add(stage); else folded.delete(stage); }
function openFor(list) {
  if (!D.fold) return;
  let changed = false;
  for (const i of list) if (C[i] && folded.has(S[C[i].s])) { fold(S[C[i].s], false); changed = true; }
  if (changed) applyFolds();
}

/* strips behind the table: columns lit, closed, or now */
const marks = {on: [], now: [], off: [], goes: []};
function paintStrips() {
  strips.replaceChildren();
  const box = strips.getBoundingClientRect();
  for (const kind of ['off', 'goes', 'on', 'now']) for (const i of marks[kind]) {
    const r = heads[i]?.getBoundingClientRect();
    if (!r || !r.width) continue;
    const strip = document.createElement('div');
    strip.className = `strip ${kind}`;
    strip.style.left = `${r.left - box.left}px`; strip.style.width = `${r.width}px`;
    strips.append(strip);
  }
}
const dress = (list, name) => {
  for (const el of $$(`.${name}`, map)) el.classList.remove(name);
  for (const el of steps) el?.classList.remove(name);
  const want = new Set(list);
  for (const i of want) {
    heads[i]?.classList.add(name); steps[i]?.classList.add(name);
    for (const {cell, from, to} of grid()[i] ?? []) {
      let all = true;
      for (let k = from; k < to; k++) all &&= want.has(k);
      if (all) cell.classList.add(name);
    }
  }
};

/* what the status line says */
const told = {walk: '', numbers: '', find: ''};
const tell = () => { $('#say').textContent = Object.values(told).filter(Boolean).join(' '); };

/* state lives in the hash */
const state = {walk: '', numbers: 'claimed', note: 0, at: ''};
function writeHash() {
  const parts = [];
  if (state.walk) parts.push(`walk=${state.walk}`);
  if (state.numbers !== 'claimed') parts.push(`numbers=${state.numbers}`);
  const hash = state.note ? `#finding-${state.note}` : state.at ? `#${state.at}` : '';
  history.replaceState(null, '', (hash + (parts.length ? (hash ? '&' : '#') + parts.join('&') : '')) || location.pathname + location.search);
}

/* walk as */
function walk(id) {
  state.walk = D.walks[id] ? id : '';
  const one = D.walks[state.walk], off = one ? one.off : [], shut = new Set(off);
  dress(off, 'off'); marks.off = off; paintStrips();
  for (const path of $$('.fl-v:not(.fl-plan) .fl[data-z]')) path.classList.toggle('shut', shut.has(+path.dataset.z) || shut.has(+path.dataset.a));
  told.walk = one ? one.says : ''; tell();
  const input = $(`input[name=walk][value="${state.walk}"]`); if (input) input.checked = true;
}
function numbers(which) {
  const offered = $$('input[name=numbers]'), input = offered.find(one => one.value === which) ?? offered[0];
  if (!input) return;
  input.checked = true; state.numbers = input.value;
  const plan = D.plan?.id === input.value ? D.plan : null;
  body.dataset.view = plan ? 'plan' : input.value;
  told.numbers = plan ? plan.says : input.value === 'measured' ? D.measured : ''; tell();
  if (!D.plan) return;
  dress(plan?.ahead ? plan.gone : [], 'goes'); dress(plan && !plan.ahead ? plan.gone : [], 'yet'); marks.goes = plan ? plan.gone : [];
  if (plan) openFor(plan.shows);
  if (folded.size) redraw();
  paintStrips();
}

/* a finding, stepped through */
let note = null, k = 0, back = null;
const strip = $('#step');
function witness(path) {
  const points = path.filter(i => i !== null && C[i].x !== null).map(i => [folded.size ? move(C[i].x) : C[i].x, C[i].y]);
  return points.map(([x, y], i) => {
    if (!i) return `M${x} ${y}`;
    const [px, py] = points[i - 1], m = (px + x) / 2;
    return `C${m} ${py} ${m} ${y} ${x} ${y}`;
  }).join('');
}
function scrollToColumn(i) {
  const el = wide() ? heads[i] : steps[i];
  if (!el) return;
  el.scrollIntoView({block: wide() ? 'nearest' : 'center', inline: 'center', behavior: calm.matches ? 'auto' : 'smooth'});
}
function paint() {
  const path = note.steps.map(s => s.c), lit = path.filter(i => i !== null), columns = lit.length ? lit : note.at;
  body.classList.add('lit', 'strip');
  dress(columns, 'on');
  for (const el of $$('.now')) el.classList.remove('now');
  const here = path[k] ?? columns[0];
  if (here !== undefined && here !== null) { heads[here]?.classList.add('now'); steps[here]?.classList.add('now'); }
  marks.on = columns; marks.now = here === undefined || here === null ? [] : [here]; paintStrips();
  for (const row of $$('tr[data-r]')) row.classList.toggle('ron', note.rows.includes(row.dataset.r));
  heads.forEach((th, i) => { $('.stepno', th).textContent = path.includes(i) ? path.indexOf(i) + 1 : ''; });
  $('#wit')?.setAttribute('d', note.path ? witness(path) : '');
  for (const li of $$('.n')) li.classList.toggle('sel', +li.dataset.f === note.n);
  const box = $('#stepbody'); box.replaceChildren();
  const sign = $(`#finding-${note.n} .sv`)?.cloneNode(true);
  if (sign) box.append(sign, ' ');
  const name = document.createElement('b'); name.textContent = `${note.n} ${note.name}. `;
  box.append(name, note.says);
  const step = note.steps[k];
  $('#count').textContent = step ? say(W.step_of, {k: k + 1, n: note.steps.length, title: step.t}) + (step.f ? `, ${step.f}` : '') + (step.w ? ` (${step.w})` : '') : '';
  $('#prev').hidden = $('#next').hidden = note.steps.length < 2;
  $('#prev').disabled = k === 0; $('#next').disabled = k >= note.steps.length - 1;
  strip.hidden = false; dock();
  showColumn();
}
/* the headings stand below the strip, however many lines it needs */
const dock = () => root.style.setProperty('--strip', `${strip.offsetHeight}px`);
const toTop = () => { if (wide()) scrollTo({top: map.getBoundingClientRect().top + scrollY - strip.offsetHeight, left: scrollX}); };
function showColumn() {
  const here = note && (note.steps[k]?.c ?? note.at[0]);
  if (here !== undefined && here !== null) scrollToColumn(here);
}
function openNote(n) {
  const found = D.notes.find(one => one.n === n);
  if (!found) return;
  shutStrip(false);
  note = found; k = 0; state.note = n; state.at = '';
  openFor([...found.steps.map(s => s.c), ...found.at].filter(i => i !== null));
  writeHash();
  paint();
  toTop(); showColumn();
}
function shutStrip(focus) {
  note = null; state.note = 0; state.at = '';
  body.classList.remove('lit', 'strip');
  for (const el of $$('.on,.now,.ron,.sel')) el.classList.remove('on', 'now', 'ron', 'sel');
  marks.on = []; marks.now = []; paintStrips();
  $('#wit')?.setAttribute('d', ''); strip.hidden = true;
  if (focus) { writeHash(); back?.focus(); }
}
function step(by) { if (note && note.steps[k + by]) { k += by; paint(); } }

/* what is known about one touchpoint, in the view that is chosen */
const UNSEEN = {claimed: '.v-measured,.v-plan', measured: '.v-claimed,.v-plan', plan: '.v-own,.v-claimed,.v-measured'};
const unseen = () => UNSEEN[body.dataset.view];
const clean = text => text.replace(/\s+/g, ' ').trim();
const lead = i => `${$('.ld', steps[i]).textContent}; ${$('.lm', steps[i]).textContent}`;
function facts(i) {
  return $$('.lf', steps[i]).map(f => {
    const dd = $$('.v-own,.v-plan', f).find(one => !one.matches(unseen())) ?? $('dd', f);
    const drawn = [...$$('.dumb,.bul', dd).map(x => x.getAttribute('aria-label')), ...$$('li', dd).map(x => x.textContent.trim())].join('; ');
    return [$('dt', f).textContent, drawn || clean(dd.textContent)];
  });
}
function definitions(pairs) {
  const list = document.createElement('dl'); list.className = 'facts';
  for (const [what, text] of pairs) {
    const d = document.createElement('div'), t = document.createElement('dt'), v = document.createElement('dd');
    t.textContent = what; v.textContent = text; d.append(t, v); list.append(d);
  }
  return list;
}

/* one touchpoint in the strip */
function openTouchpoint(i) {
  shutStrip(false);
  openFor([i]);
  state.at = C[i].id; writeHash();
  const name = document.createElement('b'); name.textContent = `${C[i].t}: `;
  $('#stepbody').replaceChildren(name, `${lead(i)}.`, definitions(facts(i)));
  $('#count').textContent = ''; $('#prev').hidden = $('#next').hidden = true;
  body.classList.add('strip'); heads[i].classList.add('now'); steps[i].classList.add('now');
  marks.now = [i]; paintStrips(); strip.hidden = false; dock(); toTop(); scrollToColumn(i);
}

/* find and filter */
let rowWords = null;
const warm = () => { grid(); rowWords ??= C.map((c, i) => `${c.id} ${steps[i].textContent}`.toLocaleLowerCase()); };
function search() {
  const text = ($('#find')?.value ?? '').trim().toLocaleLowerCase();
  const [owner, channel, family] = [0, 1, 2].map(n => $(`[data-filter="${n}"]`)?.value ?? '');
  if (!text && !owner && !channel && !family) {
    body.classList.remove('dim'); dress([], 'hit'); told.find = ''; tell(); return [];
  }
  warm();
  const found = new Set(D.notes.filter(n => n.fam === family).flatMap(n => n.at));
  const hits = C.map((c, i) => i).filter(i => (!text || rowWords[i].includes(text)) && (!owner || C[i].o.includes(owner)) && (!channel || C[i].c.includes(channel)) && (!family || found.has(i)));
  body.classList.add('dim'); dress(hits, 'hit');
  told.find = say(W.hits, {n: hits.length, all: C.length}); tell();
  return hits;
}
let pending = 0, turn = 0;
const soon = () => { cancelAnimationFrame(pending); turn = 0; pending = requestAnimationFrame(search); };

/* arrows in the table: one stop, moved by cell */
let spot = null;
const open = cell => cell && !cell.hidden && cell.offsetWidth > 0;
function rest(cell) {
  if (!cell) return;
  if (spot) { spot.tabIndex = -1; }
  spot = cell; const inner = $('a,button', cell); cell.tabIndex = inner ? -1 : 0;
  spot = inner ?? cell; spot.tabIndex = 0; return spot;
}
for (const el of $$('a,button', map)) if (!el.classList.contains('fold')) el.tabIndex = -1;
rest(heads.find(open));
function beside(cell, key, far) {
  const rows = [...map.rows].filter(row => row.offsetHeight > 0), row = cell.parentElement, r = rows.indexOf(row), line = [...row.cells].filter(open), at = line.indexOf(cell);
    if (key === 'ArrowRight') return line[at + 1];
  if (key === 'ArrowLeft') return line[at - 1];
  if (key === 'Home') return far ? [...rows[0].cells].filter(open)[0] : line[0];
  if (key === 'End') return far ? [...rows.at(-1).cells].filter(open).at(-1) : line.at(-1);
  const next = rows[r + (key === 'ArrowDown' ? 1 : -1)];
  if (!next) return null;
  const x = cell.getBoundingClientRect(), middle = x.left + Math.min(x.width, 40) / 2;
  const fits = [...next.cells].filter(open);
  return fits.find(c => { const b = c.getBoundingClientRect(); return b.left <= middle && middle < b.right; }) ?? fits[0];
}
map.addEventListener('keydown', e => {
  if (!['ArrowRight', 'ArrowLeft', 'ArrowUp', 'ArrowDown', 'Home', 'End'].includes(e.key) || e.altKey || e.metaKey) return;
  if (note && (e.key === 'ArrowRight' || e.key === 'ArrowLeft')) return; /* these step along the witness */
  const cell = e.target.closest('td,th');
  if (!cell) return;
  const inside = $$('a,button', cell), n = inside.indexOf(e.target.closest('a,button'));
  const by = e.key === 'ArrowRight' ? 1 : e.key === 'ArrowLeft' ? -1 : 0;
  let goal = by && n >= 0 ? inside[n + by] : null;
  if (goal) { if (spot) spot.tabIndex = -1; spot = goal; goal.tabIndex = 0; }
  else { const next = beside(cell, e.key, e.ctrlKey); if (!next) return; goal = rest(next); }
  e.preventDefault(); e.stopPropagation(); goal.focus();
});

/* listening */
document.addEventListener('click', e => {
  const b = e.target.closest('.b'), t = e.target.closest('.tp'), f = e.target.closest('.fold');
  if (b || t) { e.preventDefault(); back = b ?? t; }
  if (b) openNote(+b.dataset.f);
  else if (t) openTouchpoint(+t.closest('th').dataset.c);
  else if (f) { const stage = S[+f.dataset.s]; fold(stage, !folded.has(stage)); applyFolds(); }
});
document.addEventListener('keydown', e => {
  const typing = e.target.matches('input,select,textarea');
  if (e.key === '/' && !typing) { e.preventDefault(); $('#find').focus(); return; }
  if (e.key === 'Enter' && e.target.id === 'find') {
    const hits = search();
    if (hits.length) { openFor(hits); scrollToColumn(hits[turn++ % hits.length]); }
    return;
  }
  if (e.key === 'Escape' && !strip.hidden) { shutStrip(true); return; }
  if (typing || !note) return;
  if (e.key === 'ArrowRight' || e.key === 'n') step(1);
  if (e.key === 'ArrowLeft' || e.key === 'p') step(-1);
});
for (const input of $$('input[name=walk]')) input.onchange = () => { walk(input.value); writeHash(); };
for (const input of $$('input[name=numbers]')) input.onchange = () => { numbers(input.value); writeHash(); };
$('#prev').onclick = () => step(-1); $('#next').onclick = () => step(1); $('#shut').onclick = () => shutStrip(true);
$('#find')?.addEventListener('input', soon);
for (const select of $$('[data-filter]')) select.onchange = soon;
const theme = dark => {
  root.dataset.theme = dark ? 'dark' : 'light';
  $('#theme').textContent = dark ? W.light : W.dark; $('#theme').setAttribute('aria-pressed', String(dark));
};
const asked = new URLSearchParams(location.search).get('theme');
theme(asked ? asked === 'dark' : root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme:dark)').matches);
$('#theme').onclick = () => theme(root.dataset.theme !== 'dark');
$('#astext').onclick = () => {
  const on = body.classList.toggle('text');
  $('#astext').textContent = on ? W.read_as_map : W.read_as_text; $('#astext').setAttribute('aria-pressed', String(on));
  if (!on) paintStrips();
};
$('#openall')?.addEventListener('click', () => {
  const shut = folded.size === 0;
  for (const stage of S) fold(stage, shut);
  $('#openall').textContent = shut ? W.open_all : W.fold_all; applyFolds();
});
addEventListener('resize', paintStrips);
/* the sheet grows with what stands open; the sizes are those of paper.py */
let before = '';
addEventListener('beforeprint', () => {
  before = root.dataset.theme; root.dataset.theme = 'light';
  const mm = 11.4 * 25.4 / 96, need = (1.35 + D.label) * mm + layout.left * 9.35 / 16 * mm + 14;
  const [across, down] = [[420, 297], [594, 420]].find(([w]) => need <= w) ?? [Math.ceil(need), 420];
  const rule = [...document.styleSheets[0].cssRules].findLast(r => r instanceof CSSPageRule);
  rule.style.setProperty('size', `${across}mm ${down}mm`); root.style.setProperty('--sheet', `${across - 14}mm`);
});
addEventListener('afterprint', () => { root.dataset.theme = before; });

function follow() {
  const [at, ...rest] = location.hash.slice(1).split('&'), pairs = new URLSearchParams([at, ...rest].filter(p => p.includes('=')).join('&'));
  if (pairs.has('walk')) walk(pairs.get('walk'));
  if (pairs.has('numbers')) numbers(pairs.get('numbers'));
  const found = at.match(/^finding-(\d+)$/), column = C.findIndex(c => c.id === decodeURIComponent(at));
  if (found) openNote(+found[1]);
  else if (column >= 0) openTouchpoint(column);
}
if (D.fold) { for (const stage of S) if (!stage.open) folded.add(stage); if (folded.size) applyFolds(); }
addEventListener('hashchange', follow);
globalThis.requestIdleCallback?.(warm);
/* after the browser's own jump to the anchor */
const first = () => setTimeout(follow, 30);
if (document.readyState === 'complete') first(); else addEventListener('load', first);
globalThis.cxmap = {D, W, C, S, $, $$, root, body, map, steps, say, facts, lead, definitions, unseen, clean}; /* for bar.js */
})();
