(page => {
if (!page) return; /* a theme's own map.js need not know of this */
const {D, W, C, S, $, $$, root, body, map, steps, say, facts, lead, definitions, unseen, clean} = page;

/* the reading bar: in short, what is known about what the pointer or the focus rests on */
const bar = $('#read'), hovers = matchMedia('(hover:hover)');
let now = null, over = '', last = null, waiting = 0, quiet = false;
const short = text => text.length > 96 ? `${text.slice(0, Math.max(60, text.lastIndexOf(' ', 96)))} …` : text;
const findings = el => $$('.b', el).map(b => D.notes.find(n => n.n === +b.dataset.f)).filter(Boolean).map(n => `${n.n} ${n.says}`).join(' ');
const rowTitle = row => clean($('.sx', row)?.textContent ?? $('.ll', row)?.textContent ?? '');
const headAt = x => $$('.ht th:not(.lane)', map).find(th => { const r = th.getBoundingClientRect(); return r.width && r.left <= x && x < r.right; });
function covered(cell) {
  let at = 0;
  for (const one of cell.parentElement.cells) {
    if (one.matches('.lane,.k')) continue;
    const n = one.dataset.wide === 'path' ? D.path : one.colSpan0 ?? one.colSpan;
    if (one === cell) return [at, at + n - 1];
    at += n;
  }
  return [0, 0];
}
function words(cell) {
  const copy = cell.cloneNode(true);
  for (const gone of $$(`.bs,.b,${unseen()}`, copy)) gone.remove();
  const bars = $$('.m', copy), lines = $$('.x', copy);
  const parts = bars.length ? bars.map(m => $('.bul', m).getAttribute('aria-label')) : (lines.length ? lines : [copy]).map(one => one.textContent);
  return parts.map(clean).filter(Boolean).join('; ');
}
function ofColumn(i, first = [], known = '') {
  const count = $$('.rn', steps[i]).find(one => !one.matches(unseen()))?.textContent, owner = $('.own', steps[i])?.textContent;
  const flow = $('.r-flow .ll')?.textContent, pairs = [...first];
  if (body.dataset.view === 'plan' && D.plan.gone.includes(i)) pairs.push([D.plan.layer, D.plan.word]);
  else if (flow && count && count !== '?') pairs.push([flow, count]);
  if (owner && !pairs.some(([, text]) => text === owner)) pairs.push([W.owner, owner]);
  return [C[i].t, lead(i), [...pairs, ...facts(i).filter(([what, text]) => what !== known && !pairs.some(pair => pair[0] === what))]];
}
function ofStage(s, first = []) {
  return [S[s].t, '', [...first, [say(W.fold_steps, {n: S[s].span}), C.filter(c => c.s === s).map(c => c.t).join(', ')]]];
}
function ofRow(row, cell) {
  const held = new Map(), here = cell && words(cell), found = cell && findings(cell);
  for (const td of row.cells) {
    const word = td.tagName === 'TD' && !td.matches('.k') && $('.vh,.pill', td)?.textContent;
    if (word) held.set(word, [...held.get(word) ?? [], C[covered(td)[0]].t]);
  }
  const pairs = here ? [[C[covered(cell)[0]].t, here]] : [];
  if (found) pairs.push([W.findings, found]);
  return [rowTitle(row), clean($('.kp', row)?.textContent ?? ''), [...pairs, ...[...held].map(([word, at]) => [word, at.join(', ')])]];
}
function ofNote(n) {
  return [`${n.n} ${n.name}`, n.says, n.steps.length > 1 ? [[n.path ? W.witness : W.places, n.steps.map(s => s.t).join(n.path ? ' → ' : ', ')]] : []];
}
/* what an element stands for: a key, and how to say it; null where there is nothing to say */
function aimed(el, x) {
  const badge = el.closest('.b[data-f]');
  if (badge) { const n = D.notes.find(one => one.n === +badge.dataset.f); return n ? {key: `note ${n.n}`, el: badge, adds: true, say: () => ofNote(n)} : null; }
  const cell = el.closest('#map td,#map th'), row = cell?.parentElement;
  if (!cell || cell.dataset.wide === 'all' || cell.matches('.corner')) return null;
  const wide = cell.dataset.wide, at = wide || cell.matches('.k') ? headAt(x ?? (cell.getBoundingClientRect().left + cell.getBoundingClientRect().right) / 2) : cell;
  const place = `${row.rowIndex} ${cell.cellIndex}`, lane = () => cell.matches('td') && !wide ? [[rowTitle(row), words(cell)]] : [];
  if (wide && x === undefined) return {key: place, el: cell, say: () => [rowTitle(row), $$('p.vh', cell).find(p => !p.matches(unseen()))?.textContent ?? words(cell), []]};
  if (at?.matches('.k')) return {key: `${place} ${at.dataset.s}`, el: cell, say: () => ofStage(+at.dataset.s, lane())};
  if (cell.matches('.stage')) return {key: place, el: cell, say: () => ofStage(+cell.dataset.s)};
  if (at?.dataset.c) return {key: `column ${at.dataset.c}`, el: cell, adds: true, say: () => ofColumn(+at.dataset.c)};
  if (row.matches('.mx')) return cell.matches('.gl') || !$('.sx', row) ? null : {key: place, el: cell, adds: cell.matches('.sub'), say: () => ofRow(row, cell.matches('td') && cell)};
  if (cell.matches('.lane')) return null;
  return {key: place, el: cell, say: () => {
    const [a, z] = covered(cell), found = findings(cell), first = [...lane(), ...found ? [[W.findings, found]] : []];
    return a === z ? ofColumn(a, first, row.matches('.r-pains') ? W.pains : row.matches('.r-opportunities') ? W.chance : '') : [`${C[a].t} … ${C[z].t}`, '', first];
  }};
}
function glance(hit) {
  clearTimeout(waiting);
  const [name, text, pairs] = hit.say(), b = document.createElement('b');
  b.textContent = text || pairs.length ? `${name}: ` : name;
  $('#readtext').replaceChildren(b, text.length > 240 ? `${text.slice(0, 240)} …` : text, definitions(pairs.filter(pair => pair[1]).slice(0, 8).map(([what, said]) => [what, short(said)])));
  bar.hidden = false; now = hit;
  room(`${bar.offsetHeight}px`);
}
/* what the bar hides can be scrolled out from under it */
function room(high) { root.style.scrollPaddingBottom = high; body.style.paddingBottom = innerWidth > 700 ? high : ''; }
function shutBar() {
  clearTimeout(waiting); bar.hidden = true; now = null; room(''); describe(null);
}
/* a screen reader hears it only with the focus, and only where the element itself says less */
let described = null;
function describe(el) {
  described?.removeAttribute('aria-describedby'); described = el;
  el?.setAttribute('aria-describedby', 'readtext');
}
/* what closes it, and what the page does of itself then, must not open it again */
document.addEventListener('keydown', e => { quiet = e.key === 'Escape'; if (quiet) shutBar(); }, true);
document.addEventListener('change', e => { if (now && e.target.name === 'numbers') glance(now); });
document.addEventListener('click', e => { if (e.target.closest('.b,.tp')) shutBar(); });
document.addEventListener('pointermove', e => {
  if (!hovers.matches || e.pointerType === 'touch' || !e.target.closest) return;
  if (e.target === last && !e.target.closest('[data-wide]')) return;
  last = e.target;
  if (bar.contains(e.target)) { clearTimeout(waiting); return; }
  const hit = aimed(e.target, e.clientX);
  if ((hit?.key ?? '') === over) return;
  over = hit?.key ?? ''; clearTimeout(waiting);
  if (hit && hit.key !== now?.key) waiting = setTimeout(() => { glance(hit); describe(null); }, 150);
});
document.addEventListener('focusin', e => {
  describe(null);
  if (quiet || !hovers.matches || !e.target.matches(':focus-visible')) return;
  const hit = aimed(e.target);
  if (!hit) return;
  glance(hit);
  if (hit.adds) describe(e.target);
  const hidden = e.target.getBoundingClientRect().bottom + 8 - bar.getBoundingClientRect().top;
  if (hidden > 0) scrollBy({top: hidden, behavior: 'auto'});
});
$('#unread').onpointerdown = e => { e.preventDefault(); shutBar(); };
})(globalThis.cxmap);
